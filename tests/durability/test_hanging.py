"""A process that hangs is noticed, ended and started again; the others go on meanwhile."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from assistant.answers.status import Status
from knowledge.documents.types import JobState
from knowledge.library import Library
from knowledge.runtime.processes import SUPERVISED, replied
from tests.assistant.asking import ask
from tests.durability.running import Serve, until
from tests.people import HERE

#: Patience with a silent process. A page is drawn in a third of it, on a machine that is busy.
SILENT = 15.0
#: Seconds until a hung process is back.
BACK = 5 * SILENT
NAMES = {"web": "The web server", "worker": "The worker", "index": "The search index"}
DRAWN = "/_stcore/script-health-check"


@pytest.fixture
def hung(home: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    monkeypatch.setenv("BERNARD_SILENT_SECONDS", str(SILENT))
    return Serve(home)


def log_of(served: Serve) -> str:
    return (served.home / "logs" / "serve.log").read_text()


def test_each_that_hangs_is_started_again(hung: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    hung.start()
    try:
        hung.wait_until_ready()
        monkeypatch.setenv(SUPERVISED, "1")
        with Library.open(hung.home) as library:
            library.add(HERE, b"# Boats\n\nA boat costs \xc2\xa37 an hour.", "boats.md", "Hire")
            until(lambda: library.jobs(HERE)[0].state is JobState.LOADED, BACK, "loaded")
            time.sleep(SILENT / 3)  # each has answered once
            before = {role: hung.processes()[role][0] for role in NAMES}
            for process in before.values():
                process.suspend()
            for role, process in before.items():
                took = until(lambda p=process: not p.is_running(), BACK, f"{role} is ended")
                print(f"{role}: ended within {took:.1f} s more")
                until(lambda r=role: hung.pid(r) > 0, BACK, f"{role} is back")
            until(lambda: replied(hung.port, DRAWN, 10) == 200, BACK, "a page is drawn")
            answer = ask(library, "What does a boat cost an hour?")
            assert answer.status in (Status.ANSWERED, Status.UNSURE), answer.text
            library.add(HERE, b"# Bikes\n\nA bike costs \xc2\xa32 an hour.", "bikes.md", "Hire")
            until(lambda: library.jobs(HERE)[0].state is JobState.LOADED, BACK, "loaded again")
            until(lambda: ask(library, "What does a bike cost?").remarks == (), BACK, "by meaning")
        said = log_of(hung)
        for name in NAMES.values():
            assert said.count(f"{name} has not answered for") == 1, said
            assert f"{name} ended with" in said
        monkeypatch.delenv(SUPERVISED)
        assert hung.stop() == 0
    finally:
        hung.end_for_good()


def test_a_worker_at_a_long_step_is_not_taken_for_dead(
    hung: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It embeds for longer than a silent one would be waited for."""
    monkeypatch.setenv("BERNARD_SILENT_SECONDS", "3")
    hung = Serve(hung.home)
    hung.start()
    try:
        hung.wait_until_ready()
        monkeypatch.setenv(SUPERVISED, "1")
        sentence = "Staff in room {n} keep the key of room {n} on hook {n} and sign for it. "
        rooms = "\n\n".join(f"## Room {n}\n\n{sentence.format(n=n) * 6}" for n in range(500))
        with Library.open(hung.home) as library:
            library.add(HERE, rooms.encode(), "rooms.md", "Rooms")
            worker = hung.pid("worker")
            until(lambda: library.jobs(HERE)[0].state is JobState.LOADED, 240, "loaded")
        assert hung.pid("worker") == worker
        assert "The worker has not answered" not in log_of(hung)
    finally:
        hung.end_for_good()


def test_a_process_that_never_comes_up_does_not_spin(
    hung: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is started again and again, with longer and longer pauses."""
    hung.start()
    try:
        hung.wait_until_ready()
        index = psutil.Process(hung.pid("index"))
        data = hung.home / "index" / "chroma"
        data.rename(data.with_name("away"))
        data.write_text("no directory: Chroma cannot start on it")
        index.kill()
        time.sleep(12)
        starts = log_of(hung).count("The search index ended with")
        assert 2 <= starts <= 7, log_of(hung)
        data.unlink()
        data.with_name("away").rename(data)
        until(lambda: hung.pid("index") > 0, BACK, "the index is back")
    finally:
        hung.end_for_good()


def test_a_supervisor_that_slept_takes_nobody_for_dead(
    hung: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a machine does over night, or a busy one for a while."""
    monkeypatch.setenv("BERNARD_SILENT_SECONDS", "4")
    hung = Serve(hung.home)
    hung.start()
    try:
        hung.wait_until_ready()
        time.sleep(4)
        before = {role: hung.pid(role) for role in NAMES}
        supervisor = hung.processes()["supervisor"][0]
        supervisor.suspend()
        time.sleep(12)
        supervisor.resume()
        time.sleep(6)
        assert {role: hung.pid(role) for role in NAMES} == before
        assert "has not answered" not in log_of(hung)
    finally:
        hung.end_for_good()
