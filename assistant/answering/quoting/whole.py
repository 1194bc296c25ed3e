"""The passage as people read it: the words that decide, with what stands around them.

A sentence alone hides the exception behind it, the list that it opens, the header of its row. So
an answer leads with the whole passage where that is short, else with the lines around the words
that decide, and those are marked in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.evidence.quotes import Quoted
from knowledge.documents.bands import amounts, rows_for
from knowledge.documents.types import Passage
from knowledge.documents.units import UnitKind
from knowledge.language.clean import CELLS
from knowledge.language.codes import codes
from knowledge.language.words import Span, stems

#: Characters shown around the words that decide: a passage of the usual size, some 160 words.
LONGEST = 1_000
#: Rows of a table that a reader looks through.
MOST_ROWS = 10
#: Characters of a passage that is but the rest of a section.
TAIL = 300
#: Fewer are no table of which one row would decide.
FEWEST_ROWS = 2


#: The header of a table that begins before the passage, where there is one.
HeaderOf = Callable[[Passage], Quoted | None]


def led_by_passage(
    quotes: Sequence[Quoted], asked: str, most_also: int, header_of: HeaderOf
) -> list[Quoted]:
    """The first quote as its passage shows it; behind it, as `also`, those that add to it. Of lines
    that each name a code, only those that name the one asked for."""
    quotes = _main_part_first(quotes)
    lead = _only_coded(quotes[0], codes(asked)) or _only_row(quotes[0]) or whole(quotes[0])
    told, also = stems(lead.text), []
    for quote in quotes[1:]:
        if _within(quote, lead):
            lead = replace(lead, deciding=_sorted(lead, quote))
        elif not stems(quote.text) <= told:
            also.append(replace(quote, also=True))
    lead = _row_in_band(lead, asked) or _row_decides(lead, stems(asked))
    also = [one for one in also if not (codes(asked) and codes(one.text) - codes(asked))]
    return [_with_header(lead, header_of), *also[:most_also]]


def _main_part_first(quotes: Sequence[Quoted]) -> list[Quoted]:
    """Where the last lines of a section lead, cut off by its length, and its main part is quoted
    too, that leads: "10 days" before what does not count towards them."""
    first = quotes[0].found.passage
    if first.end - first.start >= TAIL:
        return list(quotes)

    def main_part(quote: Quoted) -> bool:
        passage = quote.found.passage
        same = passage.section == first.section
        return same and passage.end <= first.start and passage.end - passage.start >= TAIL

    return sorted(quotes, key=lambda quote: not main_part(quote))


def _row_in_band(lead: Quoted, asked: str) -> Quoted | None:
    """Of a table of bands, the row that an amount asked for falls into decides."""
    passage = lead.found.passage
    rows = [(passage.start + a, passage.start + b) for a, b in rows_for(amounts(asked), passage)]
    within = [(a - lead.start, b - lead.start) for a, b in rows if lead.start <= a < b <= lead.end]
    return replace(lead, deciding=tuple(within)) if len(within) == 1 else None


def _row_decides(lead: Quoted, asked: set[str]) -> Quoted:
    """Of a table, the one row whose label holds most of the words asked for decides; where several
    do, the table is cited and none of it marked: a row marked wrongly misleads."""
    deciding: list[Span] = []
    unmarked: list[Span] = []
    for start, end in lead.deciding:
        labels: list[tuple[int, Span]] = []
        at = start
        for line in lead.text[start:end].split("\n"):
            if CELLS in line:
                held = stems(line.split(CELLS)[0]) & asked
                labels.append((len(held), (at, at + len(line))))
            at += len(line) + 1
        most = max((held for held, _ in labels[1:]), default=0)
        best = [span for held, span in labels[1:] if held == most and held]
        if len(labels) >= FEWEST_ROWS and len(best) == 1:
            deciding += best
        else:
            deciding.append((start, end))
            unmarked += [(start, end)] if len(labels) >= FEWEST_ROWS else []
    return replace(lead, deciding=tuple(deciding), unmarked=tuple(unmarked))


def _only_coded(quote: Quoted, asked: frozenset[str]) -> Quoted | None:
    """Its line alone, where the passage's lines name other codes beside those asked for."""
    passage = quote.found.passage
    lines = [(span, codes(_text(passage, span))) for span in _lines(passage)]
    ours = [span for span, named in lines if named & asked]
    others = any(named and not named & asked for _, named in lines)
    return replace(quote, start=ours[0][0], end=ours[0][1]) if ours and others else None


def _only_row(quote: Quoted) -> Quoted | None:
    """Its row alone, of a table that is too long to be looked through."""
    passage = quote.found.passage
    rows = [span for span in _lines(passage) if CELLS in _text(passage, span)]
    at = [span for span in rows if span[0] <= quote.start and quote.end <= span[1]]
    return replace(quote, deciding=()) if at and len(rows) > MOST_ROWS else None


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span[0] - passage.start : span[1] - passage.start]


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


def _with_header(lead: Quoted, header_of: HeaderOf) -> Quoted:
    """Behind the header of the table, or the lead-in of the list, that it begins within."""
    passage = lead.found.passage
    in_row = CELLS in lead.text.split("\n")[0]
    # The passages before it are read only where it can go on with a table of theirs.
    before = header_of(passage) if in_row and _begins_in_table(passage) else None
    if before is not None:
        return replace(lead, header=before)
    for unit in passage.units:
        begins = passage.start + unit.start <= lead.start < passage.start + unit.end
        if unit.lead[1] and begins:
            start, end = (passage.start + at for at in unit.lead)
            return replace(lead, header=Quoted(lead.found, start, end))
    return lead


def header_before(passage: Passage, earlier: Sequence[Passage]) -> tuple[Passage, Span] | None:
    """The header of the table within which the passage begins: which of the passages before it, in
    reading order, holds it, and where in the version's text."""
    at = len(earlier)
    while at and _begins_in_table(passage) and _ends_in_table(earlier[at - 1]):
        at -= 1
        passage = earlier[at]
    if at == len(earlier):
        return None
    leads = (one.lead for one in passage.units if one.kind is UnitKind.ROW and one.lead[1])
    start, end = next(leads, (0, 0))
    return (passage, (passage.start + start, passage.start + end)) if end else None


def _begins_in_table(passage: Passage) -> bool:
    return CELLS in passage.text.lstrip().split("\n", 1)[0]


def _ends_in_table(passage: Passage) -> bool:
    return CELLS in passage.text.rstrip().rsplit("\n", 1)[-1]
