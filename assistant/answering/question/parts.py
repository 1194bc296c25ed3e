"""Parts: a question that asks two things at once ("How much may I claim, and who approves it?").

Only what is plainly two questions is parted: two sentences that ask, or two clauses joined by "and"
of which the second asks by itself. "What is kept and what is destroyed" inside one clause is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.language.sentences import sentences
from knowledge.language.words import words

#: More parts than this are a list of questions: judged as one.
MOST_PARTS = 3
#: A clause of fewer words ("and how often") asks no question that stands by itself.
FEWEST_WORDS = 3

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_AUXILIARY = r"(?:can|could|may|must|do|does|did|is|are|was|were|has|should|will|would)"
_SUBJECT = (
    r"(?:i|we|you|they|he|she|it|my|our|your|their|the|this|that|these|those|there|anyone|staff)"
)
_JOIN = re.compile(
    rf"(?:\s*[,;–-])?\s+and\s+(?:also\s+)?(?={_WH}\b|{_AUXILIARY}\s+{_SUBJECT}\b)", re.I
)
_BEFORE = r"(?:so|but|and|also|please|at|by|for|from|in|on|since|to|under|until|with|within),?\s+"
_ASKS = re.compile(rf"\W*(?:{_BEFORE})?(?:{_WH}|{_AUXILIARY})\b", re.I)
_WH_WORD = re.compile(rf"\b{_WH}\b", re.I)
_HANGS_ON = re.compile(r"\W*(?:or|if (?:so|not|yes))\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    asked: str  # one question, in its own words
    story: str = ""  # the sentences before it that only tell

    @property
    def text(self) -> str:
        return f"{self.story} {self.asked}".strip()


def parts(question: str) -> tuple[Part, ...]:
    """The questions asked, in order; () where it is one question."""
    found: list[Part] = []
    story = ""
    for start, end in sentences(question):
        sentence = question[start:end]
        asked = _clauses(sentence)
        if len(asked) == 1 and not sentence.endswith("?"):
            story = f"{story} {sentence}".strip()
            continue
        if len(words(asked[0])) < FEWEST_WORDS or _HANGS_ON.match(sentence):
            return ()  # "How?", "If so, how much?": it asks on, and nothing of its own
        found += [Part(asked[0], story), *map(Part, asked[1:])]
        story = ""
    return tuple(found) if not story and 1 < len(found) <= MOST_PARTS else ()


def _clauses(sentence: str) -> list[str]:
    for join in _JOIN.finditer(sentence):
        first, second = sentence[: join.start()], sentence[join.end() :]
        opening = _ASKS.match(first)
        if opening is None or min(len(words(first)), len(words(second))) < FEWEST_WORDS:
            continue
        if _WH_WORD.search(first[opening.end() :]):
            continue  # "who decides what is kept and what is destroyed"
        return [first, *_clauses(second)]
    return [sentence]
