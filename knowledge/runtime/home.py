"""Where a library lives and how it is set up. Every setting is an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import BadSetting


@dataclass(frozen=True, slots=True)
class Home:
    """The one directory that holds everything of a library."""

    path: Path

    @classmethod
    def from_environment(cls) -> Home:
        """BERNARD_HOME, else the platform's data directory."""
        given = os.environ.get("BERNARD_HOME", "").strip()
        if given:
            return cls(Path(given).expanduser().absolute())
        from platformdirs import user_data_path

        return cls(user_data_path("bernard", appauthor=False))

    @property
    def catalogue(self) -> Path:
        return self.path / "catalogue.sqlite3"

    @property
    def files(self) -> Path:
        """Originals by content hash."""
        return self.path / "files"

    @property
    def index(self) -> Path:
        return self.path / "index"

    @property
    def models(self) -> Path:
        return self.path / "models"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    def make(self) -> Home:
        """Makes the directories, readable by their owner only. Raises BadSetting."""
        try:
            for directory in (self.path, self.files, self.index, self.models, self.logs):
                directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise BadSetting(
                f"Bernard cannot write to its data directory ({error.strerror}). "
                "Free some space or set BERNARD_HOME to a directory that you may write to.",
                str(error),
            ) from error
        return self
