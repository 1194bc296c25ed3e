"""What a fit leaves behind: `fitted/<name>.json` with its command and the hash of its questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any


def questions_hash(asked: Iterable[tuple[str, str]]) -> str:
    """Of pairs of a set's name and a question's id, in any order."""
    lines = sorted(f"{name}\t{question}" for name, question in asked)
    return sha256("\n".join(lines).encode()).hexdigest()


def keep(file: Path, content: Mapping[str, Any]) -> None:
    """Replaces the file."""
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
