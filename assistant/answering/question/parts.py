"""Parts: a question that asks two things at once ("How much may I claim, and who approves it?").

Only what is plainly two questions is parted: two sentences that ask, or two clauses joined by "and"
of which the second asks by itself. "What is kept and what is destroyed" inside one clause is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from assistant.answering.question.asked import AUXILIARY, SUBJECT, WH
from assistant.answering.question.by_example import Classify
from assistant.answering.question.screen.small_talk import small_talk
from knowledge.language.sentences import sentences
from knowledge.language.words import words

#: More parts than this are a list of questions: judged as one.
MOST_PARTS = 3
#: A clause of fewer words ("and how often") asks no question that stands by itself.
FEWEST_WORDS = 3
#: Joins looked at in a clause: nobody asks more.
MOST_JOINS = 10

_JOIN = re.compile(
    r"(?:\s*;|(?:\s*[,–-])?\s+(?:and|also|plus))\s+(?:also\s+)?"
    rf"(?={WH}\b|(?!have\b){AUXILIARY}\s+{SUBJECT}\b)",  # "and have it stopped" goes on
    re.I,
)
_BEFORE = r"(?:so|and|at|by|for|from|in|on|since|to|within),?\s+"
_ASKS = re.compile(rf"\W*(?:{_BEFORE})?(?:{WH}|{AUXILIARY})\b", re.I)
#: "when", inside a clause that asks, mostly says a time and asks nothing.
_ASKS_WITHIN = re.compile(rf"\b(?!when\b){WH}\b", re.I)
#: "what I owe", "when the year ends": told, not asked; "what do I owe" is asked.
_TOLD = re.compile(
    rf"{WH}(?:(?:\s+(?!{AUXILIARY}\b)\w+)?\s+(?:i|we|you|they|he|she)|\s+{SUBJECT})\b", re.I
)
_HANGS_ON = re.compile(r"\W*(?:or|if (?:so|not|yes)|(?:what|how) about)\b", re.I)
#: Whoever types "how much? who pays?" writes no capitals.
_NEXT = re.compile(r"(?<=\?)\s+")


@dataclass(frozen=True, slots=True)
class Part:
    asked: str  # one question, in its own words
    story: str = ""  # the sentences before it that only tell

    @property
    def text(self) -> str:
        return f"{self.story} {self.asked}".strip()


def parts(question: str, classify: Classify) -> tuple[Part, ...]:
    """The questions asked, in order; () where it is one question. "Hello, how are you?" is none.
    Raises ModelUnavailable."""
    found: list[Part] = []
    story = ""
    spoken = [one for start, end in sentences(question) for one in _NEXT.split(question[start:end])]
    for sentence in (" ".join(one.split()) for one in spoken):
        asked = _clauses(sentence)
        if len(asked) == 1 and not sentence.endswith("?"):
            story = f"{story} {sentence}".strip()
            continue
        if len(spoken) > 1 and small_talk(sentence, classify):
            continue
        if len(words(asked[0])) < FEWEST_WORDS or _HANGS_ON.match(sentence):
            return ()  # "How?", "If so, how much?": it asks on, and nothing of its own
        found += [Part(asked[0], story), *map(Part, asked[1:])]
        story = ""
    return tuple(found) if not story and 1 < len(found) <= MOST_PARTS else ()


def _clauses(sentence: str) -> list[str]:
    for join in islice(_JOIN.finditer(sentence), MOST_JOINS):
        first, second = sentence[: join.start()], sentence[join.end() :]
        opening = _ASKS.match(first)
        if opening is None or min(len(words(first)), len(words(second))) < FEWEST_WORDS:
            continue
        if _TOLD.match(second) or _ASKS_WITHIN.search(first[opening.end() :]):
            continue  # "who decides what is kept and what is destroyed"
        return [first, *_clauses(second)]
    return [sentence]
