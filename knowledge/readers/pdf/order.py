"""Which lines of a PDF are text of the document, and in which order they are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.readers.pdf.lines import Line
from knowledge.readers.pdf.tables import RuledTable

#: Running heads and feet stand in the outer tenth of the page, or close to it.
MARGIN = 0.12
#: A running line stands on this share of the pages, or more.
MIN_SHARE = 0.4
_LEADER = re.compile(r"(?:\.\s?){5}\s*+\d{1,4}$")
#: Points by which a running line may move between pages.
DRIFT = 6
_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE
)


@dataclass(slots=True)
class PageLines:
    """A page's lines in reading order."""

    number: int  # from 1
    height: float
    width: float
    lines: list[Line]
    tables: Sequence[RuledTable] = ()
    drawn: bool = True  # False where the page is empty


def drop_running_lines(pages: Sequence[PageLines]) -> None:
    """Takes out heads, feet and page numbers that repeat from page to page, and entries of a table
    of contents, which are headings said again."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({key for line in page.lines if _in_margin(line, page) for key in _keys(line)})
    needed = max(3, round(len(pages) * MIN_SHARE)) if len(pages) > 3 else max(2, len(pages))
    for page in pages:
        kept = [
            line
            for line in page.lines
            if not _LEADER.search(line.text) and not _is_running(line, page, seen, needed)
        ]
        if kept:
            page.lines = kept


def _is_running(line: Line, page: PageLines, seen: Counter[tuple[str, int]], needed: int) -> bool:
    if not _in_margin(line, page):
        return False
    number = _PAGE_NUMBER.match(line.text)
    is_its_own = number is not None and int(number[1]) == page.number
    return is_its_own or any(seen[key] >= needed for key in _keys(line))


def _keys(line: Line) -> tuple[tuple[str, int], tuple[str, int]]:
    """What the line says and its height, in steps that overlap so that no drift falls between.
    Numbers are made alike: "Page 3 of 12" is one shape on every page."""
    shape = re.sub(r"\d+|\b[ivxl]+\b", "#", " ".join(line.text.lower().split()))
    step = int(line.bottom // DRIFT)
    return (shape, step), (shape, step + 1)


def _in_margin(line: Line, page: PageLines) -> bool:
    return line.bottom < page.height * MARGIN or line.top > page.height * (1 - MARGIN)


def in_columns(lines: Sequence[Line], width: float) -> list[Line]:
    """Puts two columns that were written line by line across the page one after the other.

    Pages whose content goes down one column and then the other are left as they are, and so are
    tables: their cells are short.
    """
    rows: dict[int, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.row, []).append(line)
    pairs = [row for row in rows.values() if len(row) == 2 and all(len(x.text) > 15 for x in row)]
    if len(pairs) < 5 or len(pairs) < len(rows) * 0.3:
        return list(lines)
    gutter = sorted((row[0].right + row[1].left) / 2 for row in pairs)[len(pairs) // 2]
    if not width * 0.3 < gutter < width * 0.7:
        return list(lines)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.left < gutter - 10 and line.right > gutter + 10:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.left < gutter - 5 else right).append(line)
    return [*ordered, *left, *right]
