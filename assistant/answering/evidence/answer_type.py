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
_NUMBER_WORDS = (
    r"one(?= (?:working |calendar |full |whole )?(?:minute|hour|day|week|month|year|copy|person))|"
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
    "thousand|million|billion|dozen|half|quarter|double|twice|once|pair|couple|none|nothing|"
    "unlimited|zero|nil|no (?:upper |fixed |set )?limit|as many as"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_HOLDS = {
    AnswerType.MONEY: re.compile(
        r"[£$€]\s?\d|\b(?:gbp|eur|usd)\s?\d|\d\s?(?:p\b|%|pounds?|pence|dollars?|euros?)|"
        r"per ?cent\b|\bfree\b|\bnothing\b|\bnot (?:be )?charged\b|"
        r"\b(?:no|without|any) (?:extra |additional |further )?(?:charge|cost|fee)|"
        r"\b(?:day|week|month|year)[’']s (?:pay|salary)",
        re.IGNORECASE,
    ),
    AnswerType.TIME: re.compile(
        r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?|decades?|"
        r"centur(?:y|ies)|(?:dai|week|fortnight|month|quarter|year|annual|regular|frequent)ly|"
        r"annual|immediate(?:ly)?|straight ?away|at once|until|permanent(?:ly)?|indefinite(?:ly)?|"
        r"for ?ever|life(?:time)?|always|never|once|twice|times|every|each|as soon as|within|by|"
        r"since|generations?|seasons?|terms?|temporar(?:y|ily)|limit|deadline|any time|promptly|"
        r"without delay|ongoing)\b",
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
_NUMBERING = re.compile(
    r"^[ \t]*(?:[-*•][ \t]*)?(?:\d+(?:\.\d+)+[.)]?|\d+[.)]|\d+(?=[ \t]+[A-Z])|\(?[a-z]\))[ \t]+",
    re.MULTILINE,
)
_DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b|"
    r"(?<![£$€,.])(?:1[89]|20)\d\d(?:[–/-]\d\d+)?\b(?! [a-z]+s\b))",
    re.IGNORECASE,
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
    if kind is AnswerType.FIGURE:
        text = _DATED.sub(" ", text)
    return bool(_HOLDS[kind].search(text))
