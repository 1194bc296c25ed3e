"""Starts Bernard's processes, keeps them running, and ends them together."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable

from assistant.serving.keeping import Keeper, Kept
from knowledge.errors import IndexUnavailable, LibraryBusy
from knowledge.index.server import ChromaServer
from knowledge.runtime.beat import Beat
from knowledge.runtime.home import Home
from knowledge.runtime.locks import ProcessLock
from knowledge.runtime.processes import Leash, replied

log = logging.getLogger(__name__)

#: Starts of the index server before `bernard serve` gives up.
INDEX_STARTS = 4
#: Seconds that the children may take together to finish what they do when asked to end.
END_SECONDS = 12.0
#: Seconds that the children of a supervisor that was killed take at most to end by themselves.
LEFT_OVER_SECONDS = 20.0
#: Streamlit draws a page for it, as for a person who opens one: a thread is free, the catalogue can
#: be read, no lock is held for ever. It takes 25 ms of the processor.
DRAWN_PAGE = "/_stcore/script-health-check"


class _Child:
    """A process on the supervisor's leash. `answers`: whether it does, in so many seconds."""

    def __init__(
        self,
        name: str,
        start: Callable[[], subprocess.Popen[bytes]],
        answers: Callable[[float], bool],
    ) -> None:
        self.name = name
        self.answers = answers
        self._start = start
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = self._start()

    def ended(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class _Index:
    name = "The search index"

    def __init__(self, server: ChromaServer) -> None:
        self._server = server
        self.ended = server.ended
        self.kill = server.kill

    def start(self) -> None:
        self._server.address()

    def answers(self, within: float) -> bool:
        return self._server.heard()


class Supervisor:
    """The index, the worker and the web server of one home. Use it in a `with` block."""

    def __init__(self, home: Home, port: int) -> None:
        self._index = ChromaServer(home)
        self._leash = Leash(home, supervised=True)
        # Held by the children too: free when the last of an earlier supervisor's has ended.
        self._lock = ProcessLock(home.path / "children.lock")
        beat = Beat.of_worker(home)
        self._web = _Child(
            "The web server",
            lambda: self._begun("ui", "--port", str(port)),
            # Any status: a page that fails is drawn no better by a new process.
            lambda within: replied(port, DRAWN_PAGE, within) > 0,
        )
        self._worker = _Child(
            "The worker",
            lambda: self._begun("assistant.serving.worker"),
            lambda within: beat.heard(),
        )

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
        self._web.start()  # first: its pages are what people wait for

    def start_others(self) -> None:
        """The index and the worker. Raises IndexUnavailable when Chroma cannot be started."""
        if not self._index.remote:
            self._index.take_over()
            self._start_index()
        self._worker.start()  # last: two cores are busy until the pages are there

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
        """Starts again whatever ended, and whatever answers no more, until `stop` is set. When it
        returns, nothing is being started."""
        from assistant.settings import BernardSettings  # slow to import, and the pages come first

        silent = BernardSettings.read().silent_seconds
        kept: list[Kept] = [self._web, self._worker]
        if not self._index.remote:
            kept.append(_Index(self._index))
        keepers = [Keeper(one, silent) for one in kept]
        for keeper in keepers:  # daemons: one may be waiting for an answer when all is to end
            threading.Thread(target=keeper.run, args=(stop,), daemon=True).start()
        stop.wait()
        for keeper in keepers:
            keeper.rest()

    def stop(self) -> None:
        """Web and worker first, the index they use last."""
        self._leash.end(END_SECONDS)
        self._index.stop()
        self._lock.release()

    def _begun(self, *module: str) -> subprocess.Popen[bytes]:
        return self._leash.start(module, self._lock.handle)
