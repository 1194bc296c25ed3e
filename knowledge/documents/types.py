"""The values that knowledge hands to the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.documents.blocks import PageTurns
from knowledge.documents.units import Unit


class VersionState(StrEnum):
    STAGED = "staged"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How a document stands: in force, or why it is not."""

    IN_FORCE = "in-force"
    WAITING = "waiting"  # for the day of the version that is to come
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"  # another document has taken its place
    LOST = "lost"  # it was in force, and nobody withdrew or superseded it


class JobState(StrEnum):
    """Where a file is on its way in. The last seven are ends, ASKED until a curator says more."""

    WAITING = "waiting"
    READING = "reading"
    SPLITTING = "splitting"
    EMBEDDING = "embedding"
    STAGING = "staging"
    READY = "ready"  # staged; comes into force with the rest of its batch
    LOADED = "loaded"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ASKED = "asked"  # of which document it is a version

    @property
    def ended(self) -> bool:
        return self in _ENDS


_ENDS = {
    JobState.LOADED,
    JobState.UNCHANGED,
    JobState.DUPLICATE,
    JobState.REFUSED,
    JobState.FAILED,
    JobState.CANCELLED,
    JobState.ASKED,
}


@dataclass(frozen=True, slots=True)
class Collection:
    id: int
    name: str
    owner: str
    documents: int = 0  # with a version in force
    newest: date | None = None  # newest effective-from, or loading date, of a version in force


@dataclass(frozen=True, slots=True)
class Version:
    id: int
    document_id: int
    number: int  # 1, 2, 3 … within its document
    state: VersionState
    content_hash: str
    file_name: str
    characters: int
    passages: int
    effective_from: date | None
    review_by: date | None
    loaded_at: datetime
    loaded_by: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    id: int
    collection_id: int
    collection: str
    title: str
    owner: str
    source: str  # path or file name it came by; identifies it within its collection
    current: Version | None  # the version in force
    latest: Version | None  # the newest version, whatever its state
    standing: Standing | None = None  # None while its first version is loaded


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of blocks under one heading path; `text` is `[start:end]` of its version's text."""

    id: int
    document_id: int
    version_id: int
    version: int
    collection_id: int
    title: str
    source: str
    owner: str
    heading_path: tuple[str, ...]
    page: int | None  # on which it begins
    start: int
    end: int
    text: str
    effective_from: date | None = None
    review_by: date | None = None
    units: tuple[Unit, ...] = ()
    page_turns: PageTurns = ()
    until: date | None = None  # its last day in force, where it is in force no more

    @property
    def section(self) -> tuple[int, tuple[str, ...]]:
        """Its version's id and the headings that it stands under: what its neighbours share."""
        return self.version_id, self.heading_path

    def page_at(self, place: int) -> int | None:
        """The page of that place in the version's text."""
        turned = (page for begins, page in reversed(self.page_turns) if begins <= place)
        return next(turned, self.page)

    def judged(self, unit: Unit) -> str:
        """What of a unit is held to a question: its words behind their heading (which made the
        leading quote right in 64 instead of 53 of 100 sample questions and in 74 instead of 66 of
        gov_uk_condqa's)."""
        heading = self.heading_path[-1] if self.heading_path else self.title
        return f"{heading}: {unit.words(self.text)}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a passage was found, or moved: at which rank and with which score."""

    by: str  # "words" | "meaning" | "reranking"; "number" | "title", by which it is named
    rank: int  # from 1
    score: float  # BM25 (higher is better), cosine, what the reranking server says, or 1


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the reader may see, with its fused score (higher is better) and reasons.

    Where a server reranks, its ranks decide the order and the fused score stays as it was.
    """

    passage: Passage
    score: float
    reasons: tuple[Reason, ...]

    def reason(self, by: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.by == by), None)

    @property
    def closeness(self) -> float:
        """Cosine to the question; 0 where it was found by its words alone."""
        reason = self.reason("meaning")
        return reason.score if reason else 0.0


@dataclass(frozen=True, slots=True)
class Job:
    """A file on its way in, as the page and the command line show it."""

    id: int
    batch: str  # what was added together
    source: str
    collection: str
    title: str
    state: JobState
    done: int  # passages embedded so far
    total: int  # passages to embed
    reason: str  # one sentence for a curator, when ended
    document_id: int | None
    characters: int
    passages: int
    seconds: float
    warnings: tuple[str, ...]
    created_at: datetime
