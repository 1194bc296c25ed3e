"""What a question becomes on its way: frozen values, one a hand-over, each with the one before it.

Question → Screened → Understood → Evidence → Judged → QuotedDraft or WrittenDraft → Checked
→ Compared
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.answering.evidence.candidates import Candidate, Closeness, candidates
from assistant.answering.evidence.in_time import InTime
from assistant.answering.evidence.judge import Judgement
from assistant.answering.evidence.named import Named
from assistant.answering.evidence.quotes import Quoted
from assistant.answering.evidence.weigh import Weighed
from assistant.answering.question.intent import Intent
from assistant.answering.quoting.parted import Parted
from assistant.answers.answer import History
from assistant.answers.citation import Comparison
from assistant.answers.given import Given
from assistant.answers.parts import AskingBack, Part
from assistant.answers.status import Status
from knowledge.access import Scope
from knowledge.documents.types import Found
from knowledge.library import SearchQuery


@dataclass(frozen=True, slots=True)
class Question:
    """As it was asked, and by whom. `send_anyway`: the person was told of personal data in it and
    chose to send it."""

    scope: Scope
    text: str
    history: History = ()
    send_anyway: bool = False


@dataclass(frozen=True, slots=True)
class Screened:
    """It may go further, in these words and after these turns: without what was edited out."""

    before: Question
    typed: str  # as the person wrote it
    text: str  # in the documents' words, where they have another or another spelling
    history: History
    documents: int  # in force, that may be searched
    remarks: tuple[str, ...] = ()
    sent_anyway: tuple[str, ...] = ()
    english: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """What it asks for, and what is to be searched for it."""

    before: Screened
    intent: Intent

    @property
    def query(self) -> SearchQuery:
        return self.intent.query

    def searched(self, query: SearchQuery) -> Understood:
        """With the reading of it that was taken."""
        return replace(self, intent=replace(self.intent, query=query))

    @property
    def asked(self) -> str:
        """All words of the question: as it was asked, and as it was searched for."""
        return f"{self.before.typed}\n{self.query.text}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for it, as of the time asked about."""

    before: Understood
    found: tuple[Found, ...]  # best first
    time: InTime
    comparisons: tuple[Comparison, ...] = ()  # what changed, where that is asked
    named: Named | None = None  # what the question names by its place
    reshapes: bool = False  # another form of the answer before is asked for, out of `found`

    @property
    def intent(self) -> Intent:
        return self.before.intent

    def candidates(self, found: Sequence[Found], closeness: Closeness) -> list[Candidate]:
        """What may be quoted of these passages. Raises ModelUnavailable."""
        cover = self.intent.wants_cover
        return candidates(self.intent.query, found, closeness, cover=cover)

    @property
    def scope(self) -> Scope:
        return self.before.before.before.scope


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether it may be answered from that, and out of which words."""

    before: Evidence
    judgement: Judgement
    found: tuple[Found, ...]  # with what was found for each part of the question
    weighed: Weighed | None = None
    parted: Parted | None = None  # the parts of a question that asks two things at once
    may_mean: tuple[Found, ...] = ()  # a passage of each document that a vague message may mean


@dataclass(frozen=True, slots=True)
class QuotedDraft:
    """An answer of the documents' own words."""

    before: Judged
    status: Status
    notice: str
    quotes: tuple[tuple[int, Quoted], ...]  # each with its passage's number
    gaps: tuple[str, ...] = ()
    asking: AskingBack | None = None  # a question back, with the cases that it offers


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """An answer as a model wrote it, not checked yet."""

    before: Judged
    status: Status
    notice: str
    text: str
    given: tuple[Given, ...]  # numbered from 1
    model: str
    prompt_version: str
    tokens: dict[str, int]

    @property
    def sources(self) -> tuple[Found, ...]:
        return tuple(each.found for each in self.given)


@dataclass(frozen=True, slots=True)
class Checked:
    """Every claim of it held to its source."""

    before: QuotedDraft | WrittenDraft
    status: Status
    notice: str
    parts: tuple[Part, ...]
    judge: str = ""  # who read it for its meaning


@dataclass(frozen=True, slots=True)
class Compared:
    """With the version before, and with what contradicts it."""

    before: Checked
    comparisons: tuple[Comparison, ...]
    currency: tuple[str, ...]  # sentences on the versions it rests on


Value = (
    Question
    | Screened
    | Understood
    | Evidence
    | Judged
    | QuotedDraft
    | WrittenDraft
    | Checked
    | Compared
)


@dataclass(frozen=True, slots=True)
class End:
    """No further step: the answer is this. `at`: how far the question had come, where further than
    the step was given."""

    status: Status
    parts: tuple[Part, ...]
    notice: str = ""
    at: Value | None = None


V = TypeVar("V")


def of(kind: type[V], value: Value) -> V | None:
    """The value of that kind that `value` came from; None before there was one."""
    while not isinstance(value, kind):
        if isinstance(value, Question):
            return None
        value = value.before
    return value
