"""The passage as people read it: the words that decide, with what stands around them.

A sentence alone hides the exception behind it, the list that it opens, the header of its row. So
an answer leads with the whole passage where that is short, else with the lines around the words
that decide, and those are marked in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.evidence.quotes import Quoted
from knowledge.documents.types import Passage
from knowledge.language.words import Span, stems

#: Characters shown around the words that decide: a passage of the usual size, some 160 words.
LONGEST = 1_000
#: Quotes behind the leading passage: more are a reading list.
MOST_ALSO = 2


def led_by_passage(quotes: Sequence[Quoted]) -> list[Quoted]:
    """The first quote as its passage shows it; behind it, as `also`, those that add to it."""
    lead = whole(quotes[0])
    told, also = stems(lead.text), []
    for quote in quotes[1:]:
        if _within(quote, lead):
            lead = replace(lead, deciding=_sorted(lead, quote))
        elif not stems(quote.text) <= told:
            also.append(replace(quote, also=True))
    return [*_with_header(lead), *also[:MOST_ALSO]]


def whole(quote: Quoted) -> Quoted:
    """Grown by whole lines, first by those that follow, up to LONGEST characters."""
    passage = quote.found.passage
    lines = _lines(passage)
    first = last = None
    for place, (start, end) in enumerate(lines):
        if start < quote.end and quote.start < end:
            first, last = place if first is None else first, place
    if first is None or last is None:
        return quote

    def fits(a: int, b: int) -> bool:
        return a >= 0 and b < len(lines) and lines[b][1] - lines[a][0] <= LONGEST

    while fits(first, last + 1):
        last += 1
    while fits(first - 1, last):
        first -= 1
    start, end = min(quote.start, lines[first][0]), max(quote.end, lines[last][1])
    if not fits(first, last):
        start, end = quote.start, quote.end  # one long paragraph: its sentences are enough
    return replace(
        quote, start=start, end=end, deciding=((quote.start - start, quote.end - start),)
    )


def _lines(passage: Passage) -> list[Span]:
    """Those of its body, as places in the version's text; its headings are named beside it."""
    spans: list[Span] = []
    at = 0
    for line in passage.text.split("\n"):
        if line.strip() and (spans or line.strip() not in passage.heading_path):
            spans.append((passage.start + at, passage.start + at + len(line)))
        at += len(line) + 1
    return spans


def _within(quote: Quoted, lead: Quoted) -> bool:
    same = quote.found.passage.id == lead.found.passage.id
    return same and lead.start <= quote.start and quote.end <= lead.end


def _sorted(lead: Quoted, quote: Quoted) -> tuple[Span, ...]:
    return tuple(sorted({*lead.deciding, (quote.start - lead.start, quote.end - lead.start)}))


def _with_header(lead: Quoted) -> Iterator[Quoted]:
    """Behind the header of the table, or the lead-in of the list, that it begins within."""
    base = lead.found.passage.start
    for unit in lead.found.passage.units:
        if unit.lead[1] and base + unit.start <= lead.start < base + unit.end:
            yield replace(lead, start=base + unit.lead[0], end=base + unit.lead[1], deciding=())
            break
    yield lead
