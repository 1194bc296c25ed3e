"""The Chroma server of a home: a child on loopback, one owner at a time, found by any process.

One process may own a Chroma path: two on one path lose rows without a word. The server inherits the
lock and alone keeps it, so that the path stays locked for exactly as long as the server lives,
whoever started it, and anyone may start it again when it was killed. A process that a supervisor
started leaves it to the supervisor: a server with two possible owners would end with the wrong one.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from knowledge.errors import IndexUnavailable
from knowledge.runtime.home import Home
from knowledge.runtime.locks import ProcessLock, is_held
from knowledge.runtime.processes import answers, is_supervised

log = logging.getLogger(__name__)

#: Seconds that a start may take; about 1 s was measured, more on a busy machine.
START_SECONDS = 30.0
#: Seconds that a locked path may be without a server that answers, before it is seen whose it is.
ORPHAN_SECONDS = 3.0
#: Seconds after which a server of our own that does not answer is ended: not sooner, for one that
#: is killed while it writes may leave its files damaged.
SILENT_SECONDS = 20.0
_HEARTBEAT = "/api/v2/heartbeat"
#: The command `chroma`, without the Python package around it: 60 MB and a second of start less.
_CHROMA = "import sys, chromadb_rust_bindings; chromadb_rust_bindings.cli(sys.argv)"


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int
    ssl: bool = False


@dataclass(frozen=True, slots=True)
class _Note:
    """What the owner leaves in the home for others to find the server by."""

    pid: int
    port: int
    owner: int


class ChromaServer:
    """Finds the home's server, or starts it. Raises IndexUnavailable when neither works."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._data = home.index / "chroma"
        self._path = str(self._data)
        self._note = home.index / "server.json"
        self._lock = ProcessLock(home.index / "server.lock")
        self._child: subprocess.Popen[bytes] | None = None
        self._supervised = is_supervised()

    def address(self, within: float = START_SECONDS) -> Address:
        """Where Chroma answers: BERNARD_CHROMA_URL, a server that runs, or one started now.

        `within`: seconds to wait for one that another process starts.
        """
        if remote := self.remote:
            return _parse(remote)
        began = time.monotonic()
        looked = False
        while (waited := time.monotonic() - began) < within:
            if note := self._running():
                return Address("127.0.0.1", note.port)
            if waited > SILENT_SECONDS and self.owned:
                log.warning("The search index did not answer. It was ended and is started again.")
                self.kill()
            if not self._supervised:
                if self._lock.acquire():
                    try:
                        return Address("127.0.0.1", self._start())
                    finally:
                        self._lock.release()  # the server, if it runs, holds it now
                if waited > ORPHAN_SECONDS and not looked:
                    looked = True
                    self.take_over()
            time.sleep(0.1)
        raise IndexUnavailable(
            "The search index did not start. Nothing is lost; try again in a minute.",
            f"no Chroma server within {within:.0f} s",
        )

    @property
    def remote(self) -> str:
        """BERNARD_CHROMA_URL: a server that others may use as well. Empty without."""
        from knowledge.runtime.settings import LibrarySettings

        return LibrarySettings.read().chroma_url

    @property
    def owned(self) -> bool:
        """Whether this process started the server that runs."""
        return self.ended() is None

    def ended(self) -> int | None:
        """The exit status of the server that this process started, -1 where there is none; None
        while it runs."""
        return -1 if self._child is None else self._child.poll()

    def heard(self) -> bool:
        """Whether the server that this process started answers."""
        note = self._read_note()
        return note is not None and answers(note.port, _HEARTBEAT)

    def kill(self) -> None:
        """Ends a server that does not answer, and so would not hear a milder word."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    def started(self) -> int:
        """When the server of this home was started, in nanoseconds; 0 while there is none here."""
        try:
            return self._note.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def take_over(self) -> None:
        """Stops a server whose owner died, so that another can own it.

        It is found by its command line, for its owner may have died before it could note it.
        """
        if not is_held(self._lock.path):
            return
        note = self._read_note()
        for process in _servers_of(self._path):
            if note is None or note.pid != process.pid or _parent(process) != note.owner:
                _terminate(process.pid)

    def stop(self) -> None:
        """Stops the server if this process started it."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            _terminate(child.pid)
            child.wait()
        note = self._read_note()
        if note and note.pid == child.pid:  # not that of a server started since by another
            self._note.unlink(missing_ok=True)

    def _running(self) -> _Note | None:
        note = self._read_note()
        runs = note and _serves(note.pid, self._path) and answers(note.port, _HEARTBEAT)
        return note if runs else None

    def _start(self) -> int:
        """The port of a new server. A directory that it cannot open is put aside: the catalogue
        holds every vector."""
        port = self._try_start()
        if port is None and _is_damaged(self._data / "chroma.sqlite3"):
            aside = self._home.index / f"damaged-{int(time.time())}"
            self._data.rename(aside)
            log.error("the index is damaged and was put aside as %s; it is built again", aside.name)
            port = self._try_start()
        if port is None:
            raise IndexUnavailable(
                "The search index did not start. Nothing is lost: the log is logs/chroma.log "
                "in Bernard's data directory.",
                "chroma run ended or did not answer",
            )
        return port

    def _try_start(self) -> int | None:
        port = _free_port()
        command = ["run", "--path", self._path, "--host", "127.0.0.1", "--port", str(port)]
        with (self._home.logs / "chroma.log").open("ab") as output:
            self._child = subprocess.Popen(
                [sys.executable, "-c", _CHROMA, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(self._lock.handle,),
                env={"RUST_LOG": "warn", **os.environ, "ANONYMIZED_TELEMETRY": "False"},
                start_new_session=True,  # Ctrl-C in the terminal is for Bernard to pass on
            )
        # Noted before it answers: whoever comes after a crash in between finds its owner dead.
        self._write_note(_Note(self._child.pid, port, os.getpid()))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._child.poll() is None:
            if answers(port, _HEARTBEAT):
                return port
            time.sleep(0.05)
        self.stop()
        return None

    def _read_note(self) -> _Note | None:
        try:
            return _Note(**json.loads(self._note.read_text()))
        except (OSError, ValueError, TypeError):
            return None  # no server has been noted, or its owner died while noting it

    def _write_note(self, note: _Note) -> None:
        scratch = self._note.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps(asdict(note)))
        scratch.replace(self._note)


def _is_damaged(database: Path) -> bool:
    """Whether SQLite itself cannot make sense of Chroma's database."""
    if not database.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            found: tuple[str] = connection.execute("PRAGMA quick_check(1)").fetchone()
            return found[0] != "ok"
    except sqlite3.OperationalError:
        return False  # locked, or the disk does not answer: no word about what is in it
    except sqlite3.DatabaseError:
        return True


def _parse(url: str) -> Address:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    ssl = parts.scheme == "https"
    return Address(parts.hostname or "127.0.0.1", parts.port or (443 if ssl else 8000), ssl)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _serves(pid: int, path: str) -> bool:
    """Whether that process is the Chroma server of that path."""
    with contextlib.suppress(psutil.Error):
        return _is_server(psutil.Process(pid).cmdline(), path)
    return False


def _servers_of(path: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if _is_server(process.info["cmdline"] or [], path)
    ]


def _is_server(command: list[str], path: str) -> bool:
    return path in command and any("chromadb" in word for word in command)


def _parent(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        return int(process.ppid())
    return 0


def _terminate(pid: int) -> None:
    """SIGTERM, and SIGKILL after ten seconds."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(5)
