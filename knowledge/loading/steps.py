"""A file's way in: read → split → embed (batch k) → in force. Each step can be repeated.

What a step made is in the catalogue before the next begins, so that a killed process goes on where
it stopped: the staged version after the split, each batch of vectors after it is embedded. A commit
waits for the disk and costs a passage's worth of computing, so no step makes more than it needs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from knowledge.access import System
from knowledge.catalogue import force, indexed, staging
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.files import Files
from knowledge.catalogue.force import Moved
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.tables import (
    IN_FORCE,
    DocumentRow,
    JobRow,
    PassageRow,
    StatementRow,
    VersionRow,
)
from knowledge.documents.blocks import Reading
from knowledge.documents.passages import split
from knowledge.documents.statements import Field, find_statements
from knowledge.documents.types import JobState, VersionState
from knowledge.embeddings import Embeddings
from knowledge.errors import RefusedFile
from knowledge.glossary import entries as glossary
from knowledge.glossary.mining import find_definitions
from knowledge.index.take_effect import take_effect
from knowledge.index.upkeep import Upkeep
from knowledge.language.wording import day
from knowledge.loading.embed import Claims, in_batches
from knowledge.loading.ends import Cancelled, end, still_wanted
from knowledge.loading.guess import iso_day
from knowledge.loading.instructions import warnings_about
from knowledge.loading.kinship import Newcomer, kin_of, own_documents
from knowledge.loading.limits import Limits, Work
from knowledge.runtime.settings import LibrarySettings

log = logging.getLogger(__name__)

#: Characters from which splitting takes long enough (a second or so) to be told as a state.
LONG_TEXT = 200_000


class Loader:
    """Takes jobs to their ends, several at once from threads. `run` may be called again for a job
    that was interrupted."""

    def __init__(
        self,
        by: System,
        database: Database,
        files: Files,
        embeddings: Callable[[], Embeddings],
        upkeep: Callable[[], Upkeep],
    ) -> None:
        self._by = by
        self._database = database
        self._files = files
        self._embeddings = embeddings
        self._upkeep = upkeep
        self._reading_seconds = LibrarySettings.read().reading_timeout_seconds
        self.limits = Limits()
        self._claims = Claims()
        self._in_hand = Claims()

    def run(self, job_id: int) -> None:
        """Ends the job as loaded, unchanged, duplicate, asked or refused; raises what may pass,
        and Cancelled."""
        started = time.monotonic()
        job = self._job(job_id)
        if JobState(job.state).ended:
            raise Cancelled
        if job.state == JobState.READY:
            self._put_in_force(job, started)
            return
        with ExitStack() as held:
            try:
                version_id = job.version_id or self._read_and_split(job, held)
            except RefusedFile as refusal:
                with self._database.write() as session:
                    end(self._by, session, job_id, JobState.REFUSED, f"Refused: {refusal.message}")
                return
            if version_id is None:
                return
            self._embed(job_id, version_id)
            if job.together:
                self._make_ready(job_id, started)
            else:
                self._put_in_force(job, started)

    def _read_and_split(self, job: JobRow, held: ExitStack) -> int | None:
        """The staged version's id, or None when there is nothing to load. `held` keeps its title
        and text from other threads: of two files with the same one, one waits to see what became
        of the other."""
        if self._is_known(job):
            return None
        from knowledge.readers import read_file

        path, timeout = self._files.path(job.content_hash), self._reading_seconds
        reading = read_file(path, job.file_name, timeout=timeout)
        if not reading.text.strip():
            raise RefusedFile("there is no text in the file. If it is a scan, add a text version.")
        if len(reading.text) > LONG_TEXT:
            with self._database.write() as session:
                still_wanted(self._by, session, job.id).state = JobState.SPLITTING
        with self.limits.on(job.id, Work.SPLIT):
            title = _title(job, reading)
            begins = job.effective_from or iso_day(reading.properties.get("effective_from", ""))
            spoken = warnings_about(reading, title, job.file_name)
            not_yet = [] if begins else _not_yet(reading)
            reading = replace(reading, warnings=(*reading.warnings, *spoken, *not_yet))
            drafts = split(reading, self._embeddings().count_tokens, title)
            # About 0.1 s for a million characters, for which no other thread need wait.
            definitions = list(find_definitions(reading.text))
        digest = stored.text_hash(reading.text)
        for same in (title.casefold(), digest):
            held.enter_context(self._in_hand.on([f"{job.collection_id} {same}"]))
        new = Newcomer(title, reading.text, begins)
        with self._database.read() as session:
            kin = kin_of(self._by, session, job, new)
        with self._database.write() as session, self.limits.on(job.id, Work.SPLIT):
            row = still_wanted(self._by, session, job.id)
            same_text = VersionRow.text_hash == digest
            if self._ends_as_known(session, job, same_text):
                return None
            if kin.asked:
                end(self._by, session, job.id, JobState.ASKED, kin.asked, kin.document_id)
                return None
            document = session.get(DocumentRow, kin.document_id) if kin.document_id else None
            if document is None:
                document = DocumentRow(
                    collection_id=job.collection_id, source=job.source, title=title
                )
                session.add(document)
            document.owner = job.owner or document.owner or reading.properties.get("owner", "")
            session.flush()
            facts = staging.VersionFacts(
                document_id=document.id,
                content_hash=job.content_hash,
                file_name=job.file_name,
                title=title,
                effective_from=begins,
                review_by=job.review_by or iso_day(reading.properties.get("review_by", "")),
                loaded_by=job.added_by,
            )
            alike = staging.Likeness(new.pairs.sketch, kin.stated)
            version_id = staging.stage(self._by, session, facts, reading, drafts, alike)
            glossary.note(self._by, session, version_id, definitions)
            row.document_id, row.version_id = document.id, version_id
            row.state, row.total = JobState.EMBEDDING, len(drafts)
            row.characters, row.passages = len(reading.text), len(drafts)
            row.title, row.warnings = title, tuple(reading.warnings)
            return version_id

    def _is_known(self, job: JobRow) -> bool:
        """Whether the very file is here already; then the job is at its end."""
        same = VersionRow.content_hash == job.content_hash
        with self._database.read() as session:
            there = session.scalar(select(VersionRow.id).where(same).limit(1))
        if there is None:
            return False
        with self._database.write() as session:
            return self._ends_as_known(session, job, same)

    def _ends_as_known(self, session: Session, job: JobRow, same: ColumnElement[bool]) -> bool:
        """Ends the job when what it brings is in force already, here or as another document."""
        rows = session.execute(
            select(
                VersionRow.document_id,
                VersionRow.title,
                VersionRow.effective_from,
                VersionRow.review_by,
                VersionRow.loaded_at,
                DocumentRow.title.label("document"),
            )
            .join(DocumentRow, DocumentRow.id == VersionRow.document_id)
            .where(
                DocumentRow.collection_id == job.collection_id, or_(IN_FORCE, _is_to_come()), same
            )
        ).all()
        if not rows:
            return False
        own = own_documents(self._by, session, job)
        for row in rows:
            if row.document_id in own and _says_nothing_new(job, row):
                reason = f"Unchanged since {day(row.loaded_at.date())}."
                end(self._by, session, job.id, JobState.UNCHANGED, reason, row.document_id)
                return True
            if not own:
                reason = f"The same text as “{row.document}”."
                end(self._by, session, job.id, JobState.DUPLICATE, reason, row.document_id)
                return True
        return False

    def _embed(self, job_id: int, version_id: int) -> None:
        """Embeds what no stored vector covers, in batches that are each kept at once."""
        model = self._embeddings()
        with self._database.read() as session:
            rest = indexed.texts(self._by, session, PassageRow.version_id == version_id)
        while rest:
            with self._claims.on(rest) as mine:
                with self._database.read() as session:
                    have = stored.known(session, model.name, mine)
                todo = {digest: rest.pop(digest) for digest in mine}
                with self.limits.on(job_id, Work.EMBED):
                    self._embed_texts(job_id, model, {one: todo[one] for one in todo.keys() - have})

    def _embed_texts(self, job_id: int, model: Embeddings, texts: dict[str, str]) -> None:
        left = len(texts)
        for some, vectors in in_batches(model, texts):
            left -= len(some)
            with self._database.write() as session:
                row = still_wanted(self._by, session, job_id)
                stored.keep(session, model.name, some, vectors)
                row.done = row.total - left
                row.state = JobState.EMBEDDING if left else JobState.STAGING
            self.limits.begin(job_id, Work.EMBED)

    def _make_ready(self, job_id: int, started: float) -> None:
        """The version waits for the rest of its batch."""
        with self._database.write() as session:
            row = still_wanted(self._by, session, job_id)
            row.done, row.state = row.total, JobState.READY
            row.seconds += time.monotonic() - started

    def _put_in_force(self, job: JobRow, started: float) -> None:
        """The job's version, or those of all that are ready in its batch. One whose day is still to
        come is kept, and comes into force on that day (knowledge.index.take_effect)."""
        today = date.today()
        batch = and_(JobRow.batch == job.batch, JobRow.state == JobState.READY)
        with self._database.read() as session:
            files = session.execute(
                select(JobRow.id, VersionRow.id, VersionRow.document_id, VersionRow.effective_from)
                .join(VersionRow, VersionRow.id == JobRow.version_id)
                .where(batch if job.together else JobRow.id == job.id)
                .order_by(JobRow.id)
            ).all()

        def change(session: Session) -> Moved:
            moved = Moved()
            for job_id, version_id, _, begins in files:
                row = session.get_one(JobRow, job_id)
                if JobState(row.state).ended:
                    continue  # cancelled since it was ready
                came = force.arrive(self._by, session, version_id, today)
                row.done = row.total
                row.seconds += time.monotonic() - started if job_id == job.id else 0
                said = _loaded(row.passages, came, begins) + _looks_like(session, version_id)
                end(self._by, session, job_id, JobState.LOADED, said)
                moved = moved.then(came)
            return moved

        # Of two versions of one document only the later stays.
        coming = {own: one for _, one, own, begins in files if begins is None or begins <= today}
        take_effect(self._by, self._database, self._upkeep, change, coming.values())

    def _job(self, job_id: int) -> JobRow:
        with self._database.read() as session:
            return session.get_one(JobRow, job_id)


def _is_to_come() -> ColumnElement[bool]:
    """Whether a version is loaded and waits, for its day or for the rest of its batch."""
    ended = and_(JobRow.state == JobState.LOADED, VersionRow.effective_from > date.today())
    return and_(
        VersionRow.state == VersionState.STAGED,
        exists().where(
            JobRow.version_id == VersionRow.id, or_(JobRow.state == JobState.READY, ended)
        ),
    )


def _not_yet(reading: Reading) -> list[str]:
    """A warning where the document's own words put its beginning into the future, for when neither
    the form nor its properties say when it begins: answers would use it as if it were in force."""
    for one in find_statements(reading.text):
        if one.field is Field.EFFECTIVE_FROM and date.fromisoformat(one.value) > date.today():
            return [
                f"The document says that it takes effect on {day(date.fromisoformat(one.value))}, "
                "but no date was given. Answers use it now; confirm its date on the Library page "
                "and they wait until then."
            ]
    return []


def _says_nothing_new(job: JobRow, version: Any) -> bool:
    """Whether the curator's fields, where filled, are what the version has already."""
    return (
        (not job.title or job.title == version.title)
        and (job.effective_from is None or job.effective_from == version.effective_from)
        and (job.review_by is None or job.review_by == version.review_by)
    )


def _title(job: JobRow, reading: Reading) -> str:
    stem = job.file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return job.title or reading.properties.get("title", "") or stem.replace("_", " ")


def _loaded(passages: int, came: Moved, begins: date | None) -> str:
    said_so = f"Loaded: {passages} passage{'' if passages == 1 else 's'}."
    if came.left:
        return f"{said_so} It replaces the version before."
    if begins is not None and not came.entered:
        return f"{said_so} It comes into force on {day(begins)}, not before."
    return said_so


def _looks_like(session: Session, version_id: int) -> str:
    """What a curator is to decide on, where another document in force has nearly this text."""
    found = session.execute(
        select(StatementRow.field, DocumentRow.title, DocumentRow.source)
        .join(DocumentRow, DocumentRow.id == StatementRow.other_id)
        .where(StatementRow.version_id == version_id)
    ).first()
    if found is None:
        return ""
    which = "its next version" if found.field is Field.REPLACES else "an earlier version of it"
    return (
        f" Its text is nearly that of “{found.title}” ({found.source}): it looks like {which}. "
        "Both are in force until that is confirmed, under “Dates and owners” on the Library page "
        f"or with `bernard suggestions confirm {version_id} {found.field}`."
    )
