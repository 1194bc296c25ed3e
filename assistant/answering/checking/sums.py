"""Arithmetic: a figure that no source says, reckoned from those that they and the question say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from knowledge.language.quantities import Quantity, quantities

#: Figures that are tried with each other; a table's worth of them makes anything by chance.
MOST = 12
#: A sum is right to the penny.
PENNY = 0.005


def reckoned(
    lacking: Sequence[Quantity], claim: str, question: str, evidence: str
) -> list[str] | None:
    """The working of each lacking figure ("89.60 + 62.55 = 152.15") that the question does not say;
    None where one has none."""
    missed = {one.value for one in lacking}
    own = [one for one in _values(claim) if one[0] not in missed]
    asked = dict(_values(question))
    core = {**dict(own), **asked}
    given = dict([*core.items(), *_values(evidence)][:MOST])
    shown: list[str] = []
    for figure in lacking:
        if figure.value in asked:
            continue
        wanted = _number(figure.value)
        working = next(_workings(given, wanted, core), "")
        if wanted is None or not working:
            return None
        shown.append(f"{working} = {figure.value}")
        given[figure.value] = core[figure.value] = wanted
    return shown


def _workings(
    given: dict[str, float], wanted: float | None, core: dict[str, float]
) -> Iterator[str]:
    """One of the two is the claim's own or the question's."""
    if wanted is None:
        return
    for (one, a), (other, b) in product(given.items(), repeat=2):
        if one not in core and other not in core:
            continue
        results = {
            f"{one} + {other}": a + b if one != other else None,
            f"{one} − {other}": a - b,
            f"{one} × {other}": a * b,
            f"{one} % of {other}": a * b / 100,
            f"{one} ÷ {other}": a / b if b else None,
        }
        for working, result in results.items():
            if result is not None and abs(result - wanted) < PENNY:
                yield working


def _values(text: str) -> list[tuple[str, float]]:
    each = ((one.value, _number(one.value)) for one in quantities(text))
    return [(value, number) for value, number in each if number is not None]


def _number(value: str) -> float | None:
    return float(value) if value.count(".") < 2 and value.replace(".", "").isdigit() else None
