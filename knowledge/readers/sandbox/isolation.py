"""Reads each file in a process of its own, so that no file can harm or halt the rest.

A small server process (`fork_server`) has the readers loaded and forks once for each file: a file
costs some 10 ms, not the half second of a new interpreter. What comes back is JSON, never pickle: a
process that was taken over by a hostile file can send wrong words, but nothing that runs here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from knowledge.documents.blocks import Block, BlockKind, Reading
from knowledge.errors import RefusedFile
from knowledge.readers.reading import CRASHED

_SERVER = "knowledge.readers.sandbox.fork_server"
#: Servers that a file is given to: none is ended by a file, but one may be by whoever runs out of
#: memory, and the next while it starts.
SERVERS = 5
#: Seconds until the server has forked a reader; it forks in milliseconds, once it has started.
FORK_SECONDS = 30.0
#: More JSON than this is not a document: 64 MiB is some 20,000 pages.
MAX_ANSWER = 64 * 1024 * 1024

TOO_SLOW = (
    "Reading the file took longer than {seconds:.0f} seconds and was stopped. "
    "Split it, or save it in a simpler form, and add it again."
)
TOO_LONG = "The file holds more text than one document may have. Split it and add the parts."


class _ServerGone(Exception):
    """The server itself was ended, by whatever cause; a new one is started."""


class _Server:
    """Our end of the fork server. `read` may be called from many threads."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _SERVER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                process_group=0,  # its readers' too: they end with it
            )
        ours.settimeout(FORK_SECONDS)
        self._control = ours
        self._lock = threading.Lock()
        self.owner = os.getpid()

    def read(self, request: dict[str, Any], timeout: float) -> bytes:
        """The reader's answer; nothing, or half of one, where it broke down. Raises RefusedFile."""
        result, theirs = socket.socketpair()
        with result:
            with theirs:
                reader = self._send(request, theirs.fileno())
            try:
                answer = _receive(result, timeout)
            except RefusedFile:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(reader, signal.SIGKILL)
                raise
        if not answer.endswith(b"\n"):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)  # a reader ends with its server, and a little before it
                raise _ServerGone
        return answer

    def _send(self, request: dict[str, Any], file: int) -> int:
        """Gives the number of the reader's process."""
        message = json.dumps(request).encode() + b"\n"
        try:
            # One request at a time on the way in: the file descriptor belongs to this one.
            with self._lock, self._control.makefile("rb") as told:
                sent = socket.send_fds(self._control, [message], [file])
                self._control.sendall(message[sent:])
                return int(told.readline())
        except (OSError, ValueError) as error:
            raise _ServerGone from error

    def close(self) -> None:
        """The server ends, with every reader, when its control socket closes; one that hangs is
        ended with them."""
        self._control.close()
        if self.owner == os.getpid():
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


_server: _Server | None = None
_server_lock = threading.Lock()


def _current_server(broken: _Server | None = None) -> _Server:
    """The server of this process; a forked child does not share its parent's."""
    global _server
    with _server_lock:
        if _server is not None and (_server is broken or _server.owner != os.getpid()):
            _server.close()
            _server = None
        if _server is None:
            _server = _Server()
            atexit.register(_server.close)
        return _server


def make_ready() -> None:
    """Starts the server that the first file would else wait half a second for; returns at once."""
    _current_server()


def read_file(
    path: Path, file_name: str, *, timeout: float = 60.0, memory_mb: int = 1024
) -> Reading:
    """Reads the file at `path`, which its owner calls `file_name`.

    `timeout` is in seconds of wall-clock time; `memory_mb` bounds the reader's address space where
    the platform can. Safe to call from threads. Raises RefusedFile with a curator's sentence.
    """
    request = {
        "path": str(path.absolute()),
        "file_name": file_name,
        "timeout": timeout,
        "memory_mb": memory_mb,
    }
    server = None
    for _ in range(SERVERS):
        server = _current_server(broken=server)
        try:
            return _understand(server.read(request, timeout), file_name)
        except _ServerGone:
            continue
    raise RefusedFile(CRASHED, f"the fork server ended {SERVERS} times")


def _receive(connection: socket.socket, timeout: float) -> bytes:
    """All until the other end closes. Raises RefusedFile where it is too slow or too long."""
    received = bytearray()
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            part = connection.recv(1 << 18)
        except TimeoutError:
            break
        except ConnectionResetError:
            part = b""
        if not part:
            return bytes(received)
        received += part
        if len(received) > MAX_ANSWER:
            raise RefusedFile(TOO_LONG, f"more than {MAX_ANSWER} bytes of answer")
    raise RefusedFile(TOO_SLOW.format(seconds=timeout), "timeout")


def _understand(answer: bytes, file_name: str) -> Reading:
    """The reading in the reader's JSON. Nothing in it is trusted to be as it should."""
    try:
        data = json.loads(answer)
        if "refused" in data:
            message, reason = map(_string, data["refused"])
            raise RefusedFile(message, f"{file_name}: {reason}")
        text = _string(data["text"])
        blocks = tuple(_block(text, *block) for block in data["blocks"])
        properties = {_string(key): _string(value) for key, value in data["properties"].items()}
        warnings = tuple(map(_string, data["warnings"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedFile(CRASHED, f"{file_name}: bad answer: {error!r}") from error
    return Reading(text, blocks, properties, warnings)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _block(
    text: str, kind: str, start: Any, end: Any, path: Any, page: Any, level: Any, turns: Any
) -> Block:
    start, end = int(start), int(end)
    if not 0 <= start < end <= len(text):
        raise ValueError("span outside the text")
    page = None if page is None else int(page)
    headings = tuple(map(_string, path))
    turned = tuple((int(place), int(other)) for place, other in turns)
    return Block(BlockKind(kind), text[start:end], start, end, headings, page, int(level), turned)


def _environment() -> dict[str, str]:
    """What the server needs to start, and no more: no key reaches a process that reads files."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    }
    root = str(Path(__file__).parents[3])
    inherited = os.environ.get("PYTHONPATH")
    kept["PYTHONPATH"] = f"{root}{os.pathsep}{inherited}" if inherited else root
    return kept
