"""A sign of life that one process gives and another looks for, across the file system."""

from __future__ import annotations

from pathlib import Path

from knowledge.runtime.home import Home


class Beat:
    """`heard` compares the file with how it was, never with the clock, which may be put right."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = self._last()

    @classmethod
    def of_worker(cls, home: Home) -> Beat:
        return cls(home.path / "worker.beat")

    def give(self) -> None:
        self._path.touch(mode=0o600)

    def heard(self) -> bool:
        """Whether it was given since the last look."""
        last = self._last()
        new, self._before = last != self._before, last
        return new

    def _last(self) -> int:
        """In nanoseconds; 0 where it was never given."""
        try:
            return self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return 0
