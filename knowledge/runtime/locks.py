"""Locks of the operating system, held as long as a process lives: a crash frees them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class ProcessLock:
    """An exclusive lock on a file. A child that inherits `handle` holds it too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.handle = -1

    def acquire(self) -> bool:
        """True when the lock is ours now; never waits."""
        if self.handle >= 0:
            return True
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self.handle = handle
        return True

    def release(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def is_held(path: Path) -> bool:
    """Whether some living process holds the lock."""
    lock = ProcessLock(path)
    if not lock.acquire():
        return True
    lock.release()
    return False
