"""The Chroma server of a home: a child on loopback, one owner at a time, found by any process.

One process may own a Chroma path: two on one path lose rows without a word. The server inherits the
lock, so that the path stays locked for exactly as long as the server lives, whoever started it.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

from knowledge.errors import IndexUnavailable
from knowledge.locks import ProcessLock
from knowledge.settings import Home

#: Seconds that a start may take; about 1 s was measured, more on a busy machine.
START_SECONDS = 30.0


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
        self._note = home.index / "server.json"
        self._lock = ProcessLock(home.index / "server.lock")
        self._child: subprocess.Popen[bytes] | None = None

    def address(self) -> Address:
        """Where Chroma answers: BERNARD_CHROMA_URL, a server that runs, or one started now."""
        remote = os.environ.get("BERNARD_CHROMA_URL", "").strip()
        if remote:
            return _parse(remote)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if note := self._running():
                return Address("127.0.0.1", note.port)
            if self._lock.acquire():
                return Address("127.0.0.1", self._start())
            self._stop_stuck()
            time.sleep(0.1)
        raise IndexUnavailable(
            "The search index did not start. Nothing is lost; try again in a minute.",
            f"no Chroma server within {START_SECONDS} s",
        )

    @property
    def owned(self) -> bool:
        """Whether this process started the server that runs."""
        return self._child is not None and self._child.poll() is None

    def was_lost(self) -> bool:
        """Whether the server that this process started has ended by itself."""
        return self._child is not None and self._child.poll() is not None

    def take_over(self) -> None:
        """Stops a server whose owner died, so that this process can own it."""
        note = self._read_note()
        if note and _is_chroma(note.pid) and not _alive(note.owner):
            _terminate(note.pid)

    def stop(self) -> None:
        """Stops the server if this process started it."""
        if self._child is not None:
            _terminate(self._child.pid)
            self._child.wait()
            self._child = None
            self._note.unlink(missing_ok=True)
        self._lock.release()

    def _running(self) -> _Note | None:
        note = self._read_note()
        return note if note and _is_chroma(note.pid) and _beats(note.port) else None

    def _stop_stuck(self) -> None:
        """A server of ours that has died leaves a lock that only we hold: let it go."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
            self._lock.release()

    def _start(self) -> int:
        port = _free_port()
        log = (self._home.logs / "chroma.log").open("ab")
        with log:
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "import sys; from chromadb.cli.cli import app; sys.exit(app())",
                    "run",
                    "--path",
                    str(self._home.index / "chroma"),
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(port),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(self._lock.handle,),
                env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
                start_new_session=True,  # Ctrl-C in the terminal is for Bernard to pass on
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._child.poll() is not None:
                break
            if _beats(port):
                self._write_note(_Note(self._child.pid, port, os.getpid()))
                return port
            time.sleep(0.05)
        self.stop()
        raise IndexUnavailable(
            "The search index did not start. Nothing is lost: the log is logs/chroma.log "
            "in Bernard's data directory.",
            "chroma run ended or did not answer",
        )

    def _read_note(self) -> _Note | None:
        try:
            return _Note(**json.loads(self._note.read_text()))
        except (OSError, ValueError, TypeError):
            return None  # no server has been noted, or its owner died while noting it

    def _write_note(self, note: _Note) -> None:
        scratch = self._note.with_suffix(f".{os.getpid()}")
        scratch.write_text(json.dumps({"pid": note.pid, "port": note.port, "owner": note.owner}))
        scratch.replace(self._note)


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


def _beats(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/v2/heartbeat")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _alive(pid: int) -> bool:
    import psutil

    return bool(psutil.pid_exists(pid))


def _is_chroma(pid: int) -> bool:
    import psutil

    try:
        return "chromadb" in " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return False


def _terminate(pid: int) -> None:
    """SIGTERM, and SIGKILL after ten seconds."""
    import psutil

    try:
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(10)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(5)
    except psutil.NoSuchProcess:
        return
