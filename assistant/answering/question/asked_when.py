"""What time a question asks about: now, a day or month that has passed, or what has changed.

Careful: most dates in questions are about the person ("I was hired on 1 June 2022, how much leave
do I get"), so a date counts only where the asking clause itself is in the past, or where the
question names the rules of that time.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.answering.question.asked import AUXILIARY, WH
from assistant.answering.question.by_example import Label
from knowledge.language.dates import WRITTEN, Days, said, written_date


class Asked(StrEnum):
    NOW = "now"
    THEN = "then"  # within `days`
    BEFORE = "before"  # the version before the one in force
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class When:
    asked: Asked
    days: Days | None = None

    @property
    def words(self) -> str:
        """`1 June 2022`, `March 2023`, `2023`."""
        if self.days is None:
            return ""
        first, last = self.days.first, self.days.last
        if first == last:
            return said(first)
        if (first.month, first.year) == (last.month, last.year):
            return f"{first:%B %Y}"
        return f"{first.year}"


NOW = When(Asked.NOW)

_YEAR = r"(?:19|20)\d\d"
#: The rules of a time are named: what was in force then is asked, whatever the tense.
_RULES_OF = re.compile(
    rf"\b(?:as (?:at|of)|in force (?:on|in|at))\s+(?P<day>{WRITTEN}|{_YEAR})\b"
    rf"|\b(?:under|in|by) the (?P<year>{_YEAR}) (?:\w+ )?(?:policy|rules|version|guidance)\b",
    re.I,
)
_DATED = re.compile(
    rf"\b(?:on|in|during|at|from|since|by|back in|at the (?:start|end) of|before)\s+"
    rf"(?:the\s+)?(?P<day>{WRITTEN}|{_YEAR})\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?P<last>last (?:year|month))\b|\b(?P<count>\d+|a|one|two|three|four|five) "
    r"(?P<unit>years?|months?) ago\b",
    re.I,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_SENTENCE = re.compile(r"[^.?!]*\w[^.?!]*")
_CLAUSE = re.compile(r"[^,;.?!]+")
_ASKS = re.compile(rf"\b(?:{WH}|{AUXILIARY})\b", re.I)
_PAST = re.compile(
    r"\b(?:was|were|wasn['’]t|weren['’]t|did|didn['’]t|could|had to|used to)\b", re.I
)
_PRESENT = re.compile(
    r"\b(?:is|are|am|do|does|can|may|must|should|will|has|have|isn['’]t|aren['’]t|don['’]t)\b", re.I
)


def asked_when(question: str, today: date, label: Label) -> When:
    """NOW unless the question clearly asks about another time. `label`: what it asks for."""
    if label is Label.CHANGED:
        return When(Asked.CHANGED)
    days = _of_that_time(question, today)
    if days is not None:
        return When(Asked.THEN, days)
    return When(Asked.BEFORE) if label is Label.BEFORE else NOW


def _of_that_time(question: str, today: date) -> Days | None:
    """The days that have passed, where the question asks what held then."""
    if match := _RULES_OF.search(question):
        days = _days(match["day"] or match["year"])
        if days is not None and days.first < today:
            return days
    last = _SENTENCE.findall(question)[-1:] or [question]
    days = _past_days(last[0], today) if _asks_of_the_past(last[0]) else None
    return days if days is not None and days.last < today else None


def _asks_of_the_past(question: str) -> bool:
    """Whether the last clause that asks is in the past and nothing in it is in the present."""
    asking = [clause for clause in _CLAUSE.findall(question) if _ASKS.search(clause)]
    if not asking:
        return False
    return bool(_PAST.search(asking[-1])) and not _PRESENT.search(asking[-1])


def _past_days(question: str, today: date) -> Days | None:
    if match := _DATED.search(question):
        days = _days(match["day"])
        if days is not None and match[0].lower().startswith("before"):
            before = days.first - timedelta(days=1)
            return Days(before, before)
        return days
    if match := _RELATIVE.search(question):
        return _ago(match, today)
    return None


def _ago(match: re.Match[str], today: date) -> Days:
    if match["last"]:
        months = 12 if match["last"].lower().endswith("year") else 1
        whole_year = months == 12
    else:
        count = match["count"].lower()
        number = min(_COUNTS.get(count, 0) or int(count) if count.isdigit() else _COUNTS[count], 99)
        whole_year = match["unit"].lower().startswith("year")
        months = number * (12 if whole_year else 1)
    at = today.year * 12 + today.month - 1 - months
    year, month = divmod(at, 12)
    if whole_year:
        return Days(date(year, 1, 1), date(year, 12, 31))
    return Days(
        date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    )


def _days(written: str) -> Days | None:
    if re.fullmatch(_YEAR, written):
        return Days(date(int(written), 1, 1), date(int(written), 12, 31))
    return written_date(written)
