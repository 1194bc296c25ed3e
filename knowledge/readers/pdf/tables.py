"""Ruled tables of a PDF page. The rules come from pdfium, which is quick; pdfplumber's geometry
makes cells of them. Pages without rules cost nothing more than a look at their objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from knowledge.readers.pdf.lines import PageText

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


def ruled_tables(page: Any, text: PageText) -> list[RuledTable]:
    """The tables of a page, from its top. Pages that are turned are read as lines."""
    if page.get_rotation():
        return []
    edges = list(_edges(page))
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
    return RuledTable(
        rows,
        min(cell[0] for cell in cells),
        -max(cell[3] for cell in cells),
        max(cell[2] for cell in cells),
        -min(cell[1] for cell in cells),
    )


def _edges(page: Any) -> Iterator[dict[str, Any]]:
    """Level and upright lines of at least MIN_LENGTH, as pdfplumber's edges."""
    identity = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    count = pdfium.FPDFPage_CountObjects(page.raw)
    todo = [
        (pdfium.FPDFPage_GetObject(page.raw, number), identity)
        for number in range(min(count, MAX_OBJECTS))
    ]
    seen = 0
    while todo and seen < MAX_OBJECTS:
        item, outer = todo.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path_edges(item, _times(_matrix(item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _times(_matrix(item), outer)
            children = min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS - seen)
            todo += [
                (pdfium.FPDFFormObj_GetObject(item, number), inner) for number in range(children)
            ]


_Matrix = tuple[float, float, float, float, float, float]


def _matrix(item: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _path_edges(path: Any, matrix: _Matrix) -> Iterator[dict[str, Any]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    start = last = (0.0, 0.0)
    for number in range(min(pdfium.FPDFPath_CountSegments(path), MAX_EDGES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
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
