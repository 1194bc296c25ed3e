"""A file's way in can be ended at any of its steps, and nothing of it is left."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import text

from knowledge.documents.types import Job, JobState
from knowledge.errors import BernardError, NotAllowed, NotFound
from knowledge.library import Details, NewFile
from knowledge.loading.embed import EMBED_BATCH
from knowledge.work.worker import Worker
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE, STRANGER, somebody

WAIT = 20.0


class HeldUp(WordVectors):
    """Embeds, once it may; `begun` says that it has come so far."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may = threading.Event(), threading.Event()

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.begun.set()
        assert self.may.wait(WAIT)
        return super().embed_passages(texts)


def many(word: str) -> str:
    """A document of several batches."""
    return "\n\n".join(f"## {word} {n}\n\nRule {n} of {word}." for n in range(3 * EMBED_BATCH))


def rows(library: TestLibrary) -> dict[str, int]:
    """How much the catalogue holds of what a document is made of."""
    tables = ("documents", "versions", "passages", "words", "statements", "glossary_sightings")
    with library._database.read() as session:
        return {
            one: session.execute(text(f"SELECT count(*) FROM {one}")).scalar_one() for one in tables
        }


def test_before_anybody_takes_it(library: TestLibrary, model: WordVectors) -> None:
    before = rows(library)
    job = library.put("# Never", f"{secrets.token_hex(4)}.md")
    ended = library.cancel(HERE, job.id)
    assert ended.state is JobState.CANCELLED
    assert ended.reason
    library.work()
    assert library.job(job.id).state is JobState.CANCELLED
    assert rows(library) == before
    assert model.texts == []


def test_while_it_is_embedded(library: TestLibrary) -> None:
    """The version before stays in force, and the document is as it was."""
    name = f"{secrets.token_hex(4)}.md"
    library.load("# Rooms\n\nThe first rule of rooms stands.", name)
    document, before = library.named(name), rows(library)
    model = HeldUp()
    library.change_model(model)
    job = library.put(many("rooms"), name)
    worker = threading.Thread(target=library.work)
    worker.start()
    assert model.begun.wait(WAIT)
    library.cancel(HERE, job.id)
    model.may.set()
    worker.join(WAIT)
    assert not worker.is_alive()
    assert library.job(job.id).state is JobState.CANCELLED
    assert rows(library) == before
    assert library.named(name) == document
    assert "first rule" in library.search("the first rule of rooms", HERE)[0].passage.text
    assert library.heal_index(HERE).ok
    embedded = [one for one in model.texts if "Rule" in one]
    assert len(embedded) <= 2 * EMBED_BATCH, "the batch in hand, and the one ahead of it"


def test_while_it_is_read(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge import readers

    begun, may = threading.Event(), threading.Event()
    real = readers.read_file

    def slowly(path: Path, file_name: str, *, timeout: float) -> object:
        begun.set()
        assert may.wait(WAIT)
        return real(path, file_name, timeout=timeout)

    monkeypatch.setattr(readers, "read_file", slowly)
    before = rows(library)
    job = library.put("# Read", f"{secrets.token_hex(4)}.md")
    worker = threading.Thread(target=library.work)
    worker.start()
    assert begun.wait(WAIT)
    library.cancel(HERE, job.id)
    may.set()
    worker.join(WAIT)
    assert library.job(job.id).state is JobState.CANCELLED
    assert rows(library) == before


def test_one_of_a_batch_holds_up_no_other(library: TestLibrary) -> None:
    """It is ready and waits for the last when it is cancelled; the others come into force."""
    model = HeldUp()
    library.change_model(model)
    word = secrets.token_hex(4)
    texts = [f"# One {word}\n\nA rule.", f"# Two {word}\n\nAnother.", many(word)]
    new = [NewFile(one.encode(), f"{word}-{n}.md", "HR") for n, one in enumerate(texts)]
    jobs = library.add_together(HERE, new)
    worker = threading.Thread(target=library.work)
    worker.start()
    model.may.set()
    until = time.monotonic() + WAIT
    while library.job(jobs[0].id).state is not JobState.READY and time.monotonic() < until:
        time.sleep(0.005)
    library.cancel(HERE, jobs[0].id)
    worker.join(WAIT)
    states = [library.job(job.id).state for job in jobs]
    assert states == [JobState.CANCELLED, JobState.LOADED, JobState.LOADED]
    assert library.heal_index(HERE).ok
    with pytest.raises(NotFound):
        library.named(f"{word}-0.md")


def test_what_has_ended_cannot_be_cancelled(library: TestLibrary, model: WordVectors) -> None:
    job = library.load("# Done", f"{secrets.token_hex(4)}.md")
    with pytest.raises(BernardError, match="not on its way any more"):
        library.cancel(HERE, job.id)
    assert library.job(job.id).state is JobState.LOADED


def test_only_who_curates_the_collection(library: TestLibrary, model: WordVectors) -> None:
    job = library.put("# Waits", f"{secrets.token_hex(4)}.md")
    (place,) = [one.id for one in library.collections(HERE) if one.name == "HR"]
    with pytest.raises(NotFound):
        library.cancel(STRANGER, job.id)
    with pytest.raises(NotFound):
        library.cancel(HERE, 999_999)
    with pytest.raises(NotAllowed):
        library.cancel(somebody("reader", reads=(place,)), job.id)
    library.cancel(HERE, job.id)


def test_cancelled_at_random_moments(library: TestLibrary) -> None:
    """Whatever step it is at: cancelled and gone, or loaded and whole."""
    library.change_model(WordVectors())
    stop = threading.Event()
    worker = threading.Thread(target=Worker(library, stop, until_idle=False).run)
    worker.start()
    ended: list[Job] = []
    try:
        for n in range(20):
            word = secrets.token_hex(4)
            job = library.put(many(word), f"{word}.md", details=Details(title=word))
            time.sleep(0.01 * n)
            with contextlib.suppress(BernardError):  # it was quicker
                library.cancel(HERE, job.id)
            ended.append(job)
        until = time.monotonic() + WAIT
        while not all(library.job(one.id).state.ended for one in ended):
            assert time.monotonic() < until
            time.sleep(0.05)
    finally:
        stop.set()
        worker.join(WAIT)
    assert library.heal_index(HERE).ok
    titles = {one.title for one in library.documents(HERE)}
    for one in ended:
        job = library.job(one.id)
        assert job.state in (JobState.CANCELLED, JobState.LOADED), job.reason
        assert (one.title in titles) == (job.state is JobState.LOADED)
