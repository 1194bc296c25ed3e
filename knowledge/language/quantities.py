"""Quantities as English text says them: sums of money, numbers with units, percentages, rates,
times of day, ordinals and the days of dates, in digits or in words, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.language.dates import month_of
from knowledge.language.phrases import sections
from knowledge.language.words import Span, lowered

_SMALL, _TENS, _ORDINALS = sections("numbers").values()
_SPELT = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    **{word: value for value, word in enumerate(_ORDINALS, start=1)},
}
_SCALES = {"thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9}
_PARTS = {"½": ".5", "¼": ".25", "¾": ".75"}
_FORMS = sections("units")
UNITS = {form: unit for unit, forms in _FORMS.items() if unit != "between" for form in forms}
_MONEY = frozenset("£$€")
#: What is longer is no amount, and Python turns no more than 4,300 digits into a number.
_LONGEST = 100
#: Units that are told by their place: "the second day".
_PLACED = frozenset(("day", "working day", "week", "month", "year"))

_FIRST_LETTERS = "".join(sorted({word[0] for word in (*_SPELT, "a", "once", "half")}))
_ONE = "|".join(_SMALL)
_BELOW_HUNDRED = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?|{_ONE}"
# All patterns read lower case.
_QUANTITY = re.compile(
    # 9.30 a.m., 5pm, 17:00
    r"(?=[\d£$€])(?:(?P<clock>(?<![\w.:,£$€])(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?:[.:](?P<minute>[0-5]\d))?\s?(?P<half_day>[ap])\.?m\b|:(?P<past>[0-5]\d)(?![\w:])))"
    # £30,000; 1 000 with any space; 4.2.1; 21st; 1½
    r"|(?P<figure>(?:(?P<money>[£$€])\s?|(?<![\w.]))(?P<digits>(?:\d{1,3}(?:,\d{3})+(?!\d)"
    r"|(?<!\d )\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\s?\d)|\d+)(?:\.\d+)*)(?P<part>[½¼¾])?"
    r"(?P<th>st|nd|rd|th)?))"
    # twenty-five, a hundred and ten
    rf"|\b(?=[{_FIRST_LETTERS}])(?:"
    rf"(?P<spelt>(?:an?|{_ONE}) hundred(?:(?: and)? (?:{_BELOW_HUNDRED}))?|{_BELOW_HUNDRED})"
    rf"|(?P<nth>{'|'.join(_ORDINALS)})|(?P<often>once|twice)|(?P<half>half)(?:[ -]an?)?)\b"
)
_AND_A_HALF = re.compile(r"[ -]and a half\b")
_GAP = r"(?:[^\S\n]{1,2}|-)"
_AFTER = re.compile(
    rf"(?:\s?(?P<scale>{'|'.join(_SCALES)})(?!\w))?"
    rf"(?:(?:{_GAP}(?P<between>{'|'.join(_FORMS['between'])})(?=\s))?(?:{_GAP}of(?=\s))?"
    rf"{_GAP}?(?P<unit>%|per[ \u00a0]cent\b|[^\W\d_]+))?"
)
_RATE = re.compile(r"\s(?:per|an?|each|every|in (?:an?|each|every))\s([a-z]+)")
_MONTH_BEFORE = re.compile(r"([a-z]{3,9})\.?[^\S\n]$")


@dataclass(frozen=True, slots=True)
class Quantity:
    value: str  # plain digits, without a scale: "2.5 million" is "2500000", "9.30 p.m." is "9.3"
    unit: str = ""  # "£", "per cent", "working day", "pm", a month for its day; "": none is said
    said: str = ""  # as written, with its unit, for people
    digits: str = ""  # the number as it stands: "2.5"; "" for "half", "twice" and "second"
    measure: str = ""  # what is measured: "working day", "hour per week", "nth day", "£"
    span: Span = (0, 0)


def quantities(text: str) -> list[Quantity]:
    """In order and apart. "One" counts only in front of a unit: else it is mostly a pronoun."""
    return list(_found(text))


def counted(word: str) -> str:
    """The number that a word says, "first" and "half" among them; "" of others, and of "one"."""
    return "0.5" if word == "half" else str(_SPELT.get(word, "") if word != "one" else "")


def numbers(text: str) -> list[str]:
    """The numbers said in `text`, in order, as plain digits: "£30,000" is "30000", "twenty-five" is
    "25", "4.20" is "4.20"."""
    return [one.digits for one in _found(text) if one.digits]


def nth(number: int) -> str:
    """`eighth`, `21st`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _found(text: str) -> Iterator[Quantity]:
    lower = lowered(text)
    at = 0
    while match := _QUANTITY.search(lower, at):
        at = match.end()
        if match.lastgroup == "clock":
            found: Quantity | None = _time(text, match)
        elif match.lastgroup == "often":
            found = _often(text, lower, match)
        else:
            found = _number(text, lower, match)
        if found is not None:
            at = max(at, found.span[1])
            yield found


def _time(text: str, match: re.Match[str]) -> Quantity:
    hour, minute = int(match["hour"]), match["minute"] or match["past"] or "0"
    unit = f"{match['half_day']}m" if match["half_day"] else "pm" if hour > 12 else ""
    value = _plain(f"{hour - 12 if hour > 12 else hour}.{minute}")
    return Quantity(value, unit, text[slice(*match.span())], match["hour"], span=match.span())


def _often(text: str, lower: str, match: re.Match[str]) -> Quantity | None:
    rate = _RATE.match(lower, match.end())
    if rate is None:
        return None
    value, span = str(1 + (match["often"] == "twice")), (match.start(), rate.end())
    return Quantity(value, "time", text[slice(*span)], "", f"time per {rate[1]}", span)


def _number(text: str, lower: str, match: re.Match[str]) -> Quantity | None:
    """The number that `match` found with what stands around it; None where a word is none."""
    start, end = match.span()
    kind, number = match.lastgroup, _digits(match)
    if len(number) > _LONGEST:
        return None
    if more := _AND_A_HALF.match(lower, end):
        number, end = f"{number}.5", more.end()
    zeros, unit, end = _unit(text, lower, end, match["money"] or "")
    measure = ""
    if unit in _MEASURES and number.count(".") < 2:
        measure = f"nth {unit}" if kind == "nth" or match["th"] else unit
    if kind == "nth" and unit not in _PLACED:
        return None
    if not (unit or zeros) and (kind == "half" or match[0] == "one"):
        return None
    if not unit and number.isdigit() and int(number) <= 31:  # "March 31" is a day, "March 2026" not
        before = _MONTH_BEFORE.search(lower, max(0, start - 12), start)
        if before and (unit := month_of(text[slice(*before.span(1))])):
            start = before.start()
    said = text[start:end]
    if measure and unit not in _MONEY and (rate := _RATE.match(lower, end)):
        measure, end = f"{measure} per {rate[1]}", rate.end()
    value = _plain(_scaled(number, zeros))
    return Quantity(
        value, unit, said, "" if kind in ("nth", "half") else number, measure, (start, end)
    )


def _unit(text: str, lower: str, at: int, money: str) -> tuple[int, str, int]:
    """What follows a number that ends `at`: its scale's zeros, its unit, and where they end."""
    after = _AFTER.match(lower, at)
    if after is None:
        return 0, money, at
    scale = after["scale"]
    if scale == "m" and not money:
        return 0, "metre", after.end("scale")
    zeros, at = (_SCALES[scale], after.end("scale")) if scale else (0, at)
    if money or not after["unit"]:
        return zeros, money, at
    unit = UNITS.get(after["unit"].replace("\u00a0", " "), "")
    if unit and after["between"] == "working":
        unit = f"working {unit}"
    unit = unit or month_of(text[slice(*after.span("unit"))])
    return zeros, unit, after.end("unit") if unit else at


def _digits(match: re.Match[str]) -> str:
    if match["digits"]:
        return re.sub(r"[,\s]", "", match["digits"]) + _PARTS.get(match["part"], "")
    if match["half"]:
        return "0.5"
    total = 0
    for word in re.split(r"[- ]", match[0]):
        total = max(total, 1) * 100 if word == "hundred" else total + _SPELT.get(word, 0)
    return str(total)


def _scaled(number: str, zeros: int) -> str:
    whole, _, part = number.partition(".")
    if not zeros or (part and not part.isdigit()):
        return number
    return whole + part[:zeros].ljust(zeros, "0")


def _plain(number: str) -> str:
    """ "4.20" and "4.2" are one number; "4.2.1" is a paragraph and stays."""
    if number.count(".") == 1:
        number = number.rstrip("0").rstrip(".")
    return number.lstrip("0") or "0" if number.isdigit() else number


_MEASURES = frozenset(UNITS.values()) | {f"working {unit}" for unit in UNITS.values()}
