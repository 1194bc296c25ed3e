"""Rows of a table whose cells may reach over several rows or columns."""

from __future__ import annotations

from collections.abc import Iterable


class Rows:
    """Collects a table's rows as text. A cell over several rows is said in each, so that a row can
    be read alone; a cell over several columns is said once."""

    def __init__(self) -> None:
        self.texts: list[list[str]] = []
        self.headers = 0  # rows at the top
        self._above: dict[int, str] = {}  # column → text, in the last row
        self._hanging: dict[int, tuple[str, int, int]] = {}  # column → a cell that goes on below

    def add(self, cells: Iterable[tuple[str | None, int, int]], is_header: bool = False) -> None:
        """One row. A cell: its text (None where the one above goes on), and how many columns and
        rows it covers, itself included."""
        above, self._above = self._above, {}
        hanging, self._hanging = self._hanging, {}
        column = 0

        def put(text: str, width: int, rows: int) -> None:
            nonlocal column
            self._above[column] = text
            if rows > 1:
                self._hanging[column] = text, width, rows - 1
            column += max(width, 1)

        for text, width, rows in cells:
            while column in hanging:
                put(*hanging.pop(column))
            put(above.get(column, "") if text is None else text, width, rows)
        for start in sorted(hanging):
            column = max(column, start)
            put(*hanging[start])
        self.headers += is_header and self.headers == len(self.texts)
        self.texts.append(list(self._above.values()))
