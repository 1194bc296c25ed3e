"""`bernard serve` as a whole: one at a time, ended together, back after each death."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import psutil
import pytest

from assistant.answering.assistant import Assistant
from assistant.answers.answer import Answer
from assistant.answers.events import Finished
from assistant.answers.status import Status
from knowledge.documents.types import JobState
from knowledge.library import Library
from knowledge.loading.embed import EMBED_BATCH
from knowledge.runtime.processes import SUPERVISED
from tests.command import BERNARD
from tests.durability.running import Serve, bernard, until
from tests.people import HERE

#: Seconds for what happens "by itself, at once", on a machine that is busy with other tests.
SOON = 20.0


def _note(number: int) -> bytes:
    text = f"Rule {number}: the code word of office {number} is known to its porter only."
    return f"# Office {number}\n\n{text}\n".encode()


def _handbook(sections: int) -> bytes:
    """A document with at least a passage a section, each with words of its own."""
    sentence = "Staff in room {n} keep the key of room {n} on hook {n} and sign list {n} for it. "
    return "\n\n".join(
        f"## Room {n}\n\n{sentence.format(n=n) * 6}" for n in range(sections)
    ).encode()


def _answer(library: Library, question: str) -> Answer:
    (answer,) = [
        e.answer for e in Assistant(library).ask(HERE, question) if isinstance(e, Finished)
    ]
    return answer


def _all_loaded(library: Library) -> bool:
    return all(job.state is JobState.LOADED for job in library.jobs(HERE, limit=1000))


def test_one_serve_a_home_and_a_port(served: Serve, tmp_path: Path) -> None:
    served.start()
    served.wait_until_ready()
    port = str(served.port)
    again = bernard(served.home, "serve", "--no-browser", "--port", str(served.port + 1))
    assert again.returncode == 1
    assert "running on this library already" in again.stderr
    other = bernard(tmp_path / "other", "serve", "--no-browser", "--port", port)
    assert other.returncode == 1
    assert f"Port {port} is taken" in other.stderr
    assert served.stop(signal.SIGINT) == 0


def test_a_stop_while_it_starts_leaves_nothing(served: Serve) -> None:
    served.start()
    until(lambda: served.pid("worker") > 0, SOON, "a worker")
    assert served.stop() in (0, -signal.SIGTERM)


def test_a_killed_supervisor_takes_the_others_with_it(served: Serve) -> None:
    served.start()
    served.wait_until_ready()
    before = served.processes()
    index = before["index"][0]
    served.kill("supervisor")
    for role in ("web", "worker"):
        until(lambda role=role: not before[role][0].is_running(), SOON, f"{role} ends by itself")
    assert index.is_running(), "the index has nobody to follow: the next serve takes it over"
    served.start()
    served.wait_until_ready()
    assert not index.is_running()
    assert served.pid("index") not in (0, index.pid)
    assert served.stop() == 0


def test_an_index_that_was_never_noted_is_taken_over(served: Serve) -> None:
    served.start()
    served.wait_until_ready()
    orphan = psutil.Process(served.pid("index"))
    served.kill("supervisor")
    (served.home / "index" / "server.json").unlink()
    served.start()
    served.wait_until_ready()
    assert not orphan.is_running()
    assert served.stop() == 0


#: The documents' words are shown, whether or not a library of one note is sure of them.
QUOTED = (Status.ANSWERED, Status.UNSURE)


def test_an_answer_waits_for_a_killed_index(served: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    served.start()
    served.wait_until_ready()
    monkeypatch.setenv(SUPERVISED, "1")
    with Library.open(served.home) as library:
        library.add(HERE, _note(7), "office.md", "Offices")
        until(lambda: _all_loaded(library), SOON, "loaded")
        question = "Who knows the code word of office 7?"
        assert _answer(library, question).status in QUOTED
        assert served.kill("index")
        began = time.monotonic()
        answer = _answer(library, question)
        assert answer.status in QUOTED, answer.text
        assert "porter" in answer.text
        assert time.monotonic() - began < 15
    monkeypatch.delenv(SUPERVISED)
    assert served.stop() == 0


def test_a_long_document_goes_on_where_its_worker_died(served: Serve) -> None:
    served.start()
    served.wait_until_ready()
    with Library.open(served.home) as library:
        library.add(HERE, _handbook(400), "rooms.md", "Rooms")

        def done() -> int:
            return library.jobs(HERE)[0].done

        until(lambda: done() >= 2 * EMBED_BATCH, SOON, "two batches")
        served.kill("worker")
        kept = done()
        seen: list[int] = []
        stop = threading.Event()

        def look() -> None:
            while not stop.wait(0.02):
                seen.append(done())

        thread = threading.Thread(target=look)
        thread.start()
        until(lambda: _all_loaded(library), 90, "loaded")
        stop.set()
        thread.join()
        (job,) = library.jobs(HERE)
        assert job.total > 4 * EMBED_BATCH
        assert min(seen) >= kept, "what was embedded is not embedded again"
        assert library.index_health(HERE).ok
    assert served.stop() == 0


def test_ctrl_c_in_a_load_keeps_the_rest_for_the_next(served: Serve, tmp_path: Path) -> None:
    folder = tmp_path / "offices"
    folder.mkdir()
    for number in range(12):
        (folder / f"office-{number}.md").write_bytes(_note(number))
    (folder / "a-rooms.md").write_bytes(_handbook(600))
    load = [*BERNARD, "load", str(folder), "--collection", "Offices"]
    process = subprocess.Popen(
        load,
        env={**os.environ, "BERNARD_HOME": str(served.home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with Library.open(served.home) as library:
        until(lambda: len(library.jobs(HERE)) == 13, 60, "everything queued")
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "still queued and safe" in said
        until(lambda: not any(one.is_running() for one in family), SOON, "its worker ends")
        jobs = library.jobs(HERE)
        assert any(not job.state.ended for job in jobs)
        served.start()
        until(lambda: _all_loaded(library), 120, "serve finishes them")
        assert len(library.jobs(HERE)) == 13
    assert served.stop() == 0


def test_a_killed_load_leaves_no_worker(served: Serve, tmp_path: Path) -> None:
    (tmp_path / "rooms.md").write_bytes(_handbook(600))
    process = subprocess.Popen(
        [*BERNARD, "load", str(tmp_path / "rooms.md"), "--collection", "Rooms"],
        env={**os.environ, "BERNARD_HOME": str(served.home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with Library.open(served.home) as library:
        until(lambda: bool(library.jobs(HERE)), 60, "queued")
        until(lambda: library.jobs(HERE)[0].done > 0, 60, "begun")
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    process.kill()
    process.wait()
    worker = [one for one in family if one.is_running()]
    until(lambda: not any(one.is_running() for one in worker), SOON, "its worker ends")


def test_a_taken_port_is_said_before_anything_is_started(served: Serve) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", served.port))
        taken.listen()
        done = bernard(served.home, "serve", "--no-browser", "--port", str(served.port))
    assert done.returncode == 1
    assert "is taken by another program" in done.stderr
    assert not (served.home / "index" / "server.json").exists()


@pytest.mark.parametrize("role", ["supervisor", "worker"])
def test_a_signal_that_another_thread_takes_ends_it_too(served: Serve, role: str) -> None:
    """The system may give a process's signal to any of its threads."""
    served.start()
    served.wait_until_ready()
    process = served.processes()[role][0]
    other = next(thread.id for thread in process.threads() if thread.id != process.pid)
    assert ctypes.CDLL(None).tgkill(process.pid, other, signal.SIGTERM) == 0
    until(lambda: _has_ended(process), SOON, f"{role} ends")


def _has_ended(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
