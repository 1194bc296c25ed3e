"""Phrase lists are data: `lists/NAME.txt`, one entry a line.

"#" begins a comment, which says where the entries come from; "[what they are]" begins a section. A
test counts all entries and holds them to a budget that may only shrink.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """The entries of each section of a list, in order; those before any section under ""."""
    found: dict[str, list[str]] = {}
    section = ""
    content = files("knowledge.language").joinpath("lists", f"{name}.txt")
    for line in content.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if entry.startswith("["):
            section = entry[1:-1]
        elif entry:
            found.setdefault(section, []).append(entry)
    return {section: tuple(entries) for section, entries in found.items()}


@cache
def listed(name: str, section: str = "") -> frozenset[str]:
    return frozenset(sections(name)[section])
