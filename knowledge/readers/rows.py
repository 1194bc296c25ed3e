"""Rows of a table whose cells may reach over several rows or columns."""

from __future__ import annotations

from collections.abc import Iterable


class Rows:
    """Collects a table's rows as text. A cell over several rows is said in each, so that a row can
    be read alone; a cell over several columns is said once."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.header_rows = 0
        self._hanging: dict[int, tuple[int, int, str]] = {}  # column → rows to come, width, text

    def add(self, cells: Iterable[tuple[str, int, int]], is_header: bool) -> None:
        """One row. A cell: its text, the columns and the rows that it covers (1 for itself)."""
        above, self._hanging = self._hanging, {}
        texts: list[str] = []
        column = 0

        def hang(rows: int, width: int, text: str) -> None:
            nonlocal column
            if rows > 1:
                self._hanging[column] = (rows - 1, width, text)
            texts.append(text)
            column += width

        for text, width, down in cells:
            while column in above:
                hang(*above.pop(column))
            hang(down, width, text)
        for column in sorted(above):
            hang(*above[column])
        if is_header and self.header_rows == len(self.rows):
            self.header_rows += 1
        self.rows.append(texts)
