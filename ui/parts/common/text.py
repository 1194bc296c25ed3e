"""Texts and moments as a page shows them, and Streamlit's labels made safe."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from knowledge.language.wording import day

#: Every character that Markdown could read as more than itself.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:^=\"'/@])")
#: How dates are given in a form. Left to itself, an empty field allows ten years around today;
#: policies are older.
DATES: Final[dict[str, Any]] = {
    "format": "DD/MM/YYYY",
    "min_value": date(1950, 1, 1),
    "max_value": date(2099, 12, 31),
}


def whole_number(value: str | None) -> int:
    """A whole number from an address; -1 for anything else, which is the id of nothing."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else -1


def label(text: str) -> str:
    """Escaped for the Markdown of a Streamlit label, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def clock(moment: datetime) -> str:
    """`24 November 2026, 17:05`, in this machine's time."""
    local = moment.astimezone()
    return f"{day(local)}, {local:%H:%M}"


def clipped(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def holds(text: str, words: str) -> bool:
    """Whether every one of the words stands in the text."""
    return all(word in text.casefold() for word in words.casefold().split())
