"""Whether words hold a value of the type that a question expects: "How many days …?" is not
answered by words without a figure."""

from __future__ import annotations

import re

from assistant.answering.question.intent import AnswerType

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


def holds(kind: AnswerType, text: str) -> bool:
    """Whether there is one in `text`, whatever it measures."""
    text = _NUMBERING.sub("", text)
    if kind is AnswerType.FIGURE:
        text = _DATED.sub(" ", text)
    return bool(_HOLDS[kind].search(text))
