"""Whether words hold a value of the type that a question expects: "How many days …?" is not
answered by words without a figure."""

from __future__ import annotations

import calendar
import re

from assistant.answering.question.intent import AnswerType
from knowledge.language.dates import MONTHS, months
from knowledge.language.phrases import sections
from knowledge.language.quantities import quantities
from knowledge.language.words import lowered

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
