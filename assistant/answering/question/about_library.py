"""Questions about the library itself: which documents there are, on what, whose, due when.

That a message is one, and which, its examples tell. What it is about is what none of them says
outside its slot: of "which policies do you have on flexible working" the last two words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.answering.question.asked import WH, asked_proper
from assistant.answering.question.by_example import Classify, Kind, Label, slotted
from assistant.answering.question.parts import parts
from assistant.answering.question.period import period
from assistant.answers.answer import History
from assistant.fitted import load
from knowledge.language.dates import Days
from knowledge.language.words import STOP_WORDS, listed_stems, stem, stems, words

_SLOT = re.compile(r"\{[^}]*\}")
_WORD = re.compile(r"\w+(?:['’&/-]\w+)*")
#: What was spoken of before: "who owns it", "which of those are overdue".
_EARLIER = frozenset(("it", "its", "they", "them", "those", "these"))
#: Told by the owner or the title that they name, where the words do not tell it.
_UNSURELY = (Label.OWNED, Label.WHOM)
_PAPERS = listed_stems("titles", "kinds of paper")
_ASKS = re.compile(rf"\b{WH}\b", re.IGNORECASE)
_PEOPLE = frozenset(("i", "you", "we", "they", "he", "she"))
_QUOTED = re.compile(r"[\"“]([^\"”]+)[\"”]")


@dataclass(frozen=True, slots=True)
class LibraryQuestion:
    """`subjects`: what it is about, as written; all of them hold of a document that is meant."""

    label: Label
    subjects: tuple[str, ...] = ()
    days: Days | None = None  # of the review, or of coming into force
    #: One whatever the library holds; else only where that is the title, collection or owner of
    #: documents.
    surely: bool = True
    closing: bool = True  # whether the message ends with the last subject: no "total" number


def about_library(
    message: str, history: History, classify: Classify, of_library: Classify, today: date
) -> LibraryQuestion | None:
    """Raises ModelUnavailable."""
    question = asked_proper(message)
    names_papers = not _PAPERS.isdisjoint(map(stem, words(question)))
    if history and not (names_papers and _EARLIER.isdisjoint(words(question))):
        return None
    found = of_library(question)
    if found.kind is not Kind.LIBRARY or parts(message, classify):
        return None
    surely = found.confidence >= load("library")["bar_alone"]
    if not (surely or found.label in _UNSURELY or (names_papers and found.label is Label.HELD)):
        return None
    if quoted := _QUOTED.findall(question):
        return LibraryQuestion(found.label, tuple(quoted), None, surely)
    when = None
    if found.label in (Label.DUE, Label.NEW):
        when = period(question, today, ahead=found.label is Label.DUE)
    if when:
        start, end = when[1]
        question = f"{question[:start]}{' ' * (end - start)}{question[end:]}"
    subjects = _subjects(question)
    if subjects and _ASKS.search(question, question.index(subjects[0]) + len(subjects[0])):
        return None  # "Is there information on which documents to bring?"
    if any(_does(question, subject) for subject in subjects):
        return None
    closing = bool(subjects) and question.rstrip(" ?.!").endswith(subjects[-1])
    return LibraryQuestion(found.label, subjects, when[0] if when else None, surely, closing)


def _subjects(question: str) -> tuple[str, ...]:
    """Each run of words that are about something, with a stop word between two of them."""
    runs: list[tuple[int, int]] = []
    joins = 0  # stop words that may still stand before the run's next word
    for word in _WORD.finditer(question):
        plain = word[0].lower().replace("’", "'").removesuffix("'s")
        if plain in STOP_WORDS:
            joins -= 1
        elif stem(plain) in _framing() and not _is_name(question, word):
            joins = 0
        else:
            start = runs.pop()[0] if joins > 0 else word.start()
            runs.append((start, word.end()))
            joins = 2
    return tuple(question[start:end] for start, end in runs)


def _is_name(question: str, word: re.Match[str]) -> bool:
    """Of a word that examples say too: "Teams", with a capital behind a small word."""
    before = _WORD.findall(question, 0, word.start())[-1:]
    is_paper = stem(word[0].lower()) in _PAPERS
    return word[0][0].isupper() and not is_paper and bool(before) and before[0].islower()


def _does(question: str, subject: str) -> bool:
    """Whether somebody does it: "which documents should I provide"."""
    before = words(question[: question.index(subject)])
    return bool(before) and before[-1] in _PEOPLE


@cache
def _framing() -> frozenset[str]:
    """What examples say around their slots, and kinds of paper, as stems."""
    around = (stems(_SLOT.sub(" ", text)) for text, _ in slotted())
    return frozenset().union(listed_stems("titles", "kinds of paper"), *around)
