"""What is in force: the only writer of a version's state and dates, and of how a document stands.

Each change is made within one transaction, which `knowledge.index.take_effect` opens, and says
which versions came into force by it and which went out. Each raises NotFound, and NotAllowed unless
who asks curates the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from knowledge.access import Asker, System
from knowledge.catalogue import statements
from knowledge.catalogue.read import NO_DOCUMENT
from knowledge.catalogue.sqlite import word_index
from knowledge.catalogue.tables import (
    IN_FORCE,
    DocumentRow,
    JobRow,
    PassageRow,
    SightingRow,
    SketchRow,
    StandingRow,
    StatementRow,
    VersionRow,
    now,
)
from knowledge.documents.statements import Field
from knowledge.documents.types import JobState, Standing, VersionState
from knowledge.errors import BernardError, NotFound
from knowledge.language.wording import day


@dataclass(frozen=True, slots=True)
class Moved:
    """The versions that came into force and those that went out, in one transaction."""

    entered: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()

    def then(self, after: Moved) -> Moved:
        """Both: what came and went again is in neither."""
        return Moved(
            (self.entered - after.left) | (after.entered - self.left),
            (self.left - after.entered) | (after.left - self.entered),
        )


def publish(by: Asker, session: Session, version_id: int, why: str) -> Moved:
    """Puts the version in force, in the place of its document's own before it."""
    version = _version(by, session, version_id)
    document_id, old = version.document_id, _in_force(session, version.document_id)
    if old == version_id:
        return Moved()
    _stand(by, session, document_id, Standing.IN_FORCE, why, version_id)
    if old is not None:  # what it once took the place of is past
        session.execute(
            update(VersionRow)
            .where(VersionRow.superseded_by == version_id, VersionRow.document_id == document_id)
            .values(superseded_by=None)
        )
    left = _leave(by, session, old, VersionState.SUPERSEDED, version_id)
    _set(session, version_id, state=VersionState.PUBLISHED, superseded_by=None)
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id == document_id)
        .values(title=version.title, superseded_by=None)
    )
    word_index.enter(by, session, version_id)
    return Moved(frozenset((version_id,)), left)


def arrive(by: Asker, session: Session, version_id: int, today: date) -> Moved:
    """What a newly loaded version does: it comes into force, or waits for its day."""
    version = _version(by, session, version_id)
    since = version.effective_from
    if since is None or since <= today:
        return publish(by, session, version_id, "It was loaded.")
    if session.get(StandingRow, version.document_id) is None:
        _stand(by, session, version.document_id, Standing.WAITING, f"It begins on {day(since)}.")
    return Moved()


def restore(by: Asker, session: Session, version_id: int, today: date) -> Moved:
    """Puts an earlier version in force again. Raises BernardError for one that is still being
    loaded or whose day has not come."""
    version = _version(by, session, version_id)
    if version.effective_from is not None and version.effective_from > today:
        raise BernardError(
            f"This version is in force from {day(version.effective_from)}, so it cannot be put in "
            "force before. To use its text now, replace the document with it and give no later "
            "date."
        )
    if version.state == VersionState.STAGED:
        raise BernardError("This version is still being loaded. Wait until it is in force.")
    return publish(by, session, version_id, "It was put in force again.")


def withdraw(by: Asker, session: Session, document_id: int) -> Moved:
    """Takes the document out of force."""
    _require_curator(by, session, document_id)
    old, row = _in_force(session, document_id), session.get(StandingRow, document_id)
    if old is not None or (row is not None and row.standing == Standing.LOST):
        _stand(by, session, document_id, Standing.WITHDRAWN, "It was withdrawn.")
    return Moved(left=_leave(by, session, old, VersionState.WITHDRAWN))


def succeed(by: Asker, session: Session, document_id: int, successor: int) -> Moved:
    """Takes the document out of force because another has taken its place."""
    _require_curator(by, session, document_id)
    old, new = _in_force(session, document_id), _in_force(session, successor)
    if old is None or new is None:
        raise NotFound("One of the two documents is in force no more. Nothing was changed.")
    _stand(by, session, document_id, Standing.SUPERSEDED, "Another document succeeds it.")
    session.execute(
        update(DocumentRow).where(DocumentRow.id == document_id).values(superseded_by=successor)
    )
    return Moved(left=_leave(by, session, old, VersionState.SUPERSEDED, new))


def set_dates(
    by: Asker, session: Session, version_id: int, dates: Mapping[Field, date | None], today: date
) -> Moved:
    """Corrects when a version takes effect or is to be reviewed; one in force whose day is still to
    come is put off until then."""
    _version(by, session, version_id)
    _set(session, version_id, **{field.value: to for field, to in dates.items()})
    return _put_off_if_early(by, session, version_id, today)


def due(by: System, session: Session, today: date) -> list[int]:
    """Versions that `follow_calendar` would move: first those in force before their day, then those
    whose day has come, oldest first.

    A clock that was wrong once brings versions into force too early. One that was itself loaded
    after `today` says that this clock is the one that is behind: it stays as it is.
    """
    tomorrow = datetime.combine(today + timedelta(days=1), time.min).astimezone(UTC)
    early = session.scalars(
        select(VersionRow.id)
        .where(IN_FORCE, VersionRow.effective_from > today, VersionRow.loaded_at < tomorrow)
        .order_by(VersionRow.effective_from.desc(), VersionRow.number.desc())
    )
    # A version that a job still works on comes into force at that job's end.
    in_hand = select(JobRow.version_id).where(
        JobRow.version_id.is_not(None), JobRow.state != JobState.LOADED
    )
    come = session.scalars(
        select(VersionRow.id)
        .where(
            VersionRow.state == VersionState.STAGED,
            VersionRow.effective_from <= today,
            VersionRow.id.not_in(in_hand),
        )
        .order_by(VersionRow.effective_from, VersionRow.number)
    )
    return [*early, *come]


def follow_calendar(by: System, session: Session, version_id: int, today: date) -> Moved:
    """Puts one of those `due` in force, or off."""
    version = _version(by, session, version_id)
    since = version.effective_from
    if version.state == VersionState.STAGED and since is not None and since <= today:
        return publish(by, session, version_id, "Its day has come.")
    return _put_off_if_early(by, session, version_id, today)


def discard(by: Asker, session: Session, version_id: int) -> None:
    """Forgets a version that was never in force, and its document when it has no other."""
    document_id = _version(by, session, version_id).document_id
    for row in (PassageRow, SightingRow, SketchRow, StatementRow):
        session.execute(delete(row).where(row.version_id == version_id))
    session.execute(delete(VersionRow).where(VersionRow.id == version_id))
    other = exists().where(VersionRow.document_id == DocumentRow.id)
    session.execute(delete(DocumentRow).where(DocumentRow.id == document_id, ~other))


def _put_off_if_early(by: Asker, session: Session, version_id: int, today: date) -> Moved:
    """Takes a version out of force until its day. What it took the place of is back: its document's
    own before it, and that of a document that it succeeds."""
    version = _version(by, session, version_id)
    document_id, since = version.document_id, version.effective_from
    if since is None or since <= today or version.state != VersionState.PUBLISHED:
        return Moved()
    _stand(by, session, document_id, Standing.WAITING, f"It begins on {day(since)}.")
    moved = Moved(left=_leave(by, session, version_id, VersionState.STAGED))
    replaced = session.execute(
        select(VersionRow.id, VersionRow.document_id)
        .where(VersionRow.superseded_by == version_id, VersionRow.state == VersionState.SUPERSEDED)
        .order_by(VersionRow.number.desc())
    ).all()
    for old, other in replaced:
        if _in_force(session, other) is not None:
            continue
        moved = moved.then(publish(by, session, old, f"Its successor begins on {day(since)}."))
        if other != document_id:  # to be confirmed again when the day has come
            again = (statements.SUGGESTED, statements.CONFIRMED)
            statements.decide(by, session, version_id, [Field.REPLACES], *again)
            statements.decide(by, session, old, [Field.REPLACED_BY], *again)
        moved = moved.then(_put_off_if_early(by, session, old, today))
    return moved


def _version(by: Asker, session: Session, version_id: int) -> Any:
    """Its document_id, state, effective_from and title. Raises NotAllowed, NotFound."""
    row = session.execute(
        select(
            VersionRow.document_id, VersionRow.state, VersionRow.effective_from, VersionRow.title
        ).where(VersionRow.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such version in the library.")
    _require_curator(by, session, row.document_id)
    return row


def _require_curator(by: Asker, session: Session, document_id: int) -> None:
    place = session.scalar(select(DocumentRow.collection_id).where(DocumentRow.id == document_id))
    if place is None:
        raise NotFound(NO_DOCUMENT)
    by.require_curator(place)


def _in_force(session: Session, document_id: int) -> int | None:
    return session.scalar(
        select(VersionRow.id).where(VersionRow.document_id == document_id, IN_FORCE)
    )


def _set(session: Session, version_id: int, **values: object) -> None:
    session.execute(update(VersionRow).where(VersionRow.id == version_id).values(values))


def _leave(
    by: Asker,
    session: Session,
    version_id: int | None,
    state: VersionState,
    superseded_by: int | None = None,
) -> frozenset[int]:
    """Takes the version, if there is one, out of force."""
    if version_id is None:
        return frozenset()
    _set(session, version_id, state=state, superseded_by=superseded_by)
    word_index.leave(by, session, version_id)
    return frozenset((version_id,))


def _stand(
    by: Asker,
    session: Session,
    document_id: int,
    standing: Standing,
    why: str,
    version_id: int | None = None,
) -> None:
    row = StandingRow(document_id=document_id, standing=standing, version_id=version_id, why=why)
    row.changed_by, row.changed_at = by.key, now()
    session.merge(row)
    session.flush()
