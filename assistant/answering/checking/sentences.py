"""The words of a passage that a claim rests on: its best sentence, and the next where it adds."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.answering.checking import figures
from assistant.answering.checking.wording import quoted_words
from knowledge.language.clean import CELLS
from knowledge.language.quantities import Quantity
from knowledge.language.sentences import sentences
from knowledge.language.words import Span, stems, words

#: A sentence with fewer different words of content and figures is a heading or a fragment.
FEWEST_MARKS = 4
#: The sentence before or after is quoted too where it holds so many of the claim's words and
#: figures that the best one does not.
ADDS = 2
_BULLETS = ("- ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class SourceSentence:
    span: Span  # in the passage's text: what is quoted
    sentence: str  # the best sentence, with its lead-in where it is an item of a list
    shared: int  # of the claim's words and figures, how many the quoted words hold


@dataclass(frozen=True, slots=True)
class Sentences:
    """A passage's text, cut once and held to many claims."""

    text: str
    spans: tuple[Span, ...]
    marks: tuple[frozenset[str], ...]  # of each sentence: stems, and figures as "#25"

    @classmethod
    def of(cls, text: str) -> Sentences:
        spans = tuple(sentences(text)) or ((0, len(text)),)
        return cls(text, spans, tuple(frozenset(_marks(text[a:b])) for a, b in spans))

    def best(self, claim: str) -> SourceSentence:
        """The sentence that holds most of the claim's words and figures; of equals one that is no
        heading or fragment, then the shortest. A sentence that holds what the claim quotes
        literally comes before all others."""
        wanted = _marks(claim)
        quoted = [" ".join(words(part)) for part in quoted_words(claim)]
        held = [marks & wanted for marks in self.marks]

        def merit(at: int) -> tuple[int, int, bool, int]:
            start, end = self.spans[at]
            plain = " ".join(words(self.text[start:end])) if quoted else ""
            whole = len(self.marks[at]) >= FEWEST_MARKS
            return sum(part in plain for part in quoted), len(held[at]), whole, start - end

        best = max(range(len(self.spans)), key=merit)
        around = [at for at in (best - 1, best + 1) if 0 <= at < len(self.spans)]
        beside = max(around, key=lambda at: len(held[at] - held[best]), default=best)
        if len(held[beside] - held[best]) < ADDS:
            beside = best
        first, last = sorted((best, beside))
        span = (self.spans[first][0], self.spans[last][1])
        said = " ".join(map(self._with_lead_in, sorted({best, beside})))
        return SourceSentence(span, said, len(held[best] | held[beside]))

    def much_like(self, claim: str) -> list[str]:
        """Its sentences that share half of their words of content and of the claim's."""
        wanted = _marks(claim)
        return [
            self.text[a:b]
            for (a, b), marks in zip(self.spans, self.marks, strict=True)
            if 2 * len(marks & wanted) >= max(len(marks), len(wanted), 1)
        ]

    def others(self, said: Sequence[str]) -> list[str]:
        """Its sentences that stand in none of these."""
        every = [self.text[slice(*span)] for span in self.spans]
        return [one for one in every if not any(one in each for each in said)]

    def with_words(self, wanted: Set[str]) -> str:
        """Its sentences that have one of these stems."""
        pairs = zip(self.spans, self.marks, strict=True)
        return "\n".join(self.text[a:b] for (a, b), marks in pairs if marks & wanted)

    def around(self, span: Span) -> Span:
        """The sentences that hold `span`, whole."""
        held = [each for each in self.spans if each[0] < span[1] and span[0] < each[1]]
        return (held[0][0], held[-1][1]) if held else span

    def _with_lead_in(self, best: int) -> str:
        """The sentence; an item of a list needs the line that leads into it: the rule is there."""
        sentence = self.text[slice(*self.spans[best])]
        for start, end in reversed(self.spans[:best]):
            before = self.text[start:end]
            if before.endswith(":"):
                return f"{before} {sentence}"
            if not before.startswith(_BULLETS) and not sentence.startswith(_BULLETS):
                break
        return sentence


def _marks(text: str) -> set[str]:
    return stems(text) | {f"#{figure.value}" for figure in figures.figures(text)}


#: So many more words of content than any sentence that says the figure does the nearest share: then
#: it is the one that the claim speaks of. One more may be another form of a word, but in a row of a
#: table it is its label.
NEARER_BY, ROW_NEARER_BY = 2, 1


#: Words of content that name a case of its own.
CASE = 2
#: Share of a claim's words that a sentence holds which holds all that others do, and more.
MORE = 0.5
_PIECES = re.compile(r"[,;:]\s|[()\n]|\b(?:and|or)\b")


def said_instead(claim: str, sources: Sequence[Sentences]) -> tuple[Quantity, Quantity] | None:
    """A figure of the claim, and the one that is said in its place: by the nearest sentence, by one
    that holds all that those hold which say the claim's, and more, or by the part of a sentence
    that the claim speaks of. None where what says the claim's is about as near."""
    stated = figures.figures(claim)
    values = {one.value for one in stated}
    words = stems(claim) - values
    near = [
        (words & marks, source.text[slice(*span)], marks)
        for source in sources
        for span, marks in zip(source.spans, source.marks, strict=True)
    ]
    wanted = {f"#{value}" for value in values}
    if len(wanted) > 1 and any(CELLS in row and wanted <= marks for _, row, marks in near):
        return None  # one row says all of them
    most = max((len(held) for held, _, _ in near), default=0)
    for figure in (one for one in stated if one.unit):
        saying = [held for held, _, marks in near if f"#{figure.value}" in marks]
        nearer_by = most - max(map(len, saying), default=0)
        instead = [
            one
            for held, each, _ in near
            if (len(held) == most and nearer_by >= (ROW_NEARER_BY if CELLS in each else NEARER_BY))
            or (saying and len(held) >= MORE * len(words) and all(held > one for one in saying))
            for one in figures.figures(each)  # of a row, a header may say the unit
            if one.unit == figure.unit or (CELLS in each and not one.unit)
        ] or [
            one
            for _, each, marks in near
            if f"#{figure.value}" in marks
            for one in _in_its_part(words, each, figure)
        ]
        if instead and not any(one.value in values for one in instead):
            return figure, instead[0]
    return None


def _in_its_part(words: Set[str], sentence: str, figure: Quantity) -> list[Quantity]:
    """Figures of the same unit in a part whose words the claim has, and none of its figure's: or
    two of them, as a case in brackets has."""
    found: list[tuple[int, Quantity]] = []
    general = False
    for part in _PIECES.split(sentence):
        said = figures.figures(part)
        units = {figure.unit, *(one.unit for one in said)}
        own = {one for one in stems(part) if not one[0].isdigit()} - units
        if any(one.value == figure.value for one in said):
            general = general or bool(own & words)
        elif own and own <= words:
            found += [(len(own), one) for one in said if figures.of_one_kind(one, figure)]
    return [one for many, one in found if many >= CASE or not general]
