"""The process that forks a reader for each file. Started by `isolation`, never by hand.

One thread and nothing open but its socket, so a fork is safe. A request is a line of JSON with the
socket for the reader's answer; what comes back at once is the number of the reader's process.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
from typing import Any, NoReturn


def main(control_number: int) -> None:
    from knowledge.readers import reading

    reading.preload()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # a reader's end is seen at its socket
    control = socket.socket(fileno=control_number)
    lines = control.makefile("rb")
    while True:
        message, files, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not files:
            break
        if not message.endswith(b"\n"):
            message += lines.readline()
        pid = os.fork()
        if pid == 0:
            os.close(control_number)
            _child(json.loads(message), files[0])
        os.close(files[0])
        control.sendall(b"%d\n" % pid)
    os.killpg(0, signal.SIGKILL)  # the asking process is gone: every reader ends, and this one


def _child(request: dict[str, Any], result: int) -> NoReturn:
    """Reads one file within limits, writes the answer and ends, skipping the server's clean-up."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _limit(float(request["timeout"]), int(request["memory_mb"]))
        from knowledge.readers import reading

        answer = reading.answer(str(request["path"]), str(request["file_name"]))
        with socket.socket(fileno=result) as connection:
            connection.sendall(answer + b"\n")
    finally:
        os._exit(0)


def _limit(timeout: float, memory_mb: int) -> None:
    seconds = max(1, int(timeout) + 1)
    limits = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,  # a reader writes to its socket, never to a file
    }
    for kind, limit in limits.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        # macOS has no limit on address space; there the time limit alone holds.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    if sys.platform == "linux":
        _cut_privileges()


def _cut_privileges() -> None:
    """PR_SET_NO_NEW_PRIVS (38) and PR_SET_PDEATHSIG (1): gain no rights, outlive no server."""
    libc = ctypes.CDLL(None)
    libc.prctl(38, 1, 0, 0, 0)
    libc.prctl(1, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
