"""Rows of tables as what they lay down: "Edinburgh, ceiling for a night: £135"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.curation.conflicts.values import subject, values
from knowledge.language.clean import CELLS
from knowledge.language.words import content_words, stem, stems, words

_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount of a row: of which row and column, under which heading."""

    heading: str
    key: str  # the row's first cell
    column: str  # the header above it, "" where the table has none in this passage
    amount: str  # "£135", "4 weeks"
    columns: int  # of the table, that hold an amount in this row

    @property
    def said(self) -> str:
        """As a sentence would say it, for comparing."""
        return " ".join(part for part in (f"{self.key}, {self.column}:", self.amount) if part)


def cells(text: str, heading: str) -> Iterator[tuple[int, int, list[Cell]]]:
    """`[start:end]` of each row with the amounts in it; rows without any are left out."""
    at = 0
    header: list[str] = []
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        if CELLS not in line:
            header = []
            continue
        row = [cell.strip() for cell in line.split(CELLS)]
        if not header:
            header = row
            continue
        found = [
            (header[place] if place < len(header) else "", amount)
            for place, cell in enumerate(row)
            if place and (amount := _amount(cell, header[place] if place < len(header) else ""))
        ]
        if found and content_words(row[0]):
            yield start, end, [Cell(heading, row[0], col, said, len(found)) for col, said in found]


def same_row(one: Cell, other: Cell) -> bool:
    """Whether they stand in a row of the same name and in columns that can be compared."""
    if _name(one.key) != _name(other.key):
        return False
    if stems(one.column) == stems(other.column):
        return True
    return one.columns == other.columns == 1


def share_of_headings(one: Cell, other: Cell) -> float:
    """How much of what the smaller table is about, by heading and column, the other names."""
    here, there = (
        subject(f"{cell.heading} {cell.column}") - stems(cell.key) for cell in (one, other)
    )
    return len(here & there) / max(1, min(len(here), len(there)))


def _amount(cell: str, column: str) -> str:
    """A bare number takes its measure from the header: "4" under "Weeks of notice"."""
    if _BARE.fullmatch(cell):
        cell = next((f"{cell} {word}" for word in column.split() if values(f"{cell} {word}")), cell)
    return cell if len(values(cell)) == 1 else ""


def _name(key: str) -> frozenset[str]:
    """With its stop words: "over two years" is not "under two years"."""
    return frozenset(map(stem, words(key)))
