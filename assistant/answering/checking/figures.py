"""Numbers, amounts and dates: a claim's must stand in its source with the same unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from knowledge.language.numbers import number_spans
from knowledge.language.words import words

_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9,
}  # fmt: skip
_UNITS = {
    **dict.fromkeys(("%", "per cent", "percent"), "%"),
    **dict.fromkeys(("p", "pence"), "p"),
    **dict.fromkeys(("pound", "pounds"), "£"),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "hour"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "minute"),
    **dict.fromkeys(("mile", "miles"), "mile"),
    **dict.fromkeys(("km", "kilometre", "kilometres"), "km"),
    **{form: unit for unit in ("day", "week", "month", "year", "night", "person", "people")
       for form in (unit, f"{unit}s")},
}  # fmt: skip
_MONTHS = words(
    "january february march april may june july august september october november december"
)
_MONTH_FORMS = {form: month for month in _MONTHS for form in (month, month[:3])}
#: "May" is mostly a verb: a month only behind a word or a number that says so.
_MONTH_NAME = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:in|by|of|to|from|until|since|before|after|end|early|late|and))\s+(May)\b"
    rf"|\b({'|'.join(month.title() for month in _MONTHS if month != 'may')})\b"
)
_AFTER = re.compile(
    r"\s?(?P<scale>thousand|million|billion|bn|mn|[km](?![a-z]))?"
    r"(?:[\s-]*(?:working|calendar|consecutive|full|clear))?"
    r"[\s-]*(?P<unit>%|per cent|[a-z]+)?",
    re.IGNORECASE,
)
#: Numbers that count the answer's own steps or name its sources; they claim nothing.
_COUNTS = re.compile(
    r"\b(?:steps?|passages?|sources?)(?:\s+(?:and\s+)?\d{1,2}\b,?)+", re.IGNORECASE
)
_BEFORE_MONTH = re.compile(r"([A-Za-z]{3,9})\s+$")


@dataclass(frozen=True, slots=True)
class Figure:
    value: str  # plain digits, without a scale: "2.5 million" is "2500000"
    unit: str  # "£", "%", "day", a month for a date; "" where none is said
    said: str  # as written, for people


def figures(text: str) -> list[Figure]:
    """The numbers of `text` in order, each with its unit."""
    return [_figure(text, number, *span) for number, span in number_spans(text)]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text, made once and held to many claims."""

    units: Mapping[str, frozenset[str]]  # of each value, "" among them where none is said
    months: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Figures:
        units: dict[str, set[str]] = {}
        for figure in figures(text):
            units.setdefault(figure.value, set()).add(figure.unit)
        held = {value: frozenset(each) for value, each in units.items()}
        return cls(held, frozenset(_months(text)))

    def __or__(self, other: Figures) -> Figures:
        none: frozenset[str] = frozenset()
        units = {
            value: self.units.get(value, none) | other.units.get(value, none)
            for value in self.units.keys() | other.units.keys()
        }
        return Figures(units, self.months | other.months)


def missing(claim: str, ground: Figures) -> list[Figure]:
    """The claim's figures that the ground does not say: no such number, or only of other things.

    A figure without a unit needs the number alone; a unit that only one of the two names is no
    difference ("the limit is 30" and "30 days").
    """
    found = figures(_COUNTS.sub(" ", claim))
    lacking = [one for one in found if not _said(one, ground.units.get(one.value))]
    dated = {one.unit for one in lacking}
    lacking += [
        Figure(month, month, written)
        for month, written in _months(claim).items()
        if month not in ground.months and month not in dated
    ]
    return list({one.value + one.unit: one for one in lacking}.values())


def _months(text: str) -> dict[str, str]:
    """The months named, by their whole names, as written."""
    named = (match[1] or match[2] for match in _MONTH_NAME.finditer(text))
    return {month.lower(): month for month in named}


def _said(figure: Figure, units: Set[str] | None) -> bool:
    if units is None:
        return False
    return not figure.unit or "" in units or figure.unit in units


def _figure(text: str, number: str, start: int, end: int) -> Figure:
    money = text[max(0, start - 1) : start] == "£"
    after = _AFTER.match(text, end)
    scale = (after["scale"] or "").lower() if after else ""
    word = (after["unit"] or "").lower() if after else ""
    value = _plain(_scaled(number, _SCALES[scale]) if scale else number)
    unit = "£" if money else _UNITS.get(word, _MONTH_FORMS.get(word, ""))
    before_month = ""
    before = _BEFORE_MONTH.search(text[max(0, start - 12) : start])
    if not unit and before and before[1].lower() in _MONTH_FORMS and _may_be_day(number):
        before_month, unit = before[1], _MONTH_FORMS[before[1].lower()]
    written = text[start - money : end].rstrip(",")
    if after and (scale or (unit and not money)):
        written += text[end : after.end()]  # "10 working days", "£2 million"
    elif before_month:
        written = f"{before_month} {written}"
    return Figure(value, unit, written)


def _may_be_day(number: str) -> bool:
    """Whether it may be the day of a month: "March 31" is a date, "March 2026" a year."""
    return number.isdigit() and int(number) <= 31


def _scaled(number: str, zeros: int) -> str:
    whole, _, part = number.partition(".")
    return whole + part[:zeros].ljust(zeros, "0") if part.isdigit() or not part else number


def _plain(number: str) -> str:
    """ "4.20" and "4.2" are one number; "4.2.1" is a paragraph and stays."""
    return number.rstrip("0").rstrip(".") if number.count(".") == 1 else number.lstrip("0") or "0"
