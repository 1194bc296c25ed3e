"""Homes for tests: what is the same in each of them and slow to make is made once in a run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

#: Makes an empty home there; its embedded model is the run's, which takes five seconds to build.
NewHome = Callable[[Path], Path]


def directory_of_run(factory: pytest.TempPathFactory) -> Path:
    """The same for all workers that share a run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(directory: Path, make: Callable[[Path], None]) -> Path:
    """What `make` puts into the directory, by the worker that comes first."""
    with directory.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not directory.exists():
            unfinished = directory.with_suffix(".unfinished")
            make(unfinished)
            unfinished.rename(directory)
    return directory
