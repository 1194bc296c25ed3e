"""The answer type that a question expects (a sum of money, a figure, a time, a date), and whether
words hold one: "How many days …?" is not answered by words without a figure.

A question of another type, and a date asked for with a plain "when" (which conditions may answer
as well), expects none.
"""

from __future__ import annotations

import calendar
import re
from enum import StrEnum

from knowledge.language.dates import MONTHS, months
from knowledge.language.phrases import sections
from knowledge.language.quantities import quantities
from knowledge.language.words import lowered


class AnswerType(StrEnum):
    MONEY = "a sum of money"
    FIGURE = "a figure"
    TIME = "a length of time"
    DATE = "a date"


#: "What is the yearly"; "what". Not "what does the".
_WHAT = (
    r"(?:what|which)(?:(?:[’']s| is| are| was| were| will be| would be)(?: the| an?)?"
    r"(?: \w+){0,2}?)?"
)
_EXTREME = (
    r"(?:maximum|minimum)(?= (?:number|amount|length|age|size|value|spend|notice|rate|score|salary|"
    r"wage|distance|period|\w+ (?:age|length|period))\b| (?:i|we|you|that|for)\b|\W*$)"
)
#: What the asking clause opens with; the first that fits.
_ASKS = {
    AnswerType.MONEY: re.compile(
        r"how much (?:money|(?:do|does|did|will|would|is|are|was|were|can|could|should)\b"
        r".{0,60}\b(?:costs?|charged?|fined?)\b)|"
        + _WHAT
        + r" (?:cost|price|fee|charge|fare|fine)\b|"
        r"what (?:are|were|will be|would be) the (?:\w+ ){0,2}?"
        r"(?:costs|prices|fees|charges|fares)\b",
        re.IGNORECASE,
    ),
    # "How long does a password need to be" is told in characters.
    AnswerType.TIME: re.compile(
        r"how (?:soon|quickly|often|frequently|long(?!.{1,60}\b(?:to|must|should|can) be\W*$))\b",
        re.IGNORECASE,
    ),
    AnswerType.FIGURE: re.compile(
        r"how (?:long|many|old|much(?! (?:detail|information|say|control|choice|flexibility|"
        r"freedom|evidence|help|support|of)\b))\b|" + _WHAT + rf" (?:{_EXTREME}|"
        r"(?:number|amount|percentage|proportion|threshold|age limit|population)\b)",
        re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        r"(?:what|which) (?:date|year|month)\b(?! group)|when (?:was|were|did)\b", re.IGNORECASE
    ),
}
#: In front of the clause that asks: nothing, a mark, or a word that joins. "Who decides how long"
#: asks for somebody.
_OPENS = re.compile(
    r"(?:^|[^\w\s’']\s*|\b(?:and|or|but|so|then|also|for|by|to|in|on|at|from|within|about|of)\s+)$",
    re.IGNORECASE,
)
#: A paragraph's or an item's own number is no figure, and neither is a year or a date.
_NUMBERING = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?(?:\d+(?:\.\d+)+[.)]?|\d+[.)]|\d+(?=[ \t]+[A-Z])|\(?[a-z]\))[ \t]+",
    re.MULTILINE,
)
_WORDS = {
    kind: re.compile(rf"\b(?:{'|'.join(sections('values')[kind.value])})(?:s|ly)?\b")
    for kind in AnswerType
}
_MONEY_UNITS = frozenset(("£", "$", "€", "pence", "per cent"))
_CHARGE = re.compile(
    r"\b(?:no|without|any)(?: extra| additional| further)? (?:charge|cost|fee)"
    r"|\b(?:day|week|month|year)[’']s (?:pay|salary)"
)
#: "2019", "2019/20"; "2000 words" is a number of them.
_YEAR = re.compile(r"(?<![£$€,.\w])(?:1[89]|20)\d\d(?:[–/-]\d\d+)?\b(?! [a-z]+s\b)")
_DAY = re.compile(
    rf"\b(?:{'|'.join(map(str.lower, calendar.day_name))})\b|\d(?:st|nd|rd|th)\b|\b(?:1\d|20)\d\d\b"
)


def expected(question: str) -> AnswerType | None:
    for kind, asks in _ASKS.items():
        for found in asks.finditer(question):
            if found[0][0].isupper() or _OPENS.search(question[: found.start()]):
                return kind
    return None


def holds(kind: AnswerType, text: str) -> bool:
    """Whether there is one in `text`, whatever it measures."""
    text = _NUMBERING.sub("", text)
    lower = lowered(text)
    if _WORDS[kind].search(lower):
        return True
    if kind is AnswerType.MONEY:
        told = (one.unit for one in quantities(text))
        return not _MONEY_UNITS.isdisjoint(told) or bool(_CHARGE.search(lower))
    if kind is AnswerType.DATE:
        return bool(months(text) or _DAY.search(lower))
    if kind is AnswerType.FIGURE:
        return any(
            one.digits and one.unit not in MONTHS for one in quantities(_YEAR.sub(" ", text))
        )
    return False
