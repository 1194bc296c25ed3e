"""A step that takes for ever ends its job in a sentence, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from knowledge.documents.types import JobState
from knowledge.readers import read_file
from knowledge.readers.sandbox import isolation
from knowledge.runtime.processes import SUPERVISED
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import BY, HERE

WAIT = 60.0


def test_a_reader_that_hangs_ends_the_job_alone(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped by a signal, as good as an endless loop: it reads, and never comes to an end."""
    library.load("# Boats\n\nA boat costs £7 an hour.", "boats.md")
    document = library.named("boats.md")
    monkeypatch.setenv("BERNARD_READING_TIMEOUT_SECONDS", "2")
    isolation.make_ready()
    server = isolation._server
    assert server is not None
    job = library.put("# Boats\n\n" + "A boat costs £9 an hour. " * 400_000, "boats.md")
    loading = threading.Thread(target=library.loader(BY).run, args=(job.id,))
    loading.start()
    until = time.monotonic() + WAIT
    while not (readers := psutil.Process(server._process.pid).children()):
        assert time.monotonic() < until
        time.sleep(0.001)
    readers[0].suspend()
    loading.join(WAIT)
    ended = library.job(job.id)
    assert ended.state is JobState.REFUSED
    assert "took longer than 2 seconds" in ended.reason
    assert "Split it" in ended.reason
    assert library.named("boats.md") == document
    assert "£7" in library.search("What does a boat cost?", HERE)[0].passage.text
    assert library.load("# After\n\nStill read.", "after.md").state is JobState.LOADED


def test_a_fork_server_that_hangs_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("Some words.")
    assert read_file(path, path.name).text
    server = isolation._server
    assert server is not None
    server._control.settimeout(1.0)
    os.kill(server._process.pid, signal.SIGSTOP)
    assert read_file(path, path.name).text == "Some words."
    assert server._process.poll() is not None


_WORKER = """
import os, sys, threading, time
from pathlib import Path
from knowledge.loading import limits
from knowledge.runtime.processes import follow_parent, log_to, stop_on_signals
from knowledge.runtime.home import Home
from knowledge.work import worker
from tests.knowledge import doubles

limits.STEP_SECONDS = 2.0

class Hangs(doubles.WordVectors):
    def count_tokens(self, text):
        while "endless in the split" in text:
            len("as a parser does that never comes on")
        if "ends the process" in text:
            time.sleep(0.2)
            os._exit(9)
        return super().count_tokens(text)

    def embed_passages(self, texts):
        time.sleep(0.5)
        while any("endless in the vectors" in one for one in texts):
            len("as above")
        return super().embed_passages(texts)

doubles.TestLibrary.double = Hangs()
import knowledge.library
knowledge.library.Library = doubles.TestLibrary
log_to(None)
stop = threading.Event()
stop_on_signals(stop)
worker.run(Home(Path(sys.argv[1])), stop=stop, own_process=True, until_idle=True)
"""


@pytest.mark.parametrize("step", ["split", "vectors"])
def test_a_step_without_end_ends_its_job_and_no_other(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker begins anew, for a thread cannot be ended in another way."""
    home = tmp_path / "home"
    words = {"split": "splitting it into passages", "vectors": "embedding its passages"}[step]
    with TestLibrary.open(home) as library:
        library.double = WordVectors()
        library.load("# Boats\n\nA boat costs £7 an hour.", "boats.md")
        document = library.named("boats.md")
        endless = library.put(f"# Boats\n\nA boat is endless in the {step}.", "boats.md")
        others = [library.put(f"# Note {n}\n\nRule {n}.", f"note-{n}.md") for n in range(5)]
        monkeypatch.setenv(SUPERVISED, "1")  # it finds this library's index, and starts none
        done = subprocess.run(
            [sys.executable, "-c", _WORKER, str(home)],
            capture_output=True,
            text=True,
            timeout=WAIT,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        ended = library.job(endless.id)
        assert ended.state is JobState.FAILED, done.stderr
        assert f"{words} took longer than" in ended.reason
        assert "Split the file" in ended.reason
        assert {library.job(one.id).state for one in others} == {JobState.LOADED}
        assert library.named("boats.md") == document
        assert library.index_health(HERE).ok
    assert (home / "worker.beat").exists(), "it gave signs of life while it worked"
    assert "begins anew" in done.stderr


def test_a_file_that_ends_its_process_takes_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As C code does that breaks down, or a supervisor for which it was silent too long."""
    home = tmp_path / "home"
    with TestLibrary.open(home) as library:
        library.double = WordVectors()
        library.load("# First\n\nIt starts the index.", "first.md")
        put = [library.put(f"# Note {n}\n\nRule {n}.", f"note-{n}.md") for n in range(3)]
        fatal = library.put("# Fatal\n\nThis ends the process.", "fatal.md")
        put += [library.put(f"# Note {n}\n\nRule {n}.", f"note-{n}.md") for n in range(3, 6)]
        monkeypatch.setenv(SUPERVISED, "1")
        command = [sys.executable, "-c", _WORKER, str(home)]
        ends = [subprocess.run(command, timeout=WAIT, check=False).returncode for _ in range(11)]
        assert set(ends) == {0, 9}
        assert library.job(fatal.id).state is JobState.FAILED
        assert "Split it" in library.job(fatal.id).reason
        assert {library.job(one.id).state for one in put} == {JobState.LOADED}
