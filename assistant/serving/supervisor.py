"""Starts Bernard's processes, keeps them running, and ends them together."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.errors import IndexUnavailable, LibraryBusy
from knowledge.index.server import ChromaServer
from knowledge.runtime.home import Home
from knowledge.runtime.locks import ProcessLock
from knowledge.runtime.processes import Leash

log = logging.getLogger(__name__)

#: Seconds between looks at the children: a killed one is back within about a second.
LOOK_SECONDS = 0.25
#: Starts of the index server before `bernard serve` gives up.
INDEX_STARTS = 4
#: A child that dies again at once is started again after ever longer pauses, up to this.
LONGEST_PAUSE = 30.0
#: Seconds that the children may take together to finish what they do when asked to end.
END_SECONDS = 12.0
#: Seconds that the children of a supervisor that was killed take at most to end by themselves.
LEFT_OVER_SECONDS = 20.0


@dataclass(slots=True)
class _Child:
    name: str
    module: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    not_before: float = 0.0


class Supervisor:
    """The index, the worker and the web server of one home. Use it in a `with` block."""

    def __init__(self, home: Home, web: Sequence[str]) -> None:
        self._index = ChromaServer(home)
        self._children = [_Child("web", web), _Child("worker", ["assistant.serving.worker"])]
        self._leash = Leash(home, supervised=True)
        # Held by the children too: free when the last of an earlier supervisor's has ended.
        self._lock = ProcessLock(home.path / "children.lock")

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_for_predecessor(self, stop: threading.Event) -> None:
        """Waits until the children of a supervisor that was killed have ended.

        Raises LibraryBusy when they do not end.
        """
        deadline = time.monotonic() + LEFT_OVER_SECONDS
        while not self._lock.acquire():
            if stop.wait(0.1):
                return
            if time.monotonic() > deadline:
                raise LibraryBusy(
                    "Processes of an earlier Bernard on this library have not ended yet. Nothing "
                    "is lost; try again in a minute."
                )

    def start_web(self) -> None:
        self._start(self._children[0])  # first: its pages are what people wait for

    def start_others(self) -> None:
        """The index and the worker. Raises IndexUnavailable when Chroma cannot be started."""
        if not self._index.remote:
            self._index.take_over()
            self._start_index()
        self._start(self._children[1])  # last: two cores are busy until the pages are there

    def _start_index(self) -> None:
        """A server that is killed while it starts is started again, a few times."""
        for _ in range(INDEX_STARTS - 1):
            try:
                self._index.address()
                return
            except IndexUnavailable as error:
                log.warning("the index server did not start; trying again: %s", error.reason)
        self._index.address()

    def watch(self, stop: threading.Event) -> None:
        """Starts again whatever died, until `stop` is set."""
        while not stop.wait(LOOK_SECONDS):
            self._look()

    def stop(self) -> None:
        """Web and worker first, the index they use last."""
        self._leash.end(END_SECONDS)
        self._index.stop()
        self._lock.release()

    def _look(self) -> None:
        if not self._index.owned and not self._index.remote:
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
        child.process = self._leash.start(child.module, self._lock.handle)
        child.started = time.monotonic()
        child.not_before = 0.0
