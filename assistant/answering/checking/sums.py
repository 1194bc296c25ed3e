"""Arithmetic: a figure that no source says, reckoned from those that they and the question say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import permutations, product
from operator import add, mul, sub, truediv

from knowledge.language.dates import month_of
from knowledge.language.quantities import Quantity, quantities
from knowledge.language.words import stems, words

#: Figures that are tried with each other; a table's worth of them makes anything by chance.
MOST = 12
#: A sum is right to the penny.
PENNY = 0.005


#: "25 + 8", "20% of £2,000", "33 × 2".
_TERM = re.compile(r"([\d,]+(?:\.\d+)?)\s*(%|per cent)?")
_BETWEEN = {"+": add, "−": sub, "-": sub, "–": sub, "×": mul, "x": mul, "*": mul, "÷": truediv}
_BETWEEN |= {"/": truediv, "of": mul}
#: Of what a model writes of its working.
LONGEST = 400
#: Units of which any two figures of the sources may make a third; what counts days or people is so
#: small that they make each other by chance.
_ADDED = frozenset(("£", "$", "€", "per cent"))
#: Characters before a figure in which a name tells what it counts.
LABEL = 30
#: Reckoned from another by a number of years alone.
_YEAR = re.compile(r"[12][09]\d\d")
#: Figures of a supposed case: what is paid, what is got, and what that makes.
SUPPOSED = 3
#: Said as "twice", "half", "both".
TWO = 2.0


def followed(working: str, said: str) -> frozenset[float]:
    """The figures of the equations in `working` ("25 + 8 = 33; 33 × 2 = 66") that are right and
    begin from what is `said`, from two, or from an equation before: what goes in and comes out."""
    known = {TWO, *(number for _, number in _values(said))}
    known |= {number / 100 for number in known}  # 0.2 of it for 20 %
    right: set[float] = set()
    for equation in re.split(r"[;\n]|,\s", working[:LONGEST]):
        left, _, result = equation.partition("=")
        wanted, made = _reckon(result), _reckon(left)
        if made is None or wanted is None or len(wanted[1]) != 1:
            continue
        if abs(made[0] - wanted[0]) < PENNY and made[1] <= known and not wanted[1] <= made[1]:
            right |= made[1] | wanted[1]
            known |= wanted[1]
    return frozenset(right)


def _reckon(side: str) -> tuple[float, frozenset[float]] | None:
    """What a side of an equation makes, and the figures in it, from left to right; a product goes
    before a sum. None where it is no sum of figures."""
    terms = list(_TERM.finditer(side))
    if not terms:
        return None
    ends, starts = [one.end() for one in terms], [one.start() for one in terms[1:]]
    signs = [side[a:b].strip(" £$€").casefold() for a, b in zip(ends, starts, strict=False)]
    if not all(sign in _BETWEEN for sign in signs):
        return None
    figures = [one[1].replace(",", "") for one in terms]
    if not all(number_of(one) is not None for one in figures):
        return None
    values = [
        float(one) / (100 if term[2] and len(terms) > 1 else 1)
        for one, term in zip(figures, terms, strict=True)
    ]
    sums: list[tuple[str, float]] = [("+", values[0])]
    for sign, value in zip(signs, values[1:], strict=True):
        how = _BETWEEN[sign]
        if how in (add, sub):
            sums.append((sign, value))
        elif how is truediv and not value:
            return None
        else:
            sums[-1] = (sums[-1][0], how(sums[-1][1], value))
    made = sum(value if _BETWEEN[sign] is add else -value for sign, value in sums)
    return made, frozenset(map(float, figures))


def reckoned(
    lacking: Sequence[Quantity], claim: str, question: str, evidence: str, spoken: str
) -> list[str] | None:
    """The working of each lacking figure ("89.60 + 62.55 = 152.15") that the question does not say;
    None where one has none. `spoken`: every sentence of the sources that has a word of the claim;
    what it says in the figure's own unit may be added up."""
    missed = {one.value for one in lacking}
    own = [one for one in _values(claim) if one[0] not in missed]
    asked = dict(_values(question))
    core = {**dict(own), **asked}
    given = dict([*core.items(), *_values(evidence)][:MOST])
    every = f"{claim} {question} {evidence}"
    rates = {one.value for one in quantities(every) if one.unit == "per cent"}
    years = {one.value for one in quantities(every) if one.unit == "year"}
    shown: list[str] = []
    for figure in lacking:
        if figure.value in asked:
            continue
        wanted = number_of(figure.value)
        working = next(_workings(given, figure, core, rates), "")
        working = working or next(_added(claim, spoken, figure), "")
        dated = _YEAR.fullmatch(figure.value) and years.isdisjoint(working.split())
        if wanted is None or not working or dated:
            return None
        shown.append(f"{working} = {figure.value}")
        given[figure.value] = core[figure.value] = wanted
    return shown


def supposed(lacking: Sequence[Quantity], claim: str, passage: str) -> list[str] | None:
    """The working of lacking figures that follow from the first, which the claim supposes: by a
    rate of the passage ("On £2,000 that is £400", of 20 %), and what the claim says is added to it
    ("twice that plus 1 day"). None where one of them does not."""
    base = number_of(lacking[0].value) if lacking else None
    if base is None:
        return None
    rates = {"twice": TWO} if "twice" in words(claim) else {}
    for one in quantities(passage):
        if one.unit == "per cent" or " per " in one.measure:
            rates[one.said] = (number_of(one.value) or 0.0) / (100 if one.unit == "per cent" else 1)
    own = dict(_values(claim))
    added = {"": 0.0} | {f" + {one}": own[one] for one in own.keys() - {q.value for q in lacking}}
    made = [
        (f"{rate} × {lacking[0].value}{plus}", base * rates[rate] + added[plus])
        for rate, plus in product(rates, added)
    ]
    shown = [
        next((f"{how} = {one.value}" for how, made_of in made if _same(made_of, one)), "")
        for one in lacking[1:]
    ]
    if not all(shown) and len(lacking) == SUPPOSED:
        shown = list(_added(claim, " ".join(one.said for one in lacking[:2]), lacking[2]))[:1]
    return shown if shown and all(shown) else None


def _same(result: float, figure: Quantity) -> bool:
    wanted = number_of(figure.value)
    return wanted is not None and abs(result - wanted) < PENNY


def _workings(
    given: dict[str, float], figure: Quantity, core: dict[str, float], rates: Set[str]
) -> Iterator[str]:
    """One of the two is the claim's own or the question's. A quotient may be rounded to the
    digits that are told."""
    wanted = number_of(figure.value)
    if wanted is None:
        return
    rounded = PENNY
    if len(figure.digits.strip("0")) > 1:
        scale = wanted / (number_of(figure.digits) or wanted or 1.0)
        rounded = 0.5 * scale / 10 ** len(figure.digits.partition(".")[2])
    for (one, a), (other, b) in permutations(given.items(), 2):
        if one not in core and other not in core:
            continue
        results = {
            f"{one} + {other}": a + b,
            f"{one} − {other}": a - b,
            f"{one} × {other}": a * b,
            f"{one} % of {other}": a * b / 100 if one in rates else None,
            f"{one} ÷ {other}": a / b if b else None,
        }
        for working, result in results.items():
            near = rounded if "÷" in working else PENNY
            if result is not None and abs(result - wanted) < near:
                yield working


def _added(claim: str, spoken: str, wanted: Quantity) -> Iterator[str]:
    """Two figures of the sources that make the one that is wanted: of money, or of what the claim
    names one by one ("the north and the south together have 127")."""
    days = wanted.unit == "day"  # between two dates of a month
    content, end = stems(claim), 0
    same = []
    for one in quantities(spoken):
        label = spoken[max(end, one.span[0] - LABEL) : one.span[0]]
        end = one.span[1]
        if one.unit == wanted.unit or (days and month_of(one.unit)):
            same.append((one, content & stems(label)))
    for (one, its), (other, others) in permutations(same[: 2 * MOST], 2):
        a, b = number_of(one.value), number_of(other.value)
        named = wanted.unit in _ADDED or month_of(one.unit) or (its - others and others - its)
        if one.unit != other.unit or a is None or b is None or not named:
            continue
        if _same(a + b, wanted) and one.unit == wanted.unit:
            yield f"{one.value} + {other.value}"
        if _same(a - b, wanted):
            yield f"{one.value} − {other.value}"


def _values(text: str) -> list[tuple[str, float]]:
    each = ((one.value, number_of(one.value)) for one in quantities(text))
    return [(value, number) for value, number in each if number is not None]


def number_of(value: str) -> float | None:
    """The number of a quantity's value; None of "4.2.1", which is a place."""
    return float(value) if value.count(".") < 2 and value.replace(".", "").isdigit() else None
