"""Ruled tables of a PDF page. The rules come from pdfium, which is quick; pdfplumber's geometry
makes cells of them. Pages without rules cost nothing more than a look at their objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium
from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)
from pdfplumber.utils.geometry import merge_bboxes
from pypdfium2 import PdfiumError

from knowledge.readers.pdf.lines import Line, PageText

#: A chart or a map has thousands of lines and is no table.
MAX_EDGES = 3000
MAX_MERGED = 600  # finding cells takes the square of it
MAX_OBJECTS = 20_000
MIN_LENGTH = 6.0  # points: shorter lines are parts of letters and drawings
TOLERANCE = 3.0  # points: as pdfplumber's own default
STRAIGHT = 1.0  # points off the level that a rule may be

_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class RuledTable:
    """Rows of text and the box that holds them, in the unrotated page's points."""

    rows: list[list[str]]
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, line: Line) -> bool:
        x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
        return self.left - 2 <= x <= self.right + 2 and self.bottom - 2 <= y <= self.top + 2


def ruled_tables(page: Any, text: PageText) -> list[RuledTable]:
    """The tables of a page, from its top. Pages that are turned are read as lines."""
    if page.get_rotation():
        return []
    try:
        edges = list(_edges(page))
    except PdfiumError:
        return []  # the page's text can be read without its rules
    upright = sum(edge["orientation"] == "v" for edge in edges)
    if upright < 2 or len(edges) - upright < 2 or len(edges) > MAX_EDGES:
        return []
    merged = merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    if len(merged) > MAX_MERGED:
        return []
    cells = intersections_to_cells(edges_to_intersections(merged, TOLERANCE, TOLERANCE))
    found = (_table(group, text) for group in cells_to_tables(cells))
    tables = [table for table in found if table is not None]
    return sorted(tables, key=lambda table: -table.top)


def _table(cells: list[_Box], text: PageText) -> RuledTable | None:
    """None for boxes that are no table: fewer than two rows or columns with words in them."""
    if len(cells) < 4:
        return None
    # Upside down: pdfplumber counts down from the top, so tops here are negated heights.
    rows: list[list[str]] = []
    for top in sorted({round(cell[1], 1) for cell in cells}):
        in_row = sorted(cell for cell in cells if round(cell[1], 1) == top)
        words = [
            " ".join(text.words_in(left, -lower, right, -upper).split())
            for left, upper, right, lower in in_row
        ]
        if any(words):
            rows.append(words)
    if len(rows) < 2 or sum(sum(map(bool, row)) >= 2 for row in rows) < 2:
        return None
    left, upper, right, lower = merge_bboxes(cells)
    return RuledTable(rows, left, -lower, right, -upper)


def _edges(page: Any) -> Iterator[dict[str, Any]]:
    """Level and upright lines of at least MIN_LENGTH, as pdfplumber's edges."""
    for item in islice(page.get_objects(), MAX_OBJECTS):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path_edges(item)


def _path_edges(path: Any) -> Iterator[dict[str, Any]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix, form = path.get_matrix(), path.container
    while form is not None:
        matrix, form = matrix.multiply(form.get_matrix()), form.container
    start = last = (0.0, 0.0)
    for number in range(min(pdfium.FPDFPath_CountSegments(path), MAX_EDGES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _edge(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _edge(point, start)
        last = point


def _edge(one: tuple[float, float], other: tuple[float, float]) -> Iterator[dict[str, Any]]:
    (x0, x1), (low, high) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    level, upright = high - low <= STRAIGHT, x1 - x0 <= STRAIGHT
    if level == upright or max(x1 - x0, high - low) < MIN_LENGTH:
        return
    yield {
        "x0": x0, "x1": x1, "top": -high, "bottom": -low, "width": x1 - x0, "height": high - low,
        "orientation": "h" if level else "v", "object_type": "line",
    }  # fmt: skip
