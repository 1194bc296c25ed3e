"""The worker looks for conflicts while it has nothing to load, each version once."""

from __future__ import annotations

import itertools
import threading
import time

import pytest

from knowledge.curation.conflicts import mining
from knowledge.curation.conflicts.mining import Miner
from knowledge.errors import IndexUnavailable
from knowledge.work.worker import Worker
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

_KINDS = itertools.count(1)


def load_two(library: TestLibrary) -> str:
    """Documents that contradict each other; returns a word of theirs, the same in every run: the
    double's vector of a random word lies now and then too far off."""
    word = f"kind{next(_KINDS)}"
    for amount in (25, 30):
        text = f"# Gifts\n\nGifts of {word} worth £{amount} or more must be registered by staff."
        library.load(text, f"{amount}-{word}.md")
    return word


def listed(library: TestLibrary, word: str) -> int:
    return sum(word in one.one.text for one in library.conflicts.listed(HERE))


def test_each_version_once_and_again_when_it_changes(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mining, "REST_SECONDS", 0.0)
    word = load_two(library)
    miner = Miner(BY, library.conflicts, lambda: False)
    assert miner.step()
    while miner.step():
        pass
    assert listed(library, word) == 1
    library.load(
        f"# Gifts\n\nGifts of {word} worth £40 or more must be registered.", f"25-{word}.md"
    )
    assert miner.step()
    assert not miner.step()
    assert [one.why for one in library.conflicts.listed(HERE)] == ["£30 or £40"]


def test_it_gives_way_and_takes_the_version_again(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mining, "REST_SECONDS", 0.0)
    word = load_two(library)
    assert Miner(BY, library.conflicts, lambda: True).step()
    assert listed(library, word) == 0
    miner = Miner(BY, library.conflicts, lambda: False)
    while miner.step():
        pass
    assert listed(library, word) == 1


def test_it_rests_where_the_index_does_not_answer(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_two(library)
    calls = []

    def fail(*_: object) -> bool:
        calls.append(1)
        raise IndexUnavailable("The index does not answer.")

    monkeypatch.setattr(library.conflicts, "look_at_next", fail)
    miner = Miner(BY, library.conflicts, lambda: False)
    assert not miner.step()
    assert not miner.step()
    assert len(calls) == 1


def test_an_idle_worker_does_it(library: TestLibrary, model: WordVectors) -> None:
    word = load_two(library)
    stop = threading.Event()
    running = threading.Thread(target=Worker(library, stop, until_idle=False).run)
    running.start()
    until = time.monotonic() + 20.0
    while not listed(library, word) and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    running.join()
    assert listed(library, word) == 1
