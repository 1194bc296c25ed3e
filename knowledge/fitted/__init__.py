"""What a command fitted: weights and bars, with the hash of the data, the command and the figures
that made them. One JSON file a subject; whoever reads one gives its values their types."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str, package: str = __name__) -> dict[str, Any]:
    """`<name>.json` of `package`. Raises FileNotFoundError."""
    content: dict[str, Any] = json.loads(
        files(package).joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
    return content
