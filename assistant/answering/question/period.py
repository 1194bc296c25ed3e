"""The days that words name: "in 2027", "by March 2027", "last month", "the next six months"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from itertools import pairwise

from knowledge.language.dates import WRITTEN, YEAR, Days, is_month, written_date
from knowledge.language.quantities import quantities
from knowledge.language.words import Span

#: A date, or a year alone.
DATED = rf"(?:{WRITTEN}|{YEAR})"
_DATED = re.compile(rf"\b{DATED}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
#: Which one of its kind a word before "month" or "year" means, counted from today's.
_WHICH = {"the": 0, "this": 0, "next": 1, "last": -1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def period(text: str, today: date, *, ahead: bool) -> tuple[Days, Span] | None:
    """The first that is named, with the words that name it. `ahead`: "six months" are those to
    come and "March" is the next one; else those that have passed."""
    found = _dated(text) or calendar_unit(text, today) or _month(text, today, ahead=ahead)
    if found is None:
        return _length(text, today, ahead=ahead)
    days, (start, end) = found
    before = _WORD.findall(text[:start].lower())[-4:]
    if "before" in before:  # "before the end of March" is in March
        until = days.last if "end" in before else days.first - timedelta(days=1)
        days = Days(date.min, until)
    elif "by" in before or "until" in before:
        days = Days(date.min, days.last)
    elif "since" in before or "after" in before:
        days = Days(days.first, date.max)
    return days, (start, end)


def dated(written: str) -> Days | None:
    """What DATED matched."""
    if re.fullmatch(YEAR, written):
        return Days(date(int(written), 1, 1), date(int(written), 12, 31))
    return written_date(written)


def calendar_unit(text: str, today: date) -> tuple[Days, Span] | None:
    """This, the next or the last month, quarter or year."""
    said = list(_WORD.finditer(text.lower()))
    for one, unit in pairwise(said):
        if one[0] in _WHICH and unit[0] in _MONTHS:
            long = _MONTHS[unit[0]]
            began = months_on(today.replace(day=1), -((today.month - 1) % long))
            first = months_on(began, _WHICH[one[0]] * long)
            last = months_on(first, long) - timedelta(days=1)
            return Days(first, last), (one.start(), unit.end())
    return None


def months_on(moment: date, number: int) -> date:
    """The same day so many months later, or the last of its month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + number, 12)
    return date(year, month + 1, min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _dated(text: str) -> tuple[Days, Span] | None:
    match = _DATED.search(text)
    days = dated(match[0]) if match else None
    return (days, match.span()) if match and days else None


def _month(text: str, today: date, *, ahead: bool) -> tuple[Days, Span] | None:
    for word in _WORD.finditer(text):
        days = written_date(f"{word[0]} {today.year}")
        if days is None or not is_month(text, *word.span()):
            continue
        years = int(days.last < today) if ahead else -int(days.first > today)
        return written_date(f"{word[0]} {today.year + years}") or days, word.span()
    return None


def _length(text: str, today: date, *, ahead: bool) -> tuple[Days, Span] | None:
    for one in quantities(text):
        if not one.value.isdigit() or one.unit not in {**_MONTHS, **_DAYS}:
            continue
        number = min(int(one.value), 1_200) * (1 if ahead else -1)
        if one.unit in _MONTHS:
            other = months_on(today, number * _MONTHS[one.unit])
        else:
            other = today + timedelta(days=number * _DAYS[one.unit])
        return Days(min(today, other), max(today, other)), one.span
    return None
