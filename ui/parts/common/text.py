"""Text made safe and readable: the only way that words reach a page."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape

#: Every character that Markdown could read as more than itself.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&:^=\"'/@])")


def html(text: object) -> str:
    """Escaped for HTML, in element text and in quoted attributes alike."""
    return escape(str(text), quote=True)


def label(text: str) -> str:
    """Escaped for the Markdown of a Streamlit label, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def day(moment: date | None) -> str:
    """`1 April 2026`, or nothing."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def clock(moment: datetime) -> str:
    """`24 November 2026, 17:05`, in this machine's time."""
    local = moment.astimezone()
    return f"{day(local)}, {local:%H:%M}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 document`, `1,240 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def clipped(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
