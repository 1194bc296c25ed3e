"""The answer type that a question expects (a sum of money, a figure, a time, a date), and whether
words hold one: "How many days …?" is not answered by words without a figure.

A question of another type, and a date asked for with a plain "when" (which conditions may answer
as well), expects none.
"""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    MONEY = "a sum of money"
    FIGURE = "a figure"
    TIME = "a length of time"
    DATE = "a date"


#: "What is the yearly", "what"; not "what does the".
_WHAT = (
    r"\b(?:what|which)(?:(?:[’']s| is| are| was| were| will be| would be)(?: the| an?)?"
    r"(?: \w+){0,2}?)?"
)
#: The first that fits.
_ASKS = {
    AnswerType.MONEY: re.compile(
        r"\bhow much (?:money|(?:do|does|did|will|would|is|are|was|were|can|could|should)\b"
        r".{0,60}\b(?:costs?|charged?|fined?)\b)|"
        + _WHAT
        + r" (?:costs?|prices?|fees?|charges?|fares?|fines?)\b",
        re.IGNORECASE,
    ),
    # "How long does a password need to be" is told in characters.
    AnswerType.TIME: re.compile(
        r"\bhow (?:soon|quickly|often|frequently|long(?!.{1,60}\b(?:to|must|should|can) be\W*$))\b",
        re.IGNORECASE,
    ),
    AnswerType.FIGURE: re.compile(
        r"\bhow (?:long|many|much|old|far|large|big|high|tall|heavy|fast)\b|"
        + _WHAT
        + r" (?:maximum|minimum|number|amount|percentage|proportion|threshold|"
        r"age limit|population)\b",
        re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        r"\b(?:what|which) (?:date|year|month)\b|\bwhen (?:was|were|did)\b", re.IGNORECASE
    ),
}
_NUMBER_WORDS = (
    r"one(?= (?:working |calendar |full |whole )?(?:minute|hour|day|week|month|year|copy|person))|"
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
    "thousand|million|billion|dozen|half|quarter|double|twice|once|pair|couple|none|nothing|"
    "unlimited|zero|nil"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_HOLDS = {
    AnswerType.MONEY: re.compile(
        r"[£$€]\s?\d|\d\s?(?:p\b|%|pounds?|pence|dollars?|euros?)|per ?cent\b|\bfree\b|"
        r"\b(?:no|without|any) (?:charge|cost|fee)|\bnothing\b|\bnot (?:be )?charged\b|"
        r"\b(?:day|week|month|year)[’']s (?:pay|salary)",
        re.IGNORECASE,
    ),
    AnswerType.TIME: re.compile(
        r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|"
        r"centur(?:y|ies)|(?:dai|week|fortnight|month|quarter|year|annual|regular|frequent)ly|"
        r"annual|immediate(?:ly)?|straight ?away|at once|until|permanent(?:ly)?|indefinite(?:ly)?|"
        r"for ?ever|life(?:time)?|always|never|once|twice|times|every|each|as soon as|within|by|"
        r"since|generations?|seasons?|terms?|temporar(?:y|ily)|limit|deadline|any time)\b",
        re.IGNORECASE,
    ),
    AnswerType.FIGURE: re.compile(
        rf"(?<![\w.])[£$€]?\d[\d,]*(?:\.\d+)?(?:%|[a-z]{{1,3}})?(?!\w)|\b(?:{_NUMBER_WORDS})\b",
        re.IGNORECASE,
    ),
    AnswerType.DATE: re.compile(
        rf"\b(?:1\d|20)\d\d\b|\b(?:{_MONTHS})\b|\b\d{{1,2}}(?:st|nd|rd|th)\b|\bcentur|"
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:first|last|next) (?:day|month|year)",
        re.IGNORECASE,
    ),
}
#: A paragraph's or an item's own number is no figure, and neither is a year or a date.
_NUMBERING = re.compile(r"^\s*(?:[-*•]\s*)?(?:\d+(?:\.\d+)*[.)]?|\(?[a-z]\))\s+", re.I | re.M)
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})|(?:1[89]|20)\d\d(?:[–/-]\d\d+)?)\b",
    re.IGNORECASE,
)


def expected(question: str) -> AnswerType | None:
    return next((kind for kind, asks in _ASKS.items() if asks.search(question)), None)


def holds(kind: AnswerType, text: str) -> bool:
    """Whether there is one in `text`, whatever it measures."""
    text = _NUMBERING.sub("", text)
    if kind is AnswerType.FIGURE:
        text = _DATED.sub(" ", text)
    return bool(_HOLDS[kind].search(text))
