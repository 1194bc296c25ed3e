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
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.blocks import Block, BlockKind, Reading
from knowledge.errors import RefusedFile

#: More JSON than this is not a document: 64 MiB is some 20,000 pages.
MAX_ANSWER = 64 * 1024 * 1024

TOO_SLOW = (
    "Reading the file took longer than {seconds:.0f} seconds and was stopped. "
    "Split it, or save it in a simpler form, and add it again."
)
TOO_BIG = (
    "Reading the file took more memory than one file may have, and was stopped. "
    "Split it, or save it without its pictures, and add it again."
)
CRASHED = (
    "The file could not be read: the reader broke down on it. It may be damaged. "
    "Open it in the program that made it, save it anew and add it again."
)
TOO_LONG = "The file holds more text than one document may have. Split it and add the parts."


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a reader's process ended, as the server saw it."""

    code: int  # exit code, or minus the signal
    timed_out: bool


class _ServerGone(Exception):
    """The server itself was ended, by whatever cause; a new one is started."""


class _Server:
    """Our end of the fork server. `read` may be called from many threads."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "knowledge.readers.sandbox.fork_server",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        self._control = ours
        self._lock = threading.Lock()
        self.owner = os.getpid()

    def read(self, request: dict[str, Any], timeout: float) -> tuple[bytes, _Ended]:
        result, result_there = socket.socketpair()
        status, status_there = socket.socketpair()
        with result, status:
            with result_there, status_there:
                self._send(request, [result_there.fileno(), status_there.fileno()])
            # The server ends the reader at `timeout`; the rest is for the server's own failure.
            deadline = time.monotonic() + timeout + 5
            answer = _receive(result, deadline, MAX_ANSWER)
            ended = _receive(status, deadline, 1024)
        if not ended:
            raise _ServerGone
        code, timed_out = json.loads(ended)
        return answer, _Ended(int(code), bool(timed_out))

    def _send(self, request: dict[str, Any], files: list[int]) -> None:
        message = json.dumps(request).encode() + b"\n"
        try:
            with self._lock:
                sent = socket.send_fds(self._control, [message], files)
                self._control.sendall(message[sent:])
                # One request at a time on the way in: the file descriptors belong to this one.
                if self._control.recv(1) != b"k":
                    raise _ServerGone
        except OSError as error:
            raise _ServerGone from error

    def close(self) -> None:
        """The server ends, with every reader, when its control socket closes."""
        self._control.close()
        if self.owner == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)


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


def read_isolated(path: Path, file_name: str, *, timeout: float, memory_mb: int) -> Reading:
    """See `knowledge.readers.read_file`."""
    request = {
        "path": str(path.absolute()),
        "file_name": file_name,
        "timeout": timeout,
        "memory_mb": memory_mb,
    }
    server = _current_server()
    try:
        answer, ended = server.read(request, timeout)
    except _ServerGone:
        try:
            answer, ended = _current_server(broken=server).read(request, timeout)
        except _ServerGone as error:
            raise RefusedFile(CRASHED, "the fork server ended twice") from error
    if ended.timed_out:
        raise RefusedFile(TOO_SLOW.format(seconds=timeout), f"{file_name}: timeout")
    if ended.code != 0:
        raise RefusedFile(CRASHED, f"{file_name}: reader ended with {ended.code}")
    return _understand(answer, file_name)


def _receive(connection: socket.socket, deadline: float, limit: int) -> bytes:
    """Everything until the other end closes. Empty when the deadline passes first."""
    parts: list[bytes] = []
    length = 0
    while (left := deadline - time.monotonic()) > 0:
        connection.settimeout(left)
        try:
            part = connection.recv(1 << 18)
        except TimeoutError:
            break
        except ConnectionResetError:
            part = b""
        if not part:
            return b"".join(parts)
        length += len(part)
        if length > limit:
            raise RefusedFile(TOO_LONG, f"more than {limit} bytes of answer")
        parts.append(part)
    return b""


def _understand(answer: bytes, file_name: str) -> Reading:
    """The reading in the reader's JSON. Nothing in it is trusted to be as it should."""
    try:
        data = json.loads(answer)
        if "refused" in data:
            message, reason = data["refused"]
            raise RefusedFile(str(message), f"{file_name}: {reason}")
        if "out_of_memory" in data:
            raise RefusedFile(TOO_BIG, f"{file_name}: out of memory")
        if "failed" in data:
            raise RefusedFile(CRASHED, f"{file_name}: {data['failed']}")
        text = _string(data["text"])
        blocks = tuple(_block(text, block) for block in data["blocks"])
        properties = {_string(key): _string(value) for key, value in data["properties"].items()}
        warnings = tuple(_string(warning) for warning in data["warnings"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RefusedFile(CRASHED, f"{file_name}: bad answer: {error!r}") from error
    return Reading(text, blocks, properties, warnings)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _block(text: str, data: Mapping[str, Any]) -> Block:
    start, end = int(data["start"]), int(data["end"])
    if not 0 <= start < end <= len(text):
        raise ValueError("span outside the text")
    page = data["page"]
    return Block(
        BlockKind(data["kind"]),
        text[start:end],
        start,
        end,
        tuple(_string(heading) for heading in data["path"]),
        None if page is None else int(page),
        int(data["level"]),
    )


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
