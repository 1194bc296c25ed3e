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
_RULES = r"(?:policy|policies|rules?|versions?|guidance|guide|procedure|scheme|rates?|edition|one)"
_OLD = r"(?:old|previous|earlier|former|superseded|last)"
#: Looked for in the last sentence only: what comes before it tells the person's own story.
_CHANGED = re.compile(
    r"\bwhat(?:['’]s| is| has)(?: been)? (?:changed|changing|different|new)\b|\bwhat changed\b"
    r"|\bwhat (?:are|were) the (?:main |key |recent |latest )?changes "
    r"(?:in|to|from|since|between)\b"
    r"|(?:^|[,;:] ?)(?:(?:and|but|so) )?(?:has|have|did) (?!(?:i|we|you|my|our|he|she|they)\b)"
    r"[^.?!]*\b(?:changed?|gone (?:up|down)|go (?:up|down)|increased?|risen|rise|decreased?|dropped"
    r"|doubled|been (?:raised|lowered|cut|extended|updated|increased|reduced))\b"
    rf"|\b(?:differs?|different|differences?|compared?|comparison)\b[^.?!]*\b{_OLD} "
    rf"(?:\w+ ){{0,3}}?{_RULES}\b"
    r"|\bthought (?:that|it|this) (?:had )?changed\b|\bhow (?:has|have|did) [^.?!]*\bchanged?\b",
    re.I,
)
_BEFORE = re.compile(
    r"\bbefore (?:the|this|that|it|they) (?:latest |last |recent |new )?"
    r"(?:change[sd]?|update|revision|new (?:policy|rules|version)|was changed|were changed)\b"
    rf"|\b(?:under|in|according to|by) (?:the|our) {_OLD}\s+(?:\w+\s+){{0,3}}?{_RULES}\b"
    rf"|\bwhat (?:did|was|were) (?:the )?{_OLD} (?:\w+ ){{0,3}}?{_RULES}\b"
    r"|\bwhat did [^.?!]* used? to (?:be|have|get|apply|say)\b",
    re.I,
)
#: The rules of a time are named: what was in force then is asked, whatever the tense.
_RULES_OF = re.compile(
    rf"\b(?:as (?:at|of|it (?:was|stood)(?: (?:on|in|at))?)|in force (?:on|in|at|during)"
    rf"|(?:applied|applicable|valid) (?:on|in|at|during))\s+(?P<day>{WRITTEN}|{_YEAR})\b"
    rf"|\b(?:under|in|by|according to) the (?P<year>{_YEAR}) (?:\w+ ){{0,3}}"
    r"(?:policy|rules?|version|guidance|guide|rates?)\b",
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
_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|how|why|was|were|did|could|is|are|do|does|can|may|"
    r"must|should|will|would|has|have)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|wasn['’]t|weren['’]t|did|didn['’]t|could|had to|used to)\b", re.I
)
_PRESENT = re.compile(
    r"\b(?:is|are|am|do|does|can|may|must|should|will|has|have|isn['’]t|aren['’]t|don['’]t)\b", re.I
)


def asked_when(question: str, today: date) -> When:
    """NOW unless the question clearly asks about another time."""
    last = _SENTENCE.findall(question)[-1:] or [question]
    if _BEFORE.search(last[0]):
        return When(Asked.BEFORE)
    if _CHANGED.search(last[0].strip()):
        return When(Asked.CHANGED)
    if match := _RULES_OF.search(question):
        days = _days(match["day"] or match["year"])
        if days is not None and days.first < today:
            return When(Asked.THEN, days)
    if _asks_of_the_past(last[0]):
        days = _past_days(last[0], today)
        if days is not None and days.last < today:
            return When(Asked.THEN, days)
    return NOW


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
