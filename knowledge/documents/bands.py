"""The row of a table that a question means: by its label, "Yellow", or by the band that an amount
asked for falls into: £6,000 is one of "£1,001 to £9,999", five hours are "up to 5 hours".

Bands are told by their order and not by their words: of rows that begin with amounts of one unit,
one with two has both bounds, the first with one ends there, the last with one begins there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import groupby

from knowledge.documents.types import Passage
from knowledge.documents.units import Unit, UnitKind
from knowledge.language.clean import CELLS
from knowledge.language.quantities import quantities
from knowledge.language.words import Span, stems

#: A row of a table: its place in the passage's text, and the amounts of its first cell.
_Row = tuple[Span, Sequence[Decimal]]
#: What makes a rate of the amount before it.
_RATE = frozenset(("a", "an", "per", "each"))
_HEADS = "people"
_NO_LIMIT = Decimal("Infinity")


def amounts(asked: str) -> dict[str, set[Decimal]]:
    """Unit → amounts of it that a question names; a rate, "£40 a night", is of no band, a price
    "a head" is. A number with a scale and no unit, "about 7k", is money."""
    found: dict[str, set[Decimal]] = {}
    for one in quantities(asked):
        number = _number(one.value)
        if number is None or _is_rate(asked[one.span[1] :]):
            continue
        scaled = one.digits and _number(one.digits) != number
        if unit := one.unit or ("£" if scaled else ""):
            found.setdefault(unit, set()).add(number)
    return found


def _is_rate(behind: str) -> bool:
    """Whether what stands behind an amount says for how much time or way it is."""
    first, _, rest = behind.strip().partition(" ")
    each = quantities(f"1 {rest}") if first in _RATE else []
    return bool(each) and each[0].unit not in ("", _HEADS)


def rows_for(asked: dict[str, set[Decimal]], passage: Passage) -> set[Span]:
    """The rows whose band holds an amount asked for, as places in the passage's text."""
    if not asked:
        return set()
    rows = [unit for unit in passage.units if unit.kind is UnitKind.ROW]
    tables = [list(of_table) for _, of_table in groupby(rows, key=lambda unit: unit.lead)]
    return {
        span
        for unit, values in asked.items()
        for table in tables
        for span, low, high in _bands(list(_labelled(table, passage.text, unit)))
        if any(low <= value <= high for value in values)
    }


def named_rows(asked: Set[str], passage: Passage) -> set[Span]:
    """The rows whose first cell says nothing but words of the question; `asked`: their stems."""
    return {
        (unit.start, unit.end)
        for unit in passage.units
        if unit.kind is UnitKind.ROW
        if (label := stems(passage.text[unit.start : unit.end].split(CELLS)[0])) and label <= asked
    }


def _labelled(table: Sequence[Unit], text: str, unit: str) -> Iterator[_Row]:
    """Those whose first cell has amounts of that unit; "1 to 2 years" has two."""
    for row in table:
        label = quantities(text[row.start : row.end].split(CELLS)[0])
        if label and label[-1].unit == unit and {one.unit for one in label} <= {unit, ""}:
            numbers = [_number(one.value) for one in label]
            yield (row.start, row.end), [number for number in numbers if number is not None]


def _number(value: str) -> Decimal | None:
    """None of a paragraph's number, "4.2.1"."""
    return Decimal(value) if value.count(".") <= 1 else None


def _bands(rows: Sequence[_Row]) -> Iterator[tuple[Span, Decimal, Decimal]]:
    """None where no row has two bounds, or they do not rise: then the rows are no bands."""
    bounds = [value for _, values in rows for value in values]
    if bounds != sorted(bounds) or not any(len(values) == 2 for _, values in rows):
        return
    for place, (span, values) in enumerate(rows):
        if len(values) == 2:
            yield span, values[0], values[1]
        elif len(values) == 1 and place == 0:
            yield span, Decimal(0), values[0]
        elif len(values) == 1 and place == len(rows) - 1:
            yield span, values[0], _NO_LIMIT
