"""How Bernard's processes start and end together."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

#: Holds the number of a pipe whose other end the parent holds: it closes when the parent dies.
PARENT_PIPE = "BERNARD_PARENT_PIPE"


def follow_parent(on_end: Callable[[], None]) -> None:
    """Calls `on_end` from a thread when the parent that left a pipe is gone, however it died."""
    given = os.environ.get(PARENT_PIPE, "")
    if not given.isdigit():
        return
    handle = int(given)
    os.set_inheritable(handle, False)  # our own children must not hold it open

    def wait() -> None:
        os.read(handle, 1)
        on_end()

    threading.Thread(target=wait, name="follow-parent", daemon=True).start()


def stop_on_signals(stop: threading.Event) -> None:
    """SIGTERM and SIGINT ask the process to finish what it does and end."""

    def ask(_number: int, _frame: object) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def log_to(path: Path | None) -> None:
    """Warnings and worse to `path`, or to standard error."""
    handler: logging.Handler = (
        logging.FileHandler(path) if path is not None else logging.StreamHandler(sys.stderr)
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
