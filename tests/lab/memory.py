"""Memory of the processes that `bernard serve` starts, measured from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from knowledge.errors import BernardError

#: Seconds after the ready line at which memory is read: what was warmed has settled.
SETTLE_SECONDS = 5.0
READY_SECONDS = 120.0
END_SECONDS = 30.0
_SERVE = "from assistant.cli import main; main()"


def serve_memory(home: Path) -> dict[str, float]:
    """Resident memory (RSS, MB) of each process of an idle `bernard serve`, by what it does, and
    their `total`. Shared pages count in each process, so the total is an upper bound."""
    import psutil

    log = home / "logs" / "bench-serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "serve", "--no-browser", "--port", str(_free_port())],
            env={**os.environ, "BERNARD_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for_ready(process, log)
        time.sleep(SETTLE_SECONDS)
        parent = psutil.Process(process.pid)
        memory = {"supervisor": _megabytes(parent.memory_info().rss)}
        for child in parent.children(recursive=True):
            name = _role(child.cmdline())
            rss = _megabytes(child.memory_info().rss)
            memory[name] = round(memory.get(name, 0.0) + rss, 1)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return {**memory, "total": round(sum(memory.values()), 1)}


def _wait_for_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while b"Bernard is ready" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            raise BernardError(
                f"`bernard serve` did not start, so its memory was not measured. See {log}."
            )
        time.sleep(0.1)


def _role(command: list[str]) -> str:
    words = " ".join(command)
    for mark, name in (
        ("chromadb", "index"),
        ("chroma run", "index"),
        ("knowledge.work", "worker"),
        ("assistant.serving.worker", "worker"),
        ("-m ui", "web"),
        ("forkserver", "readers"),
        ("fork_server", "readers"),
    ):
        if mark in words:
            return name
    return "other"


def _megabytes(size: int) -> float:
    return round(size / 1e6, 1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
