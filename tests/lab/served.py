"""`bernard serve` as a process of its own, watched from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BernardError

READY_SECONDS = 300.0
END_SECONDS = 30.0
_SERVE = "from assistant.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    pid: int

    def memory(self) -> dict[str, float]:
        """Resident memory (RSS, MB) of each process by what it does."""
        import psutil

        parent = psutil.Process(self.pid)
        memory = {"supervisor": _megabytes(parent.memory_info().rss)}
        for child in parent.children(recursive=True):
            name = _role(child.cmdline())
            rss = _megabytes(child.memory_info().rss)
            memory[name] = round(memory.get(name, 0.0) + rss, 1)
        return memory

    def web_cpu_seconds(self) -> float:
        """Of the web process so far, on all cores."""
        import psutil

        for child in psutil.Process(self.pid).children(recursive=True):
            if _role(child.cmdline()) == "web":
                times = child.cpu_times()
                return float(times.user + times.system)
        raise BernardError("`bernard serve` has no web process.")


@contextmanager
def served(
    home: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """From its ready line on. Raises BernardError with the log's place when it does not start."""
    log = home / "logs" / "bench-serve.log"
    port = _free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "serve", "--no-browser", "--port", str(port), *options],
            env={**os.environ, **(environment or {}), "BERNARD_HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for_ready(process, log)
        yield Served(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while b"Bernard is ready" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > deadline:
            raise BernardError(
                f"`bernard serve` did not start, so nothing was measured. See {log}."
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
