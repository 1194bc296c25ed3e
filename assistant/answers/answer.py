"""Question, answer, claim, citation, verdict, status: the values that a question becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.answers.receipt import Receipt
from knowledge.documents.types import Found


class Status(StrEnum):
    """How a question ended. Stored, counted and shown; no status is a free string."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    UNSURE = "unsure"
    NOT_COVERED = "not-covered"
    CLARIFY = "clarify"
    BLOCKED_EMPTY = "blocked-empty"
    BLOCKED_SMALL_TALK = "blocked-small-talk"  # a greeting, thanks: no question to the documents
    BLOCKED_TOO_LONG = "blocked-too-long"
    BLOCKED_EMPTY_LIBRARY = "blocked-empty-library"
    BLOCKED_MARKING = "blocked-marking"  # a protective marking above the deployment's limit
    BLOCKED_PERSONAL = "blocked-personal"  # personal data on its way to a model outside
    BLOCKED_JAILBREAK = "blocked-jailbreak"  # only in stored answers: nothing is refused so now
    STOPPED = "stopped"
    ERROR_MODEL = "error-model"
    ERROR_INDEX = "error-index"
    ERROR_INTERNAL = "error-internal"

    @property
    def blocked(self) -> bool:
        """Whether the screen stopped the question: it was not searched for and not sent."""
        return self.value.startswith("blocked-")


class Verdict(StrEnum):
    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of the conversation, oldest first in a history."""

    role: str  # "user" | "assistant"
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's exact words in a passage: `quote` is `[start:end]` of that version's text."""

    n: int  # the number shown, from 1 in each answer; one number a passage
    passage_id: int
    document_id: int
    version_id: int
    document: str  # the document's source
    title: str
    version: int
    page: int | None
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    until: date | None = None  # its last day in force, where it is in force no more


class ComparisonKind(StrEnum):
    CONFLICT = "conflict"  # both in force, and they say different things
    CHANGE = "change"  # the version in force, and the one before it


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents' or versions' words to be shown side by side. Of a change, `one` is what is in
    force and `other` what was before; None where only one of them speaks of it."""

    kind: ComparisonKind
    one: Citation | None
    other: Citation | None
    why: str = ""  # of a conflict: "£25 or £30"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, the words it rests on, and what the check said of it."""

    text: str  # without its [n]
    citations: tuple[Citation, ...]
    verdict: Verdict
    note: str = ""  # why not supported, or what was put right, in words
    withheld: bool = False  # left out of the text, by setting: no source supports it


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown and stored. `text` carries the [n] marks; claims are its checked sentences."""

    question: str
    query: str  # the stand-alone query searched
    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    found: tuple[Found, ...] = ()  # best first
    mode: str = "embedded"  # embedded | model
    model: str = ""  # chat model's name, "" in embedded mode
    prompt_version: str = ""
    options: tuple[str, ...] = ()  # what a question back offers: the conditions that decide
    notice: str = ""  # a plain line shown above the text ("No language model was used …")
    times_ms: dict[str, float] = field(
        default_factory=dict
    )  # by step, plus search, first_piece, answer
    tokens: dict[str, int] = field(default_factory=dict)  # input, output where the model tells
    reason: str = ""  # why the question ended so: the judge's sentence
    margin: float | None = None  # the judge's log-odds above its bar, without a chat model
    receipt: Receipt | None = None  # None: answered before receipts were kept
    remarks: tuple[str, ...] = ()  # quiet sentences about the question (hidden characters …)
    sent_anyway: tuple[str, ...] = ()  # personal data that the person chose to send outside
    currency: tuple[str, ...] = ()  # sentences on the versions it rests on, where not all is plain
    comparisons: tuple[Comparison, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Distinct citations in the order in which they are shown."""
        seen: dict[tuple[int, int, int], Citation] = {}
        for claim in self.claims:
            for citation in claim.citations:
                seen.setdefault((citation.passage_id, citation.start, citation.end), citation)
        return tuple(seen.values())

    @property
    def compared(self) -> tuple[Citation, ...]:
        """The citations of its comparisons, in the order in which they are shown."""
        sides = (side for each in self.comparisons for side in (each.one, each.other))
        return tuple(side for side in sides if side is not None)


@dataclass(frozen=True, slots=True)
class StepStarted:
    """For the quiet line above an answer: the step and a sentence ("Searching 25 documents")."""

    step: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer's text, streamed before it is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    answer: Answer


Event = StepStarted | Piece | Finished

History = Sequence[Turn]
