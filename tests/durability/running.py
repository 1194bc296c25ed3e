"""A real `bernard serve` and its processes, to be looked at and to be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.command import BERNARD

#: Seconds until `bernard serve` must be ready, on a machine that is busy with other tests.
READY = 90.0
#: Seconds that a stop may take.
STOP = 20.0

_ROLES = (
    ("chromadb", "index"),
    ("knowledge.work", "worker"),
    ("assistant.serving.worker", "worker"),
    ("fork_server", "reader"),
    ("-m ui", "web"),
    (" serve ", "supervisor"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def bernard(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BERNARD, *arguments],
        env={**os.environ, "BERNARD_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def until(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Waits for it and returns the seconds that it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)
    return time.monotonic() - began


class Serve:
    """`bernard serve` on one home and port: start, look, kill, stop, start again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self._environment = {**os.environ, "BERNARD_HOME": str(home)}
        self._process: subprocess.Popen[bytes] | None = None
        self._known: set[psutil.Process] = set()

    @property
    def output(self) -> Path:
        return self.home.parent / "serve.txt"

    def start(self, *options: str) -> None:
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [*BERNARD, "serve", "--no-browser", "--port", str(self.port), *options],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> float:
        def ready() -> bool:
            assert self._process is not None
            said = self.output.read_text()
            assert self._process.poll() is None, f"bernard serve ended: {said}"
            return "Bernard is ready" in said

        return until(ready, READY, "ready")

    def processes(self) -> dict[str, list[psutil.Process]]:
        """The running ones by their role."""
        found: dict[str, list[psutil.Process]] = {}
        assert self._process is not None
        try:
            top = psutil.Process(self._process.pid)
            family = [top, *top.children(recursive=True)]
        except psutil.NoSuchProcess:
            return found
        for process in family:
            try:
                words = " ".join(process.cmdline())
            except psutil.Error:
                continue
            self._known.add(process)
            role = next((role for mark, role in _ROLES if mark in words), None)
            if role is not None:
                found.setdefault(role, []).append(process)
        return found

    def pid(self, role: str) -> int:
        """0 while there is none."""
        found = self.processes().get(role)
        return found[0].pid if found else 0

    def kill(self, role: str) -> int:
        """SIGKILL; returns whom it hit, 0 when there was none."""
        pid = self.pid(role)
        if not pid and self._process is not None and self._process.poll() is not None:
            raise AssertionError(f"bernard serve ended by itself: {self.output.read_text()}")
        if pid:
            os.kill(pid, signal.SIGKILL)
        if role == "supervisor" and self._process is not None:
            self._process.wait()
        return pid

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """The exit code; nothing that it ever started may be left."""
        assert self._process is not None
        self.processes()
        self._process.send_signal(number)
        code = self._process.wait(STOP)
        assert self.left() == [], "processes were left behind"
        return code

    def left(self) -> list[str]:
        """Every process seen before that still runs."""
        return [
            " ".join(process.cmdline())
            for process in self._known
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
        ]

    def end_for_good(self) -> None:
        """After a test, whatever became of it."""
        if self._process is not None and self._process.poll() is None:
            self.processes()
            self._process.terminate()
            try:
                self._process.wait(STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for process in self._known:
            if process.is_running():
                process.kill()
