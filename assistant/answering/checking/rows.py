"""A claim beside the rows of a table: cells that stand in different rows are no row."""

from __future__ import annotations

import re

from knowledge.language.clean import CELLS
from knowledge.language.words import STOP_WORDS, stem, stems, words

#: Words of a cell that is compared as it stands; longer ones are put in other words.
LONGEST_CELL = 4
#: What a cell names: one of several, or with more about it.
_PARTS = re.compile(r"[,(]")


def rows_mixed(claim: str, passage: str) -> str:
    """A sentence that puts cells of different rows beside each other ("HEO" of one, "25 days" of
    another), in words; "" where a row holds all that it names, or it speaks of several rows."""
    said = _compared(claim)
    rows = [row for table in _tables(passage) for row in table[1:]]
    found = {
        (column, part)
        for row in rows
        for column, cell in enumerate(row)
        for part in map(_compared, (cell, *_PARTS.split(cell.replace(" or ", ","))))
        if part in said and not STOP_WORDS.issuperset(part.split())
    }
    found = {
        one for one in found if not any(one[1] != part and one[1] in part for _, part in found)
    }
    columns = {column for column, _ in found}
    if not 1 < len(columns) == len(found):
        return ""
    if any(all(part in _compared(CELLS.join(row)) for _, part in found) for row in rows):
        return ""
    first = min(found)
    row = next(row for row in rows if first[1] in _compared(row[first[0]]))
    held = CELLS.join(cell.strip() for cell in row if cell is not row[first[0]])
    return f"In the source “{row[first[0]].strip()}” stands beside “{held}”."


def _compared(text: str) -> str:
    return f" {' '.join(map(stem, words(text)))} "


def _tables(passage: str) -> list[list[list[str]]]:
    """Their rows of cells, the header's among them; blank lines do not end a table."""
    tables: list[list[list[str]]] = []
    within = False
    for line in filter(str.strip, passage.split("\n")):
        if CELLS in line:
            tables += [] if within else [[]]
            tables[-1].append(line.split(CELLS))
        within = CELLS in line
    return tables


def cell_swapped(claim: str, passage: str) -> str:
    """A row of a table with a cell that its row in the source does not have; "" where there is
    none, or no such row."""
    label, *cells = (cell.strip() for cell in claim.split(CELLS))
    own, rows = stems(label), [row for table in _tables(passage) for row in table if stems(row[0])]
    ours = [row for row in rows if stems(row[0]) == own]
    if not ours:
        ours = [row for row in rows if own and (own <= stems(row[0]) or own >= stems(row[0]))]
    said = [" ".join(words(cell)) for cell in cells if cell]
    found = [_cells_swapped(said, row) for row in ours]
    if len(ours) > 1:  # the one with the same cells is meant
        found = [one for one in found if not one or one.endswith(_ORDER)]
    return found[0] if found and all(found) else ""


_ORDER = "has these in another order."


def _cells_swapped(said: list[str], row: list[str]) -> str:
    name, held = row[0].strip(), [" ".join(words(cell)) for cell in row[1:]]
    for cell in said:
        known = any(cell in one or one in cell for one in held if one)
        if cell.count(" ") < LONGEST_CELL and not known:
            return f"In the source “{name}” stands beside “{' | '.join(held)}”."
    places = [held.index(one) for one in said if held.count(one) == 1]
    return f"In the source “{name}” {_ORDER}" if places != sorted(places) else ""
