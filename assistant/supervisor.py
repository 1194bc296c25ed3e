"""Starts Bernard's processes, keeps them running, and ends them together."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.errors import IndexUnavailable
from knowledge.index.server import ChromaServer
from knowledge.processes import PARENT_PIPE
from knowledge.settings import Home

log = logging.getLogger(__name__)

#: Seconds between looks at the children: a killed one is back within about a second.
LOOK_SECONDS = 0.25
#: A child that dies again at once is started again after ever longer pauses, up to this.
LONGEST_PAUSE = 30.0
#: Seconds that a child may take to finish what it does when asked to end.
END_SECONDS = 15.0


@dataclass(slots=True)
class _Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    not_before: float = field(default=0.0)


class Supervisor:
    """The index, the worker and the web server of one home. Use it in a `with` block."""

    def __init__(self, home: Home, web: Sequence[str]) -> None:
        self._home = home
        self._index = ChromaServer(home)
        self._children = [
            _Child("web", [sys.executable, "-m", *web]),
            _Child("worker", [sys.executable, "-m", "knowledge.loading"]),
        ]
        # The children hold the reading end; it reports the end of file when we are gone.
        self._pipe, self._held = os.pipe()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Raises IndexUnavailable when Chroma cannot be started."""
        for child in self._children:
            self._start(child)
        if not os.environ.get("BERNARD_CHROMA_URL"):
            self._index.take_over()
        self._index.address()

    def watch(self, stop: threading.Event) -> None:
        """Starts again whatever died, until `stop` is set."""
        while not stop.wait(LOOK_SECONDS):
            self._look()

    def stop(self) -> None:
        """Web and worker first, the index they use last."""
        for child in self._children:
            if child.process is not None:
                child.process.terminate()
        for child in self._children:
            if child.process is not None:
                try:
                    child.process.wait(END_SECONDS)
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()
        self._index.stop()
        for handle in (self._pipe, self._held):
            with contextlib.suppress(OSError):  # closed by an earlier stop
                os.close(handle)

    def pids(self) -> Mapping[str, int]:
        return {
            child.name: child.process.pid for child in self._children if child.process is not None
        }

    def _look(self) -> None:
        if self._index.was_lost():
            log.warning("the index server ended; starting it again")
            try:
                self._index.address()
            except IndexUnavailable as error:
                log.error("%s", error.reason)
        now = time.monotonic()
        for child in self._children:
            if child.process is None or child.process.poll() is None:
                continue
            if child.not_before == 0.0:
                lived = now - child.started
                child.pause = 0.0 if lived > 5 else min(LONGEST_PAUSE, max(0.5, child.pause * 2))
                child.not_before = now + child.pause
                if child.process.returncode != 0:
                    log.warning("%s ended with %s", child.name, child.process.returncode)
            if now >= child.not_before:
                self._start(child)

    def _start(self, child: _Child) -> None:
        child.process = subprocess.Popen(
            child.command,
            env={
                **os.environ,
                "BERNARD_HOME": str(self._home.path),
                PARENT_PIPE: str(self._pipe),
            },
            pass_fds=(self._pipe,),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.started = time.monotonic()
        child.not_before = 0.0
