"""Numbers, amounts and dates: a claim's must stand in its source with the same unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.language.dates import month_of, months
from knowledge.language.quantities import Quantity, quantities

#: Numbers that count the answer's own steps or name its sources; they claim nothing.
_COUNTS = re.compile(
    r"^\s*\d{1,2}[.)]\s|\b(?:steps?|passages?|sources?)(?:\s+(?:and\s+)?\d{1,2}\b,?)+",
    re.IGNORECASE,
)
#: Shares told as words, in per cent.
_SHARES = {"half": "50", "quarter": "25", "third": "33"}
_YEARS = re.compile(r"\b(19|20)(\d\d)[/–-](\d\d)\b(?![/–-])")


def figures(text: str) -> list[Quantity]:
    """The quantities of `text` told as a number: "twice" and "half" are words; both years of
    "2020/21"."""
    return [one for one in quantities(_YEARS.sub(r"\1\2 to \1\3", text)) if one.digits]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text, made once and held to many claims."""

    units: Mapping[str, frozenset[str]]  # of each value, "" among them where none is said
    months: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Figures:
        units: dict[str, set[str]] = {}
        found = figures(text)
        for figure in found:
            units.setdefault(figure.value, set()).add(figure.unit)
        for share, value in _SHARES.items():
            if re.search(rf"\b{share}\b", text):
                units.setdefault(value, set()).add("per cent")
        held = {value: frozenset(each) for value, each in units.items()}
        return cls(held, frozenset(months(text)).union(filter(month_of, (f.unit for f in found))))

    def __or__(self, other: Figures) -> Figures:
        none: frozenset[str] = frozenset()
        units = {
            value: self.units.get(value, none) | other.units.get(value, none)
            for value in self.units.keys() | other.units.keys()
        }
        return Figures(units, self.months | other.months)


def missing(claim: str, ground: Figures) -> list[Quantity]:
    """The claim's figures that the ground does not say: no such number, or only of other things.

    A figure without a unit needs the number alone; a unit that only one of the two names is no
    difference ("the limit is 30" and "30 days").
    """
    found = figures(_COUNTS.sub(" ", claim))
    # A number in words without a unit counts what is told: "There are two ways".
    found = [one for one in found if one.unit or one.said[:1].isdigit()]
    lacking = [one for one in found if not _said(one, ground)]
    dated = {one.unit for one in lacking}
    lacking += [
        Quantity(month, month, written)
        for month, written in months(claim).items()
        if month not in ground.months and month not in dated
    ]
    return list({one.value + one.unit: one for one in lacking}.values())


def _said(figure: Quantity, ground: Figures) -> bool:
    units = ground.units.get(figure.value, frozenset())
    if units and (not figure.unit or "" in units or figure.unit in units):
        return True
    return any(unit in ground.units.get(value, ()) for value, unit in _otherwise_told(figure))


def of_one_kind(one: Quantity, other: Quantity) -> bool:
    """Whether one may be said in the other's place: of one unit, or two times that differ."""
    told = {(one.value, one.unit), *_otherwise_told(one)}
    times = {one.unit, other.unit} <= _TIMES and (other.value, other.unit) not in told
    return one.unit == other.unit or times


def in_another_unit(claim: str, sentences: Sequence[str]) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures of the claim, each with the same number of another unit in what it rests on."""
    held = [one for sentence in sentences for one in figures(sentence) if one.unit]
    for figure in figures(claim):
        same = [one for one in held if one.value == figure.value]
        if figure.unit and same and all(one.unit != figure.unit for one in same):
            yield figure, same[0]


#: How many of the smaller unit make the larger.
_MAKE = (
    *(("year", "month", 12), ("year", "week", 52), ("year", "day", 365), ("month", "day", 30)),
    *(("week", "day", 7), ("day", "hour", 24), ("hour", "minute", 60)),
)
_TIMES = frozenset(unit for larger, smaller, _ in _MAKE for unit in (larger, smaller))


def _otherwise_told(figure: Quantity) -> Iterator[tuple[str, str]]:
    """Its value and unit told in another unit: 24 months for 2 years."""
    try:
        value = float(figure.value)
    except ValueError:  # "4.2.1" is the number of a section
        return
    for larger, smaller, number in _MAKE:
        if figure.unit == larger:
            yield f"{value * number:g}", smaller
        if figure.unit == smaller:
            yield f"{value / number:g}", larger
