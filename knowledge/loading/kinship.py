"""Which document a file is a version of: where its name says one thing and its text another, a
curator is asked, and what is nearly a document in force is offered as its next version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue import read
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite.term_counts import TermCounts
from knowledge.catalogue.sqlite.word_search import search_words
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, JobRow, VersionRow
from knowledge.documents.statements import Field, Statement, find_statements
from knowledge.documents.types import JobState
from knowledge.language.titles import same_title
from knowledge.language.wording import day
from knowledge.language.words import content_words

#: Shares of the shorter text's words and pairs of neighbouring words that the other holds as well
#: (of the longer text's, for NEARLY). From the versions in policy_corpus, against pairs of its
#: documents of different departments (docs/measurements.md).
UNRELATED, NEARLY = 0.25, 0.5
#: With fewer words and pairs nothing is said of a text.
FEWEST = 4
#: Characters looked at: 0.1 s.
LONGEST = 200_000
#: Passages found by their words among which the predecessor of a new document is looked for, the
#: documents of these that are read, and the characters that are searched for.
PASSAGES, MOST_READ, OPENING = 20, 4, 3_000

_MEANT = "Say which is meant: the next version of it, or a document of its own."


@dataclass(frozen=True, slots=True)
class Shares:
    """What two texts have in common, of the shorter one's words and of the longer one's."""

    of_shorter: float
    of_longer: float

    def near(self, *, titled_alike: bool) -> bool:
        """Whether one may be the next version of the other, under another name."""
        return self.of_longer >= NEARLY or (titled_alike and self.of_shorter >= UNRELATED)


class WordPairs:
    """A text's words and pairs of neighbouring words; figures, which versions differ in, are all
    one word."""

    def __init__(self, text: str) -> None:
        said = ["#" if word[0].isdigit() else word for word in content_words(text[:LONGEST])]
        self._of = {*said, *pairwise(said)} - {"#"}

    def shared(self, other: WordPairs) -> Shares:
        shorter, longer = sorted((len(self._of), len(other._of)))
        if shorter < FEWEST:
            return Shares(1.0, 0.0)
        both = len(self._of & other._of)
        return Shares(both / shorter, both / longer)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a job brings."""

    title: str
    text: str
    begins: date | None

    @property
    def since(self) -> date | None:
        return self.begins or _says_since(self.text)


@dataclass(frozen=True, slots=True)
class Kin:
    """The document that a file is a version of; `asked`: what a curator must say before. `stated`:
    what its text says of a document in force that goes by another name."""

    document_id: int | None = None
    asked: str = ""
    stated: Statement | None = None


def own_documents(session: Session, job: JobRow) -> list[int]:
    """The document that a curator named, or those that go by the job's source: the first, and the
    ones that a curator set apart from it (`set_apart`)."""
    if job.replaces and session.get(DocumentRow, job.replaces):
        return [job.replaces]
    source = DocumentRow.source
    named = (source == job.source) | source.startswith(f"{job.source} (", autoescape=True)
    here = DocumentRow.collection_id == job.collection_id
    return list(session.scalars(select(DocumentRow.id).where(here, named).order_by(DocumentRow.id)))


def set_apart(session: Session, job: JobRow) -> str:
    """The source of another document that comes by the same name: `policy.md (2)`."""
    number = 2
    while session.scalar(
        select(
            exists().where(
                DocumentRow.collection_id == job.collection_id,
                DocumentRow.source == f"{job.source} ({number})",
            )
        )
    ):
        number += 1
    return f"{job.source} ({number})"


def kin_of(by: Asker, session: Session, job: JobRow, new: Newcomer, counts: TermCounts) -> Kin:
    own = own_documents(session, job)
    if job.replaces and own:
        return Kin(own[0])
    if not own:
        return Kin(stated=_predecessor(by, session, job.collection_id, new, counts))
    versions, own_words = [_version(session, one) for one in own], WordPairs(new.text)
    shares = [own_words.shared(WordPairs(one.text)).of_shorter for one in versions]
    share, old = max(zip(shares, versions, strict=True), key=lambda pair: pair[0])
    return Kin(old.document_id, _question(session, job, new, old, share))


def nearest(
    by: Asker, session: Session, collection_id: int, new: Newcomer, counts: TermCounts
) -> Any:
    """The version in force in that collection that the text is nearest to, as a row of its
    document; None where it is near to none."""
    here = Allowed(tuple(one for one in read.visible(session, by) if one == collection_id))
    words = f"{new.title} {new.text[:OPENING]}"
    found = [one for one, _ in search_words(session, words, here, PASSAGES, counts)]
    placed = read.in_force(session, found, here)
    documents = list(dict.fromkeys(placed[one].document_id for one in found if one in placed))
    near, own_words = [], WordPairs(new.text)
    for old in session.execute(
        _VERSIONS.where(IN_FORCE, VersionRow.document_id.in_(documents[:MOST_READ]))
    ):
        shares = own_words.shared(WordPairs(old.text))
        if shares.near(titled_alike=same_title(old.title, new.title)):
            near.append((shares.of_longer, old))
    return max(near, key=lambda pair: pair[0])[1] if near else None


def _predecessor(
    by: Asker, session: Session, collection_id: int, new: Newcomer, counts: TermCounts
) -> Statement | None:
    """That the text replaces the document in force that it is nearest to; or, where it is older,
    that it is replaced by it."""
    old = nearest(by, session, collection_id, new, counts)
    if old is None:
        return None
    field = Field.REPLACED_BY if _is_older(new, old) else Field.REPLACES
    return Statement(field, old.title, 0, 0, old.document_id)


def _question(session: Session, job: JobRow, new: Newcomer, old: Any, share: float) -> str:
    """Why the file is not simply the next version; "" where it is."""
    if share < UNRELATED:
        return (
            f"“{old.title}” goes by the same name, {old.source}, but the two texts have little in "
            f"common ({share:.0%} of their words), so nothing was replaced. {_MEANT}"
        )
    if session.scalar(select(exists().where(*_added_with(job)))):
        return (
            f"Two files of one name, {job.source}, were added together. The other one is "
            f"“{old.title}”, and it was not replaced. {_MEANT}"
        )
    if _is_older(new, old) and new.since:
        return (
            f"This text is in force from {day(new.since)}: it is older than “{old.title}”, which "
            f"goes by the same name, {old.source}, and was not replaced. {_MEANT}"
        )
    return ""


def _added_with(job: JobRow) -> Sequence[Any]:
    """An earlier file of the same batch and name. What is added under a source of its own, to be
    the next version of another file, has another name."""
    return (
        JobRow.batch == job.batch,
        JobRow.id < job.id,
        JobRow.collection_id == job.collection_id,
        JobRow.source == job.source,
        JobRow.file_name == job.file_name,
        JobRow.state.in_([JobState.LOADED, JobState.READY, JobState.UNCHANGED]),
    )


_VERSIONS = select(
    VersionRow.document_id,
    DocumentRow.title,
    DocumentRow.source,
    VersionRow.text,
    VersionRow.effective_from,
).join(DocumentRow, DocumentRow.id == VersionRow.document_id)


def _version(session: Session, document_id: int) -> Any:
    """The version in force, or else the newest."""
    newest = IN_FORCE.desc(), VersionRow.number.desc()
    own = _VERSIONS.where(VersionRow.document_id == document_id).order_by(*newest)
    return session.execute(own.limit(1)).one()


def _is_older(new: Newcomer, old: Any) -> bool:
    since, before = new.since, old.effective_from or _says_since(old.text)
    return bool(since and before and since < before)


def _says_since(text: str) -> date | None:
    said = (one.value for one in find_statements(text) if one.field is Field.EFFECTIVE_FROM)
    return next((date.fromisoformat(one) for one in said), None)
