"""Dates as people write them in documents and questions."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FULL = tuple(name.lower() for name in calendar.month_name)
#: Whole names, in lower case.
MONTHS = frozenset(_FULL[1:])
_MONTHS = {name: n for n, name in enumerate(_FULL) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
#: Of months, whole and cut short, for regular expressions.
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
YEAR = r"(?:19|20)\d\d"

#: "1 April 2025", "1st April, 2025", "April 1, 2025", "2025-04-01", "01/04/2025", "April 2025".
WRITTEN = (
    rf"(?:\d{{1,2}}(?:[a-z]{{2}})?(?:\s+of)?\s+(?:{_NAMES})\.?,?\s+{YEAR}"
    rf"|(?:{_NAMES})\.?\s+\d{{1,2}}(?:[a-z]{{2}})?[,\s]\s*{YEAR}"
    rf"|{YEAR}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}"
    rf"|(?:{_NAMES})\.?,?\s+{YEAR})"
)
_PART = re.compile(r"\d+|[A-Za-z]{3,}")
_NAMED = re.compile(rf"\b(?:Sept|{'|'.join(name.title() for name in _FULL if name)})\b")
#: "May" is mostly a verb, which is written small within a sentence: a month only behind a number or
#: a small word, or before a year.
_BEFORE_MAY = re.compile(r"(?:\d(?:[a-z]{2})?|\b[a-z]+)\s+$")
_AFTER_MAY = re.compile(rf"\s{YEAR}\b")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day that was meant: one day, or a whole month."""

    first: date
    last: date


def written_date(text: str) -> Days | None:
    """What `text`, which WRITTEN matched, means; None for a day that no calendar has."""
    match [_MONTHS.get(part.lower(), part) for part in _PART.findall(text)]:
        case [int(month), str(year)]:
            last = calendar.monthrange(int(year), month)[1]
            return Days(date(int(year), month, 1), date(int(year), month, last))
        case [str(day), int(month), str(year)] | [int(month), str(day), str(year)]:
            return _day(year, month, day)
        case [str(first), str(month), str(last)]:
            return _day(first, month, last) if len(first) == 4 else _day(last, month, first)
    return None


def month_of(word: str) -> str:
    """The whole name of the month that `word` names, in lower case; "" where it names none."""
    number = _MONTHS.get(word.lower(), 0)
    return "" if word == "may" else _FULL[number]


def months(text: str) -> dict[str, str]:
    """The months named, by their whole names, as written."""
    named = (match[0] for match in _NAMED.finditer(text) if is_month(text, *match.span()))
    return {month_of(month): month for month in named}


def is_month(text: str, start: int, end: int) -> bool:
    """Whether the month's name `[start:end]` of the text is meant as one."""
    if text[start:end] != "May":
        return text[start:end] != "may"
    before = _BEFORE_MAY.search(text, max(0, start - 12), start)
    return bool(before or _AFTER_MAY.match(text, end))


def _day(year: str, month: str | int, day: str) -> Days | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Days(found, found)
