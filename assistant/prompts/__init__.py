"""One text file a prompt; its first line names its version, which is stored with every answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Prompt:
    version: str  # "answer 1"
    text: str


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `name`.txt. Raises ValueError where its first line names no version."""
    content = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    first, _, text = content.partition("\n")
    label, _, version = first.partition(":")
    if label != "version" or not version.strip():
        raise ValueError(f"{name}.txt does not begin with a version line")
    return Prompt(f"{name} {version.strip()}", text.strip())
