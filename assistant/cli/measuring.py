"""The commands that measure come with Bernard's repository, not with its package."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

_REPOSITORY = Path(__file__).parents[2]


def lab(name: str) -> ModuleType | None:
    """That module of `tests/lab`; None where Bernard was installed as a package."""
    if not (_REPOSITORY / "tests" / "lab").is_dir():
        return None
    if str(_REPOSITORY) not in sys.path:
        sys.path.append(str(_REPOSITORY))
    return import_module(f"tests.lab.{name}")
