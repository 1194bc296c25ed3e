"""How Bernard's processes start and end together."""

from __future__ import annotations

import _thread
import contextlib
import http.client
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, Self

from knowledge.runtime.home import Home

#: Holds the number of a pipe whose other end the parent holds: it closes when the parent dies.
PARENT_PIPE = "BERNARD_PARENT_PIPE"
#: Set where a supervisor sees to the index and starts again what ends.
SUPERVISED = "BERNARD_SUPERVISED"
#: What a process that begins anew tells itself.
TOLD = "BERNARD_TOLD"
#: Seconds between two looks of a main thread that waits: Python runs what a signal asks for in that
#: thread alone, and a signal that the system gave to another thread does not wake it.
LOOK_UP_SECONDS = 0.5
#: Seconds that a process takes at most to end after its parent.
ORPHAN_SECONDS = 6.0
#: For glibc: what a batch of embeddings took goes back to the system at once. After 256 texts a
#: process kept 110 MB instead of 165, for 7 % more processor time.
_MEMORY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(8 * 1024 * 1024),
}


class Leash:
    """Starts processes that end with this one, however it dies: they call `follow_parent`. At the
    end of its `with` block they are asked to end, too."""

    def __init__(self, home: Home, *, supervised: bool = False) -> None:
        self._settings = {"BERNARD_HOME": str(home.path)}
        if supervised:
            self._settings[SUPERVISED] = "1"
        # The children hold the reading end; it reports the end of file when we are gone.
        self._theirs, self._ours = os.pipe()
        self._running: list[subprocess.Popen[bytes]] = []
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, module: Sequence[str], *handles: int) -> subprocess.Popen[bytes]:
        """`python -m module…`; it inherits `handles`, such as a lock that it is to hold too."""
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env={**_MEMORY, **os.environ, **self._settings, PARENT_PIPE: str(self._theirs)},
            pass_fds=(self._theirs, *handles),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for the parent to pass on
        )
        with self._starting:
            self._running = [one for one in self._running if one.poll() is None] + [process]
        return process

    def end(self, seconds: float | None = None) -> None:
        """Asks all to end, and cuts off those that have not after so many seconds together."""
        for process in self._running:
            process.terminate()
        deadline = None if seconds is None else time.monotonic() + seconds
        for process in self._running:
            try:
                process.wait(deadline and max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(self._theirs)
        os.close(self._ours)


def is_supervised() -> bool:
    return SUPERVISED in os.environ


def follow_parent(on_end: Callable[[], None]) -> None:
    """Calls `on_end` from a thread when the parent that left a pipe is gone, however it died.

    What has not ended ORPHAN_SECONDS later, because it waits for an index that nobody starts again,
    is cut off: whatever was acknowledged is on disk.
    """
    given = os.environ.get(PARENT_PIPE, "")
    if not given.isdigit():
        return
    handle = int(given)
    os.set_inheritable(handle, False)  # our own children must not hold it open

    def wait() -> None:
        os.read(handle, 1)
        on_end()
        time.sleep(ORPHAN_SECONDS)
        os._exit(1)

    threading.Thread(target=wait, name="follow-parent", daemon=True).start()


def answers(port: int, path: str) -> bool:
    """Whether a web server of this machine is ready: it answers that path with 200."""
    return replied(port, path, 2) == 200


def replied(port: int, path: str, within: float) -> int:
    """The status that a web server of this machine answers that path with; 0 where it does not, in
    so many seconds."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=within)
    with contextlib.closing(server), contextlib.suppress(OSError, http.client.HTTPException):
        server.request("GET", path)
        return server.getresponse().status
    return 0


def begin_anew(told: str) -> NoReturn:
    """This process from its beginning, whatever its threads are at: they end, and its locks, files
    and transactions are let go. `told`: what `told_before` is to give then."""
    given = os.environ.get(PARENT_PIPE, "")
    if given.isdigit():
        os.set_inheritable(int(given), True)
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, TOLD: told})


def told_before() -> str:
    """What this process was told by itself when it began anew; once, and empty where it did not."""
    return os.environ.pop(TOLD, "")


def stop_on_signals(stop: threading.Event) -> None:
    """SIGTERM and SIGINT ask the process to finish what it does and end. For this the main thread
    has to look up from its waiting each LOOK_UP_SECONDS."""

    def end(*_: object) -> None:
        # In a thread: the main one may hold the event's own lock just then, and wait for ever.
        _thread.start_new_thread(stop.set, ())

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def log_to(path: Path | None) -> None:
    """Warnings and worse to `path`, or to standard error."""
    handler: logging.Handler = (
        logging.FileHandler(path) if path is not None else logging.StreamHandler(sys.stderr)
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
