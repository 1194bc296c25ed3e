"""Dates as people write them in documents and questions."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"

#: "1 April 2025", "1st April, 2025", "April 1, 2025", "2025-04-01", "01/04/2025", "April 2025".
WRITTEN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+(?:{_NAMES})\.?,?\s+{_YEAR}"
    rf"|(?:{_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,\s*{_YEAR}"
    rf"|{_YEAR}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}"
    rf"|(?:{_NAMES})\.?,?\s+{_YEAR})"
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({_NAMES})\.?,?\s+({_YEAR})", re.I
)
_MONTH_FIRST = re.compile(rf"({_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,\s*({_YEAR})", re.I)
_ISO = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)")
_FIGURES = re.compile(rf"(\d{{1,2}})[/.](\d{{1,2}})[/.]({_YEAR})")
_MONTH = re.compile(rf"({_NAMES})\.?,?\s+({_YEAR})", re.I)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day that was meant: one day, or a whole month."""

    first: date
    last: date


def written_date(text: str) -> Days | None:
    """What `text`, which WRITTEN matched, means; None for a day that no calendar has."""
    text = text.strip()
    if match := _DAY_FIRST.fullmatch(text):
        return _day(match[3], MONTHS[match[2].lower()], match[1])
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(match[3], MONTHS[match[1].lower()], match[2])
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _FIGURES.fullmatch(text):
        return _day(match[3], match[2], match[1])
    if match := _MONTH.fullmatch(text):
        year, month = int(match[2]), MONTHS[match[1].lower()]
        return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return None


def said(day: date) -> str:
    """`1 April 2025`."""
    return f"{day.day} {day:%B %Y}"


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def _day(year: str, month: str | int, day: str) -> Days | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Days(found, found)
