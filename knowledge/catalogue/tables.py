"""The catalogue's tables. The catalogue is the truth: everything else is derived from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Computed,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    literal,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from knowledge.documents.blocks import PageTurns
from knowledge.documents.statements import Field
from knowledge.documents.types import JobState, Standing, VersionState
from knowledge.documents.units import Unit, UnitKind


class Moment(TypeDecorator[datetime]):
    """A UTC moment; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Texts(TypeDecorator[tuple[str, ...]]):
    """Texts in their order, as JSON."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value or ())


class Units(TypeDecorator[tuple[Unit, ...]]):
    """One list of JSON a unit: its kind, its span, what is quoted, what it hangs on."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Unit] | None, dialect: Dialect) -> Any:
        return [[one.kind, one.start, one.end, *one.quoted, *one.lead] for one in value or ()]

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str], Any]:
        return _units


@lru_cache(maxsize=4_096)
def _units(stored: str) -> tuple[Unit, ...]:
    """Of passages that are found often they are decoded once: thirty are read for each question."""
    return tuple(
        Unit(UnitKind(kind), start, end, (shown, until), (lead, stop))
        for kind, start, end, shown, until, lead, stop in json.loads(stored)
    )


class Turns(TypeDecorator[PageTurns]):
    """A list of JSON a page: where it begins, and its number."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> PageTurns:
        return tuple((place, page) for place, page in value or ())


def now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Moment,
        tuple[str, ...]: Texts,
        # By their words, as plain text.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=None,
            values_callable=lambda kind: [one.value for one in kind],
        ),
    }


class CollectionRow(Base):
    __tablename__ = "collections"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("collection_id", "source"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id"))
    source: Mapped[str]
    title: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    superseded_by: Mapped[int | None]  # the document that a curator confirmed as its successor


class VersionRow(Base):
    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        # At most one version in force: the database refuses a second.
        Index(
            "uq_versions_in_force",
            "document_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
        ),
        # What a standing points at.
        Index("uq_versions_standing", "document_id", "id", "state", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(default=VersionState.STAGED)
    content_hash: Mapped[str] = mapped_column(index=True)
    text_hash: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    title: Mapped[str]
    characters: Mapped[int]
    passages: Mapped[int] = mapped_column(default=0)
    effective_from: Mapped[date | None]
    review_by: Mapped[date | None]
    warnings: Mapped[tuple[str, ...]] = mapped_column(default=())
    loaded_by: Mapped[str] = mapped_column(default="")
    loaded_at: Mapped[datetime] = mapped_column(default=now)
    # Last, because SQLite reads a row's columns in order: what is listed must not wait for these.
    text: Mapped[str]
    blocks: Mapped[list[object]] = mapped_column(JSON)
    # The version that took its place: of its document, or of the one that succeeds it.
    superseded_by: Mapped[int | None] = mapped_column(index=True)
    # Its own id while it is in force: then its document's standing must name it (StandingRow).
    in_force_id: Mapped[int | None] = mapped_column(
        Computed("CASE state WHEN 'published' THEN id END", persisted=False),
        ForeignKey("standings.version_id", deferrable=True, initially="DEFERRED", use_alter=True),
        index=True,
    )


#: Whether a version is in force. Said literally: with a parameter SQLite cannot know that the index
#: of the versions in force will do, and reads every version's row (50 ms of 20,000, not 5).
IN_FORCE = VersionRow.state == literal(VersionState.PUBLISHED.value, literal_execute=True)


class StandingRow(Base):
    """How a document stands, since when, by whom and why; no row while its first version is loaded.

    Version and standing point at each other, and both are looked at when a transaction ends: one
    that takes a version out of force without saying why, or puts one in force that its document's
    standing does not name, is refused.
    """

    __tablename__ = "standings"
    __table_args__ = (
        CheckConstraint(
            "(standing = 'in-force') = (version_id IS NOT NULL)", name="ck_standings_says_why"
        ),
        CheckConstraint("version_state = 'published'", name="ck_standings_version_state"),
        ForeignKeyConstraint(
            ["document_id", "version_id", "version_state"],
            ["versions.document_id", "versions.id", "versions.state"],
            name="fk_standings_version",
            deferrable=True,
            initially="DEFERRED",
        ),
        UniqueConstraint("version_id"),
    )
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    standing: Mapped[Standing]
    version_id: Mapped[int | None]  # the version in force
    version_state: Mapped[VersionState] = mapped_column(default=VersionState.PUBLISHED)
    why: Mapped[str] = mapped_column(default="")
    changed_by: Mapped[str] = mapped_column(default="")  # "" for Bernard itself
    changed_at: Mapped[datetime] = mapped_column(default=now)


class PassageRow(Base):
    __tablename__ = "passages"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    ordinal: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int | None]
    heading_path: Mapped[tuple[str, ...]]
    context: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    embedded_hash: Mapped[str] = mapped_column(index=True)  # of the text that is embedded
    units: Mapped[tuple[Unit, ...]] = mapped_column(Units)
    page_turns: Mapped[PageTurns] = mapped_column(Turns)


class VectorRow(Base):
    """A vector by model and text: unchanged text is never embedded twice."""

    __tablename__ = "vectors"
    model: Mapped[str] = mapped_column(primary_key=True)
    text_hash: Mapped[str] = mapped_column(primary_key=True)
    dimension: Mapped[int]
    vector: Mapped[bytes] = mapped_column(LargeBinary)  # float32, little-endian, unit length


class IndexRow(Base):
    """Which Chroma collection serves a Bernard collection for an embedding model."""

    __tablename__ = "indexes"
    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id"), primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    chroma_name: Mapped[str]
    written: Mapped[int] = mapped_column(default=0)  # rows ever written: dead rows are never freed


class JobRow(Base):
    """A file on its way in. The file itself lies in files/ before the row exists."""

    __tablename__ = "jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(index=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collections.id"))
    source: Mapped[str]
    file_name: Mapped[str]
    content_hash: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    effective_from: Mapped[date | None]
    review_by: Mapped[date | None]
    replaces: Mapped[int | None]
    added_by: Mapped[str]
    state: Mapped[JobState] = mapped_column(index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    warnings: Mapped[tuple[str, ...]] = mapped_column(default=())
    document_id: Mapped[int | None]
    version_id: Mapped[int | None]
    characters: Mapped[int] = mapped_column(default=0)
    passages: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    together: Mapped[bool] = mapped_column(default=False)  # in force only with its whole batch


class GlossaryRow(Base):
    """What a curator decided about a short form and a long form: confirmed or refused.

    What documents only suggest is in `glossary_sightings`. `folded` and `key` are the two forms as
    they are compared (knowledge.glossary.forms). `[start:end]` is the place, in that version's
    text, that the suggestion came from; none for what a curator typed.
    """

    __tablename__ = "glossary"
    __table_args__ = (UniqueConstraint("folded", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    short: Mapped[str]
    folded: Mapped[str]
    long: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(default=now)


class SightingRow(Base):
    """A definition that a version's text holds `count` times, first at `[start:end]`. It suggests
    something while the version is in force."""

    __tablename__ = "glossary_sightings"
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    folded: Mapped[str] = mapped_column(primary_key=True, index=True)
    key: Mapped[str] = mapped_column(primary_key=True, index=True)
    short: Mapped[str]
    long: Mapped[str]
    count: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]


class StatementRow(Base):
    """What a version's text says of its own dates, owner or predecessor at `[start:end]`, and what
    a curator decided about it: suggested, confirmed or refused. `other_id`: the predecessor or
    successor that has nearly its text."""

    __tablename__ = "statements"
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    field: Mapped[Field] = mapped_column(primary_key=True)
    value: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    state: Mapped[str]
    changed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)
    other_id: Mapped[int | None]


class SketchRow(Base):
    """One of the numbers of a version's sketch (knowledge.documents.likeness)."""

    __tablename__ = "sketches"
    number: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True, index=True)


class ConflictRow(Base):
    """Words of two versions that differ on the same thing. `key` is a hash of both sentences, so
    that what a curator dismissed stays dismissed in the documents' next versions."""

    __tablename__ = "conflicts"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    one_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    one_start: Mapped[int]
    one_end: Mapped[int]
    other_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), index=True)
    other_start: Mapped[int]
    other_end: Mapped[int]
    why: Mapped[str]
    dismissed_by: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ConflictsLookedRow(Base):
    """A version that was held to the other documents in force, by the rules of that number."""

    __tablename__ = "conflicts_looked"
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    rules: Mapped[int]
