"""Folders of files on their way into the library."""

from __future__ import annotations

import os
import stat
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.documents.types import Job, JobState
from knowledge.errors import BernardError, RefusedFile
from knowledge.library import Details

if TYPE_CHECKING:
    from rich.progress import Progress

    from knowledge.access import Scope
    from knowledge.library import Library

#: Seconds between two looks at the jobs: somebody waits for the last file's end.
LOOK_EVERY = 0.1
#: A look may take at most this share of the time, to leave the cores to the work.
LOOK_SHARE = 0.1
#: Without any change for so long, the run gives up waiting; the jobs stay queued. Reading one file
#: may take minutes, never this.
STALLED_AFTER = 900.0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file and the name that it goes by in its collection."""

    path: Path
    name: str  # relative to the folder given, or the file's name


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a file ended, as `load --json` prints it."""

    path: str
    source: str
    outcome: str  # loaded | unchanged | duplicate | asked | refused | failed | cancelled
    reason: str
    characters: int = 0
    passages: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        shown = {**asdict(self), "seconds": round(self.seconds, 3), "warnings": [*self.warnings]}
        del shown["source"]
        return shown


def walk(given: Iterable[Path]) -> tuple[list[SourceFile], int]:
    """The files under each path given, in the order of their names, each once; and how many hidden
    files and folders were left out. A path that does not exist is kept, and reported as failed."""
    sources: dict[Path, SourceFile] = {}
    hidden = 0
    for path in given:
        if not path.is_dir():
            sources.setdefault(path.absolute(), SourceFile(path, readable(path.name)))
            continue
        for directory, folders, files in os.walk(path):
            shown = sorted(name for name in folders if not name.startswith("."))
            hidden += len(folders) - len(shown) + sum(name.startswith(".") for name in files)
            folders[:] = shown
            for name in sorted(name for name in files if not name.startswith(".")):
                file = Path(directory, name)
                source = SourceFile(file, readable(file.relative_to(path).as_posix()))
                sources.setdefault(file.absolute(), source)
    return list(sources.values()), hidden


def readable(name: str) -> str:
    """A file name as text that can be stored: bytes that are no UTF-8 become a mark."""
    return os.fsencode(name).decode("utf-8", "replace")


@dataclass
class Intake:
    """One run's way in: adds files to the queue, then tells how each one ended."""

    library: Library
    scope: Scope
    collection: str
    details: Details = field(default_factory=Details)
    batch: str = ""
    replace: bool | None = None  # what is said where the library asks; None: it stays asked

    def __post_init__(self) -> None:
        self.batch = self.batch or uuid.uuid4().hex
        self._paths: dict[int, str] = {}

    def add(self, sources: Sequence[SourceFile]) -> Iterator[Outcome | None]:
        """Queues each file; yields its outcome where it is known already (it could not be opened,
        or was refused at the door), else None. A file that this batch holds already (an interrupted
        run goes on) is not added again."""
        queued: dict[str, list[Job]] = {}
        for job in self._jobs():
            queued.setdefault(job.source, []).append(job)
        for source in sources:
            path = readable(str(source.path))
            if queued.get(source.name):
                self._paths[queued[source.name].pop(0).id] = path
                yield None
                continue
            try:
                job = self.library.add(
                    self.scope,
                    read_file(source.path),
                    Path(source.name).name,
                    self.collection,
                    self.details,
                    source=source.name,
                    batch=self.batch,
                )
            except RefusedFile as error:
                yield _ended(source, "refused", error.message)
            except OSError as error:
                reason = f"The file cannot be opened ({error.strerror or error})."
                yield _ended(source, "failed", reason)
            else:
                self._paths[job.id] = path
                yield None

    def follow(self, moved: Callable[[Sequence[Job]], None] | None = None) -> Iterator[Outcome]:
        """Yields each queued file's outcome as it ends. `moved` sees all jobs after each look.

        Raises BernardError when nothing has moved for STALLED_AFTER seconds.
        """
        waiting = set(self._paths)
        last_state: object = None
        last_change = time.monotonic()
        while waiting:
            began = time.monotonic()
            jobs = [job for job in self._jobs() if job.id in self._paths]
            took = time.monotonic() - began
            for job in jobs:
                if job.state is JobState.ASKED and self.replace is not None:
                    self.library.answer(self.scope, job.id, replace=self.replace)
                elif job.state.ended and job.id in waiting:
                    waiting.discard(job.id)
                    yield self._outcome(job)
            if moved:
                moved(jobs)
            state = [(job.id, job.state, job.done) for job in jobs]
            if state != last_state:
                last_state, last_change = state, time.monotonic()
            elif time.monotonic() - last_change > STALLED_AFTER:
                raise BernardError(
                    f"Loading has not moved for {STALLED_AFTER / 60:.0f} minutes. "
                    f"{len(waiting)} files are still queued and safe. Look into the log under "
                    "BERNARD_HOME, then run `bernard worker` to go on.",
                    "the worker does not advance",
                )
            if waiting:
                time.sleep(max(LOOK_EVERY, took * (1 / LOOK_SHARE - 1)))

    @property
    def queued(self) -> int:
        """Files of this run that went to the queue."""
        return len(self._paths)

    def left(self) -> int:
        """Files of this run that have not ended."""
        return sum(not job.state.ended for job in self._jobs())

    def _jobs(self) -> list[Job]:
        return self.library.jobs(self.scope, batch=self.batch, limit=1_000_000)

    def _outcome(self, job: Job) -> Outcome:
        said = job.reason or _SENTENCES[job.state].format(passages=job.passages)
        if job.state is JobState.ASKED:
            command = f"`bernard jobs answer {job.id} {{}}`"
            said += f" {command.format('replace')} or {command.format('new')}."
        return Outcome(
            self._paths[job.id],
            job.source,
            job.state.value,
            said,
            job.characters,
            job.passages,
            job.seconds,
            tuple(job.warnings),
        )


def bring_in(intake: Intake, sources: Sequence[SourceFile], bars: Progress) -> Iterator[Outcome]:
    """Queues the files and follows them to their ends, with a bar for each of the two."""
    adding = bars.add_task("Queueing", total=len(sources))
    known = 0
    for outcome in intake.add(sources):
        bars.advance(adding)
        if outcome:
            known += 1
            yield outcome
    loading = bars.add_task("Loading", total=len(sources), completed=known)

    def moved(jobs: Sequence[Job]) -> None:
        working = next((job for job in jobs if job.state in _WORKING), None)
        bars.update(
            loading, description=f"Loading {working.source[-40:]}" if working else "Loading"
        )

    for outcome in intake.follow(moved):
        bars.advance(loading)
        yield outcome


_WORKING = (JobState.READING, JobState.SPLITTING, JobState.EMBEDDING, JobState.STAGING)

_SENTENCES = {
    JobState.LOADED: "Loaded: {passages} passages.",
    JobState.UNCHANGED: "Unchanged since it was last loaded.",
    JobState.DUPLICATE: "The same text as a document that is already in the library.",
    JobState.REFUSED: "Refused.",
    JobState.FAILED: "Loading failed.",
    JobState.CANCELLED: "Cancelled.",
    JobState.ASKED: "Of which document is it a version?",
}


def read_file(path: Path) -> bytes:
    """The file's bytes. OSError where it cannot be opened; RefusedFile for what is no file, such as
    a pipe, whose opening would wait for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise RefusedFile(
            "This is not a file (a folder, pipe or device). Nothing was loaded from it."
        )
    return path.read_bytes()


def _ended(source: SourceFile, outcome: str, reason: str) -> Outcome:
    return Outcome(readable(str(source.path)), source.name, outcome, reason)
