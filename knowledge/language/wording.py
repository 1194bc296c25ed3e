"""Numbers, days and lists as sentences say them, on every page and in every message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def day(moment: date | None) -> str:
    """`1 April 2026`, or nothing."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def period(since: date | None, until: date | None) -> str:
    """`in force from 1 April 2025 until 31 March 2026`; nothing where no day is known."""
    if until:
        return f"in force {f'from {day(since)} ' if since else ''}until {day(until)}"
    return f"in force since {day(since)}" if since else ""


def count(number: int, one: str, many: str = "") -> str:
    """`1 document`, `1,240 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
