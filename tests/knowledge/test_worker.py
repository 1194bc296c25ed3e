"""The worker as a whole: what waits for what."""

from __future__ import annotations

import secrets
import threading
import time

import pytest

from knowledge.access import Asker
from knowledge.catalogue import queue as jobs
from knowledge.catalogue.tables import JobRow
from knowledge.documents.types import JobState
from knowledge.library import Health
from knowledge.work.worker import Worker
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

WAIT = 10.0


def test_files_are_embedded_but_not_in_force_while_the_index_is_mended(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = "w" + secrets.token_hex(6)
    job = library.put(f"About {word}.", f"{word}.md")
    mended = threading.Event()
    real = library.heal_index

    def slowly(asker: Asker) -> Health:
        assert mended.wait(WAIT)
        return real(asker)

    monkeypatch.setattr(library, "heal_index", slowly)
    worker = threading.Thread(target=library.work)
    worker.start()
    try:
        until = time.monotonic() + WAIT
        while library.job(job.id).state is not JobState.STAGING and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)
        assert library.job(job.id).state is JobState.STAGING
        assert len(model.texts) == 1
    finally:
        mended.set()
        worker.join(WAIT)
    assert library.job(job.id).state is JobState.LOADED
    assert library.sources(word)[0] == f"{word}.md"
    assert library.index_health(HERE).ok


def test_a_thread_that_ends_a_job_looks_for_the_next_at_once(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions of one document wait for each other, and for nothing else: the test is over before
    any thread would look by itself."""
    poll = 60.0
    monkeypatch.setattr("knowledge.work.worker.POLL_SECONDS", poll)
    word = "w" + secrets.token_hex(6)
    jobs = [library.put(f"Version {n} of {word}.", f"{word}.md") for n in range(4)]
    stop = threading.Event()
    worker = threading.Thread(target=Worker(library, stop, until_idle=False).run)
    began = time.monotonic()
    worker.start()
    try:
        while not all(library.job(job.id).state.ended for job in jobs):
            assert time.monotonic() - began < poll
            time.sleep(0.02)
    finally:
        stop.set()
        worker.join(WAIT)


def test_an_idle_worker_does_what_those_above_ask_for(
    library: TestLibrary, model: WordVectors
) -> None:
    asked: list[object] = []
    Worker(library, threading.Event(), until_idle=True, when_idle=asked.append).run()
    assert asked == [library._database]


def test_a_job_that_is_taken_is_said_to_be_read(library: TestLibrary) -> None:
    first, second = (library.put(f"# Note\n\nNumber {n}.", f"note-{n}.md") for n in range(2))
    with library._database.write() as session:
        taken = jobs.take(BY, session, set())
    assert taken is not None
    assert (taken.id, taken.tries) == (first.id, 1)
    assert library.job(first.id).state is JobState.READING
    assert library.job(second.id).state is JobState.WAITING


def test_a_job_that_may_have_killed_its_worker_is_worked_on_alone(library: TestLibrary) -> None:
    one, suspect, other = (library.put(f"# Alone\n\n{n}.", f"alone-{n}.md").id for n in range(3))
    with library._database.write() as session:
        for job in session.query(JobRow).where(JobRow.id < one, JobRow.state.in_(jobs.ON_THE_WAY)):
            job.state = JobState.CANCELLED  # left by the tests before
        session.get_one(JobRow, suspect).tries = jobs.SUSPECT_TRIES

    def taken(*busy: int) -> int | None:
        with library._database.write() as session:
            job = jobs.take(BY, session, busy)
            return job and job.id

    assert taken() == one
    assert taken(one) is None, "it waits until the other is done, and nobody overtakes it"
    library.cancel(HERE, one)
    assert taken() == suspect
    assert taken(suspect) is None
    library.cancel(HERE, suspect)
    assert taken() == other
