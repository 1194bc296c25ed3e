"""What time a question asks about: now, a day or month that has passed, or what has changed.

Careful: most dates in questions are about the person ("I was hired on 1 June 2022, how much leave
do I get"), so a date counts only where the asking clause itself is in the past.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.answering.question.asked import AUXILIARY, WH
from assistant.answering.question.by_example import Label
from assistant.answering.question.period import DATED, calendar_unit, dated
from knowledge.language.dates import Days
from knowledge.language.wording import day


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
            return day(first)
        if (first.month, first.year) == (last.month, last.year):
            return f"{first:%B %Y}"
        return f"{first.year}"


NOW = When(Asked.NOW)

_DATED = re.compile(rf"\b(?:on|in|since|from)\s+(?:the\s+)?(?P<day>{DATED})\b", re.I)
_SENTENCE = re.compile(r"[^.?!]*\w[^.?!]*")
_CLAUSE = re.compile(r"[^,;.?!]+")
_ASKS = re.compile(rf"\b(?:{WH}|{AUXILIARY})\b", re.I)
_AUXILIARY = re.compile(rf"\b{AUXILIARY}(?=\b|n['’]t\b)", re.I)
_PAST = frozenset(("was", "were", "did", "could"))


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
    last = (_SENTENCE.findall(question) or [question])[-1]
    days = _named(last, today) if _asks_of_the_past(last) else None
    return days if days is not None and days.last < today else None


def _asks_of_the_past(question: str) -> bool:
    """Whether the last clause that asks is in the past and nothing in it is in the present."""
    asking = [clause for clause in _CLAUSE.findall(question) if _ASKS.search(clause)]
    tenses = set(map(str.lower, _AUXILIARY.findall(asking[-1]))) if asking else set()
    return bool(tenses) and tenses <= _PAST


def _named(question: str, today: date) -> Days | None:
    if match := _DATED.search(question):
        return dated(match["day"])
    found = calendar_unit(question, today)
    return found[0] if found else None
