"""The process that forks a reader for each file. Started by `isolation`, never by hand.

One thread and nothing open but its sockets, so a fork is safe. A request is a line of JSON with two
sockets: one for the reader's answer, one on which this server says how the reader ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(slots=True)
class _Child:
    deadline: float
    status: int  # socket on which the end is told
    timed_out: bool = False


def main(control_number: int) -> None:
    from knowledge.readers import reading

    reading.preload()
    # Ctrl-C in the terminal is for the program that asked; this server ends when that one does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wake_in, wake_out = os.pipe()
    os.set_blocking(wake_out, False)
    os.set_blocking(wake_in, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake_out, warn_on_full_buffer=False)
    children: dict[int, _Child] = {}
    with socket.socket(fileno=control_number) as control:
        while True:
            wait = min(
                (child.deadline - time.monotonic() for child in children.values()), default=60
            )
            waited = [control_number, wake_in]
            ready, _, _ = select.select(waited, [], [], max(wait, 0.0))
            if wake_in in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(wake_in, 4096)
            _reap(children)
            _stop_late(children)
            if control_number in ready and not _accept(control, children, (wake_in, wake_out)):
                break
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _accept(control: socket.socket, children: dict[int, _Child], wake: tuple[int, int]) -> bool:
    """Takes one request and forks for it. False when the asking process is gone."""
    message, files, _, _ = socket.recv_fds(control, 1 << 16, 2)
    while message and not message.endswith(b"\n"):
        more = control.recv(1 << 16)
        if not more:
            return False
        message += more
    if not message or len(files) != 2:
        return False
    request = json.loads(message)
    result, status = files
    pid = os.fork()
    if pid == 0:
        control.close()
        for number in (*wake, status, *(child.status for child in children.values())):
            os.close(number)
        _child(request, result)
    os.close(result)
    children[pid] = _Child(time.monotonic() + float(request["timeout"]), status)
    control.sendall(b"k")
    return True


def _reap(children: dict[int, _Child]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        child = children.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        late = child.timed_out or code == -signal.SIGXCPU
        with contextlib.suppress(OSError):
            os.write(child.status, json.dumps([code, late]).encode())
        os.close(child.status)


def _stop_late(children: dict[int, _Child]) -> None:
    now = time.monotonic()
    for pid, child in children.items():
        if now >= child.deadline:
            child.timed_out = True
            child.deadline = now + 60  # it is dying: wait for the signal of its end
            os.kill(pid, signal.SIGKILL)


def _child(request: dict[str, Any], result: int) -> NoReturn:
    """Reads one file within limits, writes the answer and ends, skipping the server's clean-up."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _limit(float(request["timeout"]), int(request["memory_mb"]))
        from knowledge.readers import reading

        answer = reading.answer(str(request["path"]), str(request["file_name"]))
        with socket.socket(fileno=result) as connection:
            connection.sendall(answer)
        code = 0
    finally:
        os._exit(code)


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
