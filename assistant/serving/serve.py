"""`bernard serve`: the chat, the library and the worker of one home, until Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser

from knowledge.errors import BernardError, LibraryBusy
from knowledge.runtime.home import Home
from knowledge.runtime.locks import ProcessLock
from knowledge.runtime.processes import LOOK_UP_SECONDS, Leash, answers, log_to, stop_on_signals

#: Seconds until the web server must answer.
READY_SECONDS = 120.0


def serve(port: int, *, browser: bool, sample: bool) -> int:
    """Serves on loopback until SIGINT or SIGTERM and returns the exit code.

    Raises LibraryBusy when another `bernard serve` runs on this home or the port is taken, and
    BernardError with a sentence when a setting is wrong.
    """
    from assistant.serving.supervisor import Supervisor

    home = Home.from_environment().make()
    lock = ProcessLock(home.path / "serve.lock")
    if not lock.acquire():
        raise LibraryBusy(
            "Bernard is running on this library already. Use that one, stop it first, or set "
            "BERNARD_HOME to another directory."
        )
    log_to(home.logs / "serve.log")
    stop = threading.Event()
    stop_on_signals(stop)
    with Supervisor(home, port) as supervisor:
        supervisor.wait_for_predecessor(stop)
        if stop.is_set():
            return 0
        _require_free(port)
        supervisor.start_web()
        _check_settings()  # now, for the pages take longer to come than this does
        supervisor.start_others()
        watcher = threading.Thread(target=supervisor.watch, args=(stop,))
        watcher.start()
        try:
            if sample:
                _load_sample(home, stop)
            _wait_until_ready(port, stop)
            if not stop.is_set():
                _say_ready(port, browser)
            while not stop.wait(LOOK_UP_SECONDS):
                pass
        finally:
            stop.set()
            watcher.join()  # or it would start again what is being ended
    lock.release()
    return 0


def _check_settings() -> None:
    from assistant.models import Models

    Models.from_environment()  # reads all of them


def _say_ready(port: int, browser: bool) -> None:
    url = f"http://127.0.0.1:{port}"
    print(f"Bernard is ready at {url} (Ctrl-C stops it)", flush=True)  # noqa: T201
    if browser and _has_screen():
        webbrowser.open(url)


def _load_sample(home: Home, stop: threading.Event) -> None:
    """Loads the sample library where there is no library yet, in a process of its own."""
    with Leash(home) as leash:
        child = leash.start(["assistant.sample.load"])
        while child.poll() is None and not stop.wait(0.1):
            pass
    if child.returncode != 0 and not stop.is_set():
        raise BernardError("The sample library could not be loaded. The log says more.")


def _wait_until_ready(port: int, stop: threading.Event) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not stop.wait(0.05) and not answers(port, "/health"):
        if time.monotonic() > deadline:
            raise BernardError(
                "The web server did not start. The log is logs/web.log in Bernard's data directory."
            )


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise LibraryBusy(
                f"Port {port} is taken by another program. Choose another: --port {port + 1}, or "
                f"make run PORT={port + 1}.",
                str(error),
            ) from error


def _has_screen() -> bool:
    if sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
