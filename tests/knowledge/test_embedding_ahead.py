"""Batches on their way through the model: the next is under way, none is embedded twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.documents.types import JobState
from knowledge.errors import ModelUnavailable
from knowledge.loading.embed import EMBED_BATCH, Claims, in_batches
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

WAIT = 10.0


class Counting(WordVectors):
    """Tells when a batch has begun; fails from a batch on."""

    def __init__(self, fails_at: int = 0) -> None:
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.fails_at = fails_at

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.begun.release()
        if self.batches + 1 == self.fails_at:
            self.batches += 1
            raise ModelUnavailable("away")
        return super().embed_passages(texts)


def numbered(count: int) -> dict[str, str]:
    return {f"hash {number}": "word " * (number % 7) + f"n{number}" for number in range(count)}


def test_each_text_comes_back_with_its_own_vector() -> None:
    texts = numbered(2 * EMBED_BATCH + 3)
    model = WordVectors()
    found = [pair for some in in_batches(model, texts) for pair in zip(*some, strict=True)]
    assert sorted(hash_ for hash_, _ in found) == sorted(texts)
    for hash_, vector in found:
        assert np.array_equal(vector, model.embed_query(texts[hash_]))
    lengths = [len(text) for text in model.texts]
    assert lengths == sorted(lengths)


def test_the_next_batch_is_under_way_while_one_is_kept() -> None:
    model = Counting()
    batches = in_batches(model, numbered(3 * EMBED_BATCH))
    next(batches)
    for _ in range(2):
        assert model.begun.acquire(timeout=WAIT)
    assert not model.begun.acquire(timeout=0.05), "and no more than that: memory is bounded"
    batches.close()


def test_what_was_embedded_before_a_failure_is_handed_over() -> None:
    batches = in_batches(Counting(fails_at=2), numbered(3 * EMBED_BATCH))
    assert len(next(batches)[0]) == EMBED_BATCH
    with pytest.raises(ModelUnavailable):
        next(batches)
    assert list(in_batches(WordVectors(), {})) == []


def test_a_text_in_hand_is_waited_for() -> None:
    claims, second = Claims(), threading.Event()
    got: list[set[str]] = []

    def other() -> None:
        for _ in range(2):
            with claims.on({"a", "b"} - {one for some in got for one in some}) as mine:
                got.append(set(mine))
            second.set()

    with claims.on(["a"]) as mine:
        assert set(mine) == {"a"}
        thread = threading.Thread(target=other)
        thread.start()
        assert second.wait(WAIT)
        assert got == [{"b"}], "what is free is not waited with"
    thread.join(WAIT)
    assert got == [{"b"}, {"a"}]


def test_what_is_given_up_can_be_claimed_again() -> None:
    claims = Claims()
    with pytest.raises(ModelUnavailable), claims.on(["a"]):
        raise ModelUnavailable("away")
    with claims.on(["a"]) as mine:
        assert set(mine) == {"a"}


def test_documents_that_share_their_text_embed_it_once(
    library: TestLibrary, model: WordVectors
) -> None:
    """Different files under one title, loaded side by side, that say nearly the same."""
    parts = "\n\n".join(f"## Part {n}\n\nRule shared number {n}." for n in range(12))
    jobs = [
        library.put(f"# Shared rules\n\n{parts}\n\n## Own\n\nOnly here {n}.", f"shared-{n}.md")
        for n in range(6)
    ]
    library.work()
    assert {library.job(job.id).state for job in jobs} == {JobState.LOADED}
    shared = [text for text in model.texts if "Rule shared" in text]
    assert len(shared) == len(set(shared)) == 12
    assert library.index_health(HERE).ok
    assert set(library.sources("Only here")) == {f"shared-{n}.md" for n in range(6)}


class Held(WordVectors):
    """Embeds nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.go = threading.Event()

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.begun.set()
        assert self.go.wait(WAIT)
        return super().embed_passages(texts)


def test_two_files_with_one_text_side_by_side_become_one_document(library: TestLibrary) -> None:
    """The same words as Markdown and as plain text: what was staged first is not in force yet."""
    model = Held()
    library.change_model(model)
    run = library.loader(BY).run
    first = library.put("Twice the same rule.", "twice.md")
    second = library.put("Twice the same rule.\n\n", "twice-again.md")
    loaders = [threading.Thread(target=run, args=(one.id,)) for one in (first, second)]
    loaders[0].start()
    assert model.begun.wait(WAIT)
    loaders[1].start()
    loaders[1].join(0.3)
    assert loaders[1].is_alive(), "it waits to see what becomes of the first"
    model.go.set()
    for thread in loaders:
        thread.join(WAIT)
    states = [library.job(job.id).state for job in (first, second)]
    assert states == [JobState.LOADED, JobState.DUPLICATE]
