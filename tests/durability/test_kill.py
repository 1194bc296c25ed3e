"""Whatever process is killed at whatever moment: nothing acknowledged is lost, nothing doubled.

The seed is random and printed; KILL_SEED repeats a run, KILL_COUNT lengthens it.
"""

from __future__ import annotations

import os
import random
import secrets
import threading
import time
from dataclasses import dataclass, field

import pytest

from assistant.answering.assistant import Assistant
from assistant.answers.events import Finished
from assistant.answers.status import Status
from assistant.record import Conversations
from assistant.record.conversations import ExchangeState
from knowledge.documents.types import JobState, VersionState
from knowledge.library import Library
from knowledge.runtime.processes import SUPERVISED
from tests.durability.running import Serve, bernard, until
from tests.people import HERE

VICTIMS = ("supervisor", "web", "worker", "worker", "index", "index", "reader")
_TOPICS = ("annual leave", "travel", "receipts", "special leave", "gifts", "records", "approval")
#: A process may be away: then the answer says so, and nothing worse.
ALLOWED = {*Status} - {Status.ERROR_INTERNAL}


@dataclass
class Life:
    """What the outside did meanwhile, and was told."""

    library: Library
    dice: random.Random
    sentences: dict[str, list[str]] = field(default_factory=dict)  # source → a sentence a version
    job_ids: list[int] = field(default_factory=list)
    saved: dict[str, str] = field(default_factory=dict)  # conversation → question
    statuses: list[Status] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    def add_documents(self, stop: threading.Event) -> None:
        while not stop.wait(self.dice.uniform(0.1, 0.6)):
            again = self.sentences and self.dice.random() < 0.3
            known = sorted(self.sentences)
            source = self.dice.choice(known) if again else f"note-{len(known)}.md"
            versions = self.sentences.get(source, [])
            sentence = f"The code word of this note is {secrets.token_hex(6)}."
            job = self.library.add(
                HERE, self._text(sentence).encode(), source, "Notes", source=source
            )
            self.job_ids.append(job.id)
            self.sentences[source] = [*versions, sentence]

    def ask(self, stop: threading.Event) -> None:
        assistant, record = Assistant(self.library), Conversations(self.library._database)
        while not stop.wait(0.3):
            question = f"What is said about {self.dice.choice(_TOPICS)} and {secrets.token_hex(3)}?"
            exchange = record.begin(HERE, None, question)
            for event in assistant.ask(HERE, question):
                if isinstance(event, Finished):
                    assert event.answer.text or event.answer.notice
                    self.statuses.append(event.answer.status)
                    record.finish(HERE, exchange, event.answer)
                    self.saved[exchange.conversation_id] = question

    def _text(self, sentence: str) -> str:
        def paragraph() -> str:
            return " ".join(self.dice.choice(_TOPICS) for _ in range(40)).capitalize() + "."

        parts = [f"## Part {n}\n\n{paragraph()}" for n in range(self.dice.randint(1, 4))]
        return f"# A note\n\n{sentence}\n\n" + "\n\n".join(parts) + "\n"


def _in_thread(life: Life, work: object, stop: threading.Event) -> threading.Thread:
    def run() -> None:
        try:
            work(stop)  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - told to the test, which fails with it
            life.failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_lose_nothing(served: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(100_000))
    kills = int(os.environ.get("KILL_COUNT") or 20)
    print(f"KILL_SEED={seed}")
    dice = random.Random(seed)
    served.start()
    served.wait_until_ready()
    # As the web process does, this one leaves the index to the supervisor.
    monkeypatch.setenv(SUPERVISED, "1")
    with Library.open(served.home) as library:
        life, stop = Life(library, random.Random(seed + 1)), threading.Event()
        threads = [_in_thread(life, work, stop) for work in (life.add_documents, life.ask)]
        try:
            _kill(served, dice, kills)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert life.failures == []
        until(lambda: _all_ended(library), 90, "every job at its end")
        until(lambda: library.index_health(HERE).ok, 30, "a clean index")
    monkeypatch.delenv(SUPERVISED)
    assert served.stop() == 0
    served.start()
    served.wait_until_ready()
    checked = bernard(served.home, "index", "check")
    assert checked.returncode == 0, checked.stdout
    _nothing_is_missing(served, life)
    assert set(life.statuses) <= ALLOWED
    print(f"{len(life.job_ids)} documents, {len(life.statuses)} answers: {set(life.statuses)}")


def _kill(served: Serve, dice: random.Random, kills: int) -> None:
    hit: list[str] = []
    while len(hit) < kills:
        time.sleep(dice.uniform(0.2, 3.0))
        victim = dice.choice(VICTIMS)
        if not served.kill(victim):
            continue  # it is being started again just now
        hit.append(victim)
        if victim == "supervisor":
            served.start()
            if dice.random() < 0.5:  # otherwise the next kill meets it while it starts
                served.wait_until_ready()
    print("killed: " + " ".join(hit))
    served.wait_until_ready()


def _all_ended(library: Library) -> bool:
    return all(job.state.ended for job in library.jobs(HERE, limit=10_000))


def _nothing_is_missing(served: Serve, life: Life) -> None:
    with Library.open(served.home) as library:
        jobs = library.jobs(HERE, limit=10_000)
        assert sorted(job.id for job in jobs) == sorted(life.job_ids)
        assert {(job.state, job.reason) for job in jobs if job.state != JobState.LOADED} == set()
        documents = {one.source: one for one in library.documents(HERE)}
        assert set(documents) == set(life.sentences)
        for source, sentences in life.sentences.items():
            versions = library.versions(HERE, documents[source].id)
            assert len(versions) == len(sentences), source
            states = [one.state for one in versions]
            assert states[0] is VersionState.PUBLISHED, source
            assert states.count(VersionState.PUBLISHED) == 1, source
            found = library.search(sentences[-1], HERE, limit=3)
            assert any(sentences[-1] in one.passage.text for one in found), source
            assert not any(old in one.passage.text for old in sentences[:-1] for one in found)
        record = Conversations(library._database)
        for conversation_id, question in life.saved.items():
            (exchange,) = record.open(HERE, conversation_id).exchanges
            assert (exchange.question, exchange.state) == (question, ExchangeState.FINISHED)
            assert exchange.answer is not None
