"""Compose without a language model: the sentences that best answer, quoted word for word."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.evidence.candidates import Candidate
from assistant.answering.evidence.exact import Exact
from assistant.answering.evidence.leading import leading
from assistant.answering.question.intent import AnswerType
from knowledge.documents.types import Found
from knowledge.language.codes import codes
from knowledge.language.dates import MONTHS, months
from knowledge.language.phrases import sections
from knowledge.language.quantities import quantities
from knowledge.language.words import Span, lowered

#: Quotes of one answer: more is a reading list, not an answer.
MOST_QUOTES = 3
#: Where the documents may not answer, the reader looks for himself and gets one more.
MOST_NEAREST = 4
#: What a unit earns per unit of cosine to the question, of the share of the question's words
#: (weighted by rarity) that it holds, and of its passage's own closeness.
MEANING, WORDS, PASSAGE = 1.0, 0.35, 0.6
#: What words earn that hold an answer of the type expected ("how much", "how long").
TYPED = 0.1
#: What words earn that hold the code asked for.
NAMED = 1.0
#: What they earn that stand in the section whose heading is asked for.
HEADED = 0.2
#: What a table's row earns that the question means, and words with an amount in a unit asked for:
#: 62 instead of 60 of 91 sample questions lead with the right passage, three other sets stay.
ROW, UNIT = 0.35, 0.05
#: A quote this far below the first adds little.
MARGIN = 0.45
#: Taken off for each quote that its passage has already: at .1 the passage that answers is among
#: those of the three in 80 instead of 72 of 100 gov_us_mtrag questions.
AGAIN = 0.1


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words to show: `[start:end]` of the text of the found passage's version."""

    found: Found
    start: int
    end: int
    deciding: tuple[Span, ...] = ()  # of its own text, where it says more than decides
    unmarked: tuple[Span, ...] = ()  # of those, what is cited and not marked as deciding
    also: bool = False  # stands behind the passage that answers
    header: Quoted | None = None  # of the table that its rows are of, or the lead-in of its list
    header_n: int = 0  # the number of the passage that holds it

    @property
    def text(self) -> str:
        passage = self.found.passage
        return passage.text[self.start - passage.start : self.end - passage.start]

    @property
    def shown(self) -> str:
        return f"{self.header.text}\n{self.text}" if self.header else self.text


def compose_embedded(
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    most: int = MOST_QUOTES,
    expects: AnswerType | None = None,
    exact: Exact | None = None,
) -> list[Quoted]:
    """The words that best answer, the deciding ones first, the rest in reading order.

    [] when nothing found holds a whole sentence.
    """
    if not candidates:
        return []
    chosen = _chosen(candidates, most, expects, exact)
    ranks = {item.passage.id: rank for rank, item in enumerate(found)}
    lead, rest = chosen[0], chosen[1:]
    rest.sort(key=lambda quote: _place(quote, lead, ranks))
    return [lead, *rest]


def _chosen(
    candidates: Sequence[Candidate], most: int, expects: AnswerType | None, exact: Exact | None
) -> list[Quoted]:
    left = {id(one): (one, unit_score(one, expects, exact)) for one in candidates}
    first = leading(candidates, lambda one: left[id(one)][1]).rank
    best = max(score for one, score in left.values() if one.rank == first)
    quoted: Counter[int] = Counter()
    chosen: list[Quoted] = []

    def worth(key: int) -> float:
        one, score = left[key]
        return score - AGAIN * quoted[one.found.passage.id]

    while left and len(chosen) < most:
        ours = left if chosen else [key for key in left if left[key][0].rank == first]
        next_one = max(ours, key=worth)
        if worth(next_one) < best - MARGIN:
            break
        one, _ = left.pop(next_one)
        before = len(chosen)
        _add(chosen, one)
        quoted[one.found.passage.id] += len(chosen) - before
    return chosen


def unit_score(one: Candidate, expects: AnswerType | None, exact: Exact | None) -> float:
    """How well it answers, beside the other units."""
    text = one.found.passage.text[slice(*one.unit.quoted)]
    typed = TYPED if expects is not None and holds(expects, text) else 0.0
    typed += ROW if one.is_row else UNIT if one.in_unit else 0.0
    if exact is not None and exact.section == one.found.passage.section:
        typed += HEADED
    if exact is not None and exact.codes:
        own = one.unit.words(one.found.passage.text)
        typed += NAMED if exact.codes <= codes(own) else 0.0
    return MEANING * one.meaning + WORDS * one.words + PASSAGE * one.found.closeness + typed


def _add(chosen: list[Quoted], one: Candidate) -> None:
    """Adds the unit; words shown already are not shown again, overlapping quotes become one."""
    base = one.found.passage.start
    start, end = one.unit.quoted
    quote = Quoted(one.found, base + start, base + end)
    for place, other in enumerate(chosen):
        if other.text == quote.text:
            return
        if other.found.passage.id != quote.found.passage.id:
            continue
        if quote.start <= other.end and other.start <= quote.end:
            chosen[place] = Quoted(
                one.found, min(quote.start, other.start), max(quote.end, other.end)
            )
            return
    chosen.append(quote)


def _place(quote: Quoted, lead: Quoted, ranks: dict[int, int]) -> tuple[bool, int, int]:
    """The rest of the leading passage first, then passage by passage as they were found."""
    passage = quote.found.passage.id
    return (passage != lead.found.passage.id, ranks[passage], quote.start)


#: A paragraph's or an item's own number is no figure, and neither is a year or a date.
_NUMBERING = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?(?:\d+(?:\.\d+)+[.)]?|\d+[.)]|\d+(?=[ \t]+[A-Z])|\(?[a-z]\))[ \t]+",
    re.MULTILINE,
)
_WORDS = {
    kind: re.compile(rf"\b(?:{'|'.join(sections('values')[kind.value])})(?:s|ly)?\b")
    for kind in AnswerType
}
_MONEY_UNITS = frozenset(("£", "$", "€", "pence", "per cent"))
_CHARGE = re.compile(
    r"\b(?:no|without|any)(?: extra| additional| further)? (?:charge|cost|fee)"
    r"|\b(?:day|week|month|year)[’']s (?:pay|salary)"
)
#: "2019", "2019/20"; "2000 words" is a number of them.
_YEAR = re.compile(r"(?<![£$€,.\w])(?:1[89]|20)\d\d(?:[–/-]\d\d+)?\b(?! [a-z]+s\b)")
_DAY = re.compile(
    rf"\b(?:{'|'.join(map(str.lower, calendar.day_name))})\b|\d(?:st|nd|rd|th)\b|\b(?:1\d|20)\d\d\b"
)


def holds(kind: AnswerType, text: str) -> bool:
    """Whether there is one in `text`, whatever it measures."""
    text = _NUMBERING.sub("", text)
    lower = lowered(text)
    if _WORDS[kind].search(lower):
        return True
    if kind is AnswerType.MONEY:
        told = (one.unit for one in quantities(text))
        return not _MONEY_UNITS.isdisjoint(told) or bool(_CHARGE.search(lower))
    if kind is AnswerType.DATE:
        return bool(months(text) or _DAY.search(lower))
    if kind is AnswerType.FIGURE:
        return any(
            one.digits and one.unit not in MONTHS for one in quantities(_YEAR.sub(" ", text))
        )
    return False
