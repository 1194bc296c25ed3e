"""Which document a file is a version of: where its name says one thing and its text another, a
curator is asked, and what is nearly a document in force is offered as its next version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from knowledge.access import Asker
from knowledge.catalogue.tables import IN_FORCE, DocumentRow, JobRow, SketchRow, VersionRow
from knowledge.documents.likeness import Shares, WordPairs
from knowledge.documents.statements import Field, Statement, find_statements
from knowledge.documents.types import JobState
from knowledge.language.titles import same_title
from knowledge.language.wording import day

#: Documents that are read to find a new one's predecessor, those whose sketches share most and
#: those with its title; and the share of a sketch from which it is worth the reading.
MOST_READ, LEAST_SHARED = 4, 0.12

_MEANT = "Say which is meant: the next version of it, or a document of its own."


@dataclass(frozen=True)
class Newcomer:
    """What a job brings."""

    title: str
    text: str
    begins: date | None = None

    @cached_property
    def pairs(self) -> WordPairs:
        return WordPairs(self.text)

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


def own_documents(by: Asker, session: Session, job: JobRow) -> list[int]:
    """The document that a curator named, or those that go by the job's source: the first, and the
    ones that a curator set apart from it (`set_apart`)."""
    if job.replaces and session.get(DocumentRow, job.replaces):
        return [job.replaces]
    source = DocumentRow.source
    named = (source == job.source) | source.startswith(f"{job.source} (", autoescape=True)
    here = DocumentRow.collection_id == job.collection_id
    return list(session.scalars(select(DocumentRow.id).where(here, named).order_by(DocumentRow.id)))


def set_apart(by: Asker, session: Session, job: JobRow) -> str:
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


def kin_of(by: Asker, session: Session, job: JobRow, new: Newcomer) -> Kin:
    own = own_documents(by, session, job)
    if job.replaces and own:
        return Kin(own[0])
    if not own:
        return Kin(stated=_states(by, session, job.collection_id, new))
    versions = [_version(session, one) for one in own]
    shares = [new.pairs.shared(WordPairs(one.text)) for one in versions]
    shared, old = max(zip(shares, versions, strict=True), key=lambda pair: pair[0].of_shorter)
    return Kin(old.document_id, _question(session, job, new, old, shared))


def predecessor(by: Asker, session: Session, collection_id: int, new: Newcomer) -> str:
    """The title of the document in force there of which a file seems to be the next version; ""
    where there is none."""
    near = _nearest(by, session, collection_id, new)
    return near.title if near else ""


def _nearest(by: Asker, session: Session, collection_id: int, new: Newcomer) -> Any:
    """The version in force in that collection that the text is nearest to, as a row of its
    document; None where it is near to none, or the asker may not read there."""
    if not by.may_read(collection_id):
        return None
    here = (
        select(VersionRow.id)
        .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        .where(DocumentRow.collection_id == collection_id, IN_FORCE)
        .limit(MOST_READ)
    )
    sketch = new.pairs.sketch
    alike = (
        here.join(SketchRow, SketchRow.version_id == VersionRow.id)
        .where(SketchRow.number.in_(sketch))
        .group_by(VersionRow.id)
        .having(func.count() > len(sketch) * LEAST_SHARED)
        .order_by(func.count().desc(), VersionRow.id.desc())
    )
    titled = here.where(func.lower(VersionRow.title) == new.title.lower())
    found = {*session.scalars(alike), *session.scalars(titled.order_by(VersionRow.id.desc()))}
    near = []
    for old in session.execute(_VERSIONS.where(VersionRow.id.in_(found))):
        shares = new.pairs.shared(WordPairs(old.text))
        if shares.nearly_same or (shares.related and same_title(old.title, new.title)):
            near.append((shares.of_longer, old))
    return max(near, key=lambda pair: pair[0])[1] if near else None


def _states(by: Asker, session: Session, collection_id: int, new: Newcomer) -> Statement | None:
    """That the text replaces the document in force that it is nearest to; or, where it is older,
    that it is replaced by it."""
    old = _nearest(by, session, collection_id, new)
    if old is None:
        return None
    field = Field.REPLACED_BY if _is_older(new, old) else Field.REPLACES
    return Statement(field, old.title, 0, 0, old.document_id)


def _question(session: Session, job: JobRow, new: Newcomer, old: Any, shares: Shares) -> str:
    """Why the file is not simply the next version; "" where it is."""
    if not shares.related:
        return (
            f"“{old.title}” goes by the same name, {old.source}, but the two texts have little in "
            f"common ({shares.of_shorter:.0%} of their words), so nothing was replaced. {_MEANT}"
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
