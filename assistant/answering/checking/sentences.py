"""The words of a passage that a claim rests on: its best sentence, and the next where it adds."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.checking import figures
from assistant.answering.checking.wording import quoted_words
from knowledge.language.sentences import sentences
from knowledge.language.words import Span, stems, words

#: A sentence with fewer different words of content and figures is a heading or a fragment.
FEWEST_MARKS = 4
#: The sentence before or after is quoted too where it holds so many of the claim's words and
#: figures that the best one does not.
ADDS = 2
_BULLETS = ("- ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class Evidence:
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

    def best(self, claim: str) -> Evidence:
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
        return Evidence(span, self._with_lead_in(best), len(held[best] | held[beside]))

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
