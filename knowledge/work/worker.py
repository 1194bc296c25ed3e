"""The process that loads: takes jobs from the catalogue and brings each to its end."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.access import system
from knowledge.catalogue import queue as jobs
from knowledge.catalogue.tables import JobRow
from knowledge.curation.conflicts.mining import Miner
from knowledge.errors import BernardError, IndexUnavailable, ModelUnavailable
from knowledge.index.take_effect import follow_calendar
from knowledge.loading.ends import Cancelled, fail
from knowledge.loading.limits import Work, too_slow
from knowledge.readers.sandbox.isolation import make_ready
from knowledge.runtime.beat import Beat
from knowledge.runtime.home import Home
from knowledge.runtime.locks import ProcessLock
from knowledge.runtime.processes import (
    LOOK_UP_SECONDS,
    Leash,
    begin_anew,
    is_supervised,
    told_before,
)

if TYPE_CHECKING:
    from knowledge.catalogue.sqlite.database import Database
    from knowledge.embeddings import Embeddings, Vectors
    from knowledge.index.upkeep import Upkeep
    from knowledge.library import Library

log = logging.getLogger(__name__)

#: What those above have done while nothing is loaded, about once a minute.
WhenIdle = Callable[["Database"], None]
#: Seconds between looks at the queue: a person sees a new file start at once.
POLL_SECONDS = 0.25
#: Seconds before a job is tried again when an index or a model did not answer.
RETRY_SECONDS = 2.0
#: Jobs worked on at once. While some are read, written to disk or put in force, the others keep
#: every core embedding, even where each file is a single passage. It bounds the memory, too.
THREADS = min(os.cpu_count() or 1, 6) + 2
#: Seconds between two checks of the index while there is nothing to load.
HEAL_SECONDS = 60.0
#: Seconds without work after which the embedding model is let go of (a fresh process is small).
IDLE_SECONDS = 120.0


def run(
    home: Home,
    *,
    until_idle: bool = False,
    stop: threading.Event | None = None,
    when_idle: WhenIdle | None = None,
    own_process: bool = False,
) -> bool:
    """Works until `stop` is set, or until the queue is empty.

    `own_process`: this one does nothing else, so it begins anew when a step takes too long: a
    thread cannot be ended in another way.

    While another worker serves this home, it waits for its turn; with `until_idle` it returns False
    instead. After IDLE_SECONDS without work the process ends itself where a supervisor starts it
    anew, so that it gives its memory back. `when_idle` may raise BernardError.
    """
    stop = stop or threading.Event()
    lock = ProcessLock(lock_path(home))
    beat = Beat.of_worker(home) if is_supervised() else None
    while not lock.acquire():
        if beat:
            beat.give()
        if until_idle or stop.wait(POLL_SECONDS):
            return False
    if not is_supervised():  # started because there is something to load
        make_ready()
    from knowledge.library import Library

    try:
        with Library.open(home.path) as library, ThreadPoolExecutor(1) as ahead:
            ahead.submit(_open_ahead, library)
            Worker(library, stop, until_idle, when_idle, beat, own_process=own_process).run()
    finally:
        lock.release()
    return True


def _open_ahead(library: Library) -> None:
    """Index and model are opened while the first files are read. Not where a supervisor runs the
    worker: there it starts with nothing to load, and stays small."""
    try:
        if not is_supervised():
            library.warm()
    except BernardError as error:  # who needs them meets the error again, and tells it
        log.warning("not opened ahead: %s", error.reason)


def lock_path(home: Home) -> Path:
    return home.path / "worker.lock"


@contextlib.contextmanager
def running_worker(home: Home) -> Iterator[None]:
    """A worker for `home` while the block runs: a child, which waits its turn behind another."""
    with Leash(home) as leash:
        leash.start(["knowledge.work"])
        yield


class Stopping(Exception):
    """The worker is asked to end; its jobs stay where they are and go on at its next start."""


class _UntilStopped:
    """The embedding model, for as long as the worker is not asked to end: in the middle of a long
    document it ends between two batches."""

    def __init__(self, model: Embeddings, stop: threading.Event) -> None:
        self._model = model
        self._stop = stop
        self.name = model.name
        self.dimension = model.dimension
        self.max_tokens = model.max_tokens
        self.count_tokens = model.count_tokens
        self.embed_query = model.embed_query

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self._stop.is_set():
            raise Stopping
        return self._model.embed_passages(texts)


class Worker:
    def __init__(
        self,
        library: Library,
        stop: threading.Event,
        until_idle: bool,
        when_idle: WhenIdle | None = None,
        beat: Beat | None = None,
        *,
        own_process: bool = False,
    ) -> None:
        self._beat = beat
        self._own_process = own_process
        self._by = system("Files are loaded, and what is due comes into force.")
        self._library = library
        self._database = library.database(self._by)
        self._stop = stop
        self._until_idle = until_idle
        self._when_idle = when_idle
        self._busy: set[int] = set()
        self._lock = threading.Lock()
        self._healing = threading.Lock()
        self._well = threading.Event()
        self._loader = library.loader(
            self._by, lambda: _UntilStopped(library.embeddings, stop), self._upkeep
        )
        self._looked = 0.0
        self._worked = time.monotonic()
        self._used = False
        self._healed = 0.0
        self._healed_server = 0
        self._miner = Miner(self._by, library.conflicts, lambda: stop.is_set() or bool(self._busy))

    def run(self) -> None:
        """Reads and embeds from the start; nothing is put in force before the index is well."""
        self._end_given_up()
        threads = [threading.Thread(target=self._work, name=f"load-{n}") for n in range(THREADS)]
        threads.append(threading.Thread(target=self._heal, name="heal"))
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(LOOK_UP_SECONDS)
                self._look_after()

    def _look_after(self) -> None:
        """Gives the sign of life, unless a step has taken too long."""
        overdue = self._loader.limits.overdue()
        if overdue and self._own_process:
            log.error("steps took too long, so the worker begins anew: %s", overdue)
            self._library.close()  # the index that this process started would be nobody's
            begin_anew(json.dumps({one: step.name for one, step in overdue.items()}))
        if self._beat:
            self._beat.give()

    def _end_given_up(self) -> None:
        """What took too long, by the process that began anew for it: the step may have held the
        catalogue's write lock."""
        for job_id, step in json.loads(told_before() or "{}").items():
            error = BernardError(too_slow(Work[step]))
            fail(self._by, self._database, int(job_id), error)

    def _work(self) -> None:
        while not self._stop.is_set():
            try:
                job = self._take()
            except BernardError as error:
                log.error("the queue could not be read: %s", error.reason)
                self._stop.wait(RETRY_SECONDS)
                continue
            if job is not None:
                self._do(job)
            elif self._is_over():
                return
            elif self._heal_is_due():
                self._heal()
            elif not self._busy and self._miner.step():
                self._used, self._worked = True, time.monotonic()
            else:
                self._stop.wait(POLL_SECONDS)

    def _heal(self) -> None:
        """Mends the index; jobs are worked on even when it cannot be mended now."""
        if not self._healing.acquire(blocking=False):
            return  # another thread is at it
        self._well.clear()
        try:
            self._healed = time.monotonic()
            server = self._server()
            self._library.heal_index(self._by)
            self._healed_server = server or self._server()  # one that this look started is well
            follow_calendar(self._by, self._database, lambda: self._library.upkeep)
            if self._when_idle is not None:
                self._when_idle(self._database)
        except BernardError as error:
            log.error("the index could not be checked: %s", error.reason)
        finally:
            self._well.set()
            self._healing.release()

    def _take(self) -> JobRow | None:
        """The next job; none also where another thread has just found that there is none."""
        with self._lock:
            if time.monotonic() - self._looked < POLL_SECONDS / 2:
                return None
            job = None
            with self._database.read() as session:
                waiting = jobs.waiting(self._by, session)
            if waiting:
                with self._database.write() as session:
                    job = jobs.take(self._by, session, self._busy)
            if job is None:
                self._looked = time.monotonic()
            else:
                self._busy.add(job.id)
            return job

    def _do(self, job: JobRow) -> None:
        self._used = True
        try:
            if job.tries > jobs.MAX_TRIES:
                raise BernardError(
                    f"Bernard stopped each of the {jobs.MAX_TRIES} times that it tried to load "
                    "this file. Split it, or save it in a simpler form, and add it again."
                )
            self._loader.run(job.id)
        except Cancelled:
            log.warning("job %d was cancelled", job.id)
        except Stopping:
            self._give_back(job)
        except (IndexUnavailable, ModelUnavailable) as error:
            # These pass by themselves: the job stays where it is and is taken up again.
            log.warning("job %d waits: %s", job.id, error.reason)
            self._give_back(job)
            self._stop.wait(RETRY_SECONDS)
            if isinstance(error, IndexUnavailable):
                self._heal()
        except BernardError as error:
            log.error("job %d failed: %s", job.id, error.reason)
            self._fail(job, error)
        except Exception as error:  # the curator must be told, whatever it was
            log.exception("job %d failed", job.id)
            self._fail(
                job,
                BernardError(
                    "something went wrong inside Bernard while loading this file. The file is "
                    "kept; the log says more.",
                    repr(error),
                ),
            )
        finally:
            with self._lock:
                self._busy.discard(job.id)
                self._worked = time.monotonic()
                self._looked = 0.0  # the next version of its document may go on now

    def _upkeep(self) -> Upkeep:
        """Waits while the index is mended: what came in meanwhile would be taken for dead."""
        self._well.wait()
        return self._library.upkeep

    def _give_back(self, job: JobRow) -> None:
        """This try does not count: it was not the file that stopped it."""
        try:
            with self._database.write() as session:
                jobs.give_back(self._by, session, job.id)
        except BernardError as error:
            log.error("job %d could not be given back: %s", job.id, error.reason)

    def _fail(self, job: JobRow, error: BernardError) -> None:
        try:
            fail(self._by, self._database, job.id, error)
        except BernardError as again:  # a full disk: the job stays and is tried again
            log.error("job %d could not be ended: %s", job.id, again.reason)
            self._stop.wait(RETRY_SECONDS)

    def _heal_is_due(self) -> bool:
        """Once a HEAL_SECONDS and after each start of the index server, in one thread, while
        nothing is loaded: a server that was killed may have left its files damaged."""
        with self._lock:
            new = self._server() not in (0, self._healed_server)
            late = time.monotonic() - self._healed > HEAL_SECONDS
            due = not self._busy and (new or late)
            if due:
                self._healed = time.monotonic()
                self._healed_server = self._server()
            return due

    def _server(self) -> int:
        """Another number for each start of the index server; 0 while there is none."""
        return self._library.index_started()

    def _is_over(self) -> bool:
        with self._lock:
            if self._busy:
                return False
            idle = time.monotonic() - self._worked
        return self._until_idle or (is_supervised() and self._used and idle > IDLE_SECONDS)
