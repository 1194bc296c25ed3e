"""A real `bernard serve` on a free port, with a home of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

#: Seconds until the pages must be ready; the first start prepares the embedded model.
READY = 120


class Bernard:
    """Start it, stop it, start it again on the same home and port."""

    def __init__(self, home: Path, environment: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, **(environment or {}), "BERNARD_HOME": str(home)}
        self._process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> None:
        command = [str(Path(sys.executable).parent / "bernard"), "serve", "--no-browser"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port), *options],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "ready" in line, f"bernard serve said: {line!r}. {self.log()}"

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None

    def log(self) -> str:
        path = self.home / "logs" / "web.log"
        return path.read_text("utf-8") if path.exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
