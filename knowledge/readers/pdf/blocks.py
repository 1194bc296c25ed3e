"""Lines of a PDF to headings, paragraphs, list items and tables without rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.documents.blocks import ReadingBuilder
from knowledge.language.clean import clean_line
from knowledge.readers.looks import (
    BULLET,
    NUMBERED,
    is_item,
    is_numbered_paragraph,
    join_lines,
    looks_like_title,
    numbered_level,
)
from knowledge.readers.pdf.lines import Line
from knowledge.readers.pdf.order import PageLines, in_columns
from knowledge.readers.pdf.tables import RuledTable

#: A heading's letters are at least this much larger than the text's.
LARGER = 1.12
#: Lines of one paragraph stand at most this many font sizes apart, bottom to bottom; in a document
#: that is set wider throughout, a little more than its own usual distance.
MAX_LEADING = 1.75
#: Larger than the paragraph's usual leading by this much, and a new one begins.
NEW_PARAGRAPH = 1.25
ALIGNED = 30  # points: lines that begin this close together are of one column
MAX_HEADING = 220  # characters
_ENDS = re.compile(r"[.:;!?][\"”’)\]]*$")


@dataclass(slots=True)
class PagePiece:
    """Lines that belong together, or a table in their place."""

    lines: list[Line] = field(default_factory=list)
    table: RuledTable | None = None
    page: int = 1
    turns: list[tuple[int, int]] = field(default_factory=list)  # lines before a page, and that

    @property
    def is_item(self) -> bool:
        return bool(self.lines) and is_item(self.lines[0].text)


class Layout:
    """What is usual in the document: the size of its text, of its headings, its bookmarks."""

    def __init__(self, lines: Sequence[Line], outline: dict[str, int]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        larger = sorted((size for size in sizes if size >= self.body * LARGER), reverse=True)
        self._levels = _ranked(larger)
        self._outline = outline
        bold = sum(len(line.text) for line in lines if line.bold)
        self._bold_counts = bold < 0.4 * sum(len(line.text) for line in lines)

    def heading_level(self, piece: PagePiece) -> int:
        """1 to 6; 0 for what is no heading."""
        text = join_lines([line.text for line in piece.lines])
        if len(text) > MAX_HEADING or len(piece.lines) > 4 or BULLET.match(text):
            return 0
        listed = self._outline.get(_key(text))
        if listed:
            return min(listed, 6)
        size = round(piece.lines[0].size * 2) / 2
        lasting = not (_ENDS.search(text) and len(text) > 80) and any(map(str.isalpha, text))
        if size in self._levels and lasting:
            return self._levels[size]
        if not self._bold_counts or not all(line.bold for line in piece.lines):
            return 0
        if size < self.body * 0.95 or not looks_like_title(text):
            return 0
        base = max(self._levels.values(), default=0)
        numbered = NUMBERED.match(text)
        return min(base + (numbered_level(numbered.group(1)) if numbered else 1), 6)


def _ranked(sizes: Sequence[float]) -> dict[float, int]:
    """Size → level, largest first; sizes within 6 % of one another are one level."""
    levels: dict[float, int] = {}
    level, last = 0, 0.0
    for size in sizes:
        if not last or size < last * 0.94:
            level, last = level + 1, size
        levels[size] = min(level, 6)
    return levels


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def outline_of(titles: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Bookmarks (title, depth from 0) by what is left of a title without spaces and signs."""
    return {_key(title): depth + 1 for title, depth in titles if len(_key(title)) > 2}


def leading_of(pages: Sequence[Sequence[Line]]) -> float:
    """How far apart lines of one paragraph may stand, in font sizes."""
    drops = sorted(
        (above.bottom - below.bottom) / below.size
        for lines in pages
        for above, below in pairwise(lines)
        if above.row != below.row and 0.8 < (above.bottom - below.bottom) / below.size < 3.2
    )
    return max(MAX_LEADING, drops[len(drops) // 6] * 1.15) if drops else MAX_LEADING


def pieces_of(page: PageLines, leading: float) -> list[PagePiece]:
    """A page's lines as pieces; lines inside a ruled table are its own."""
    lines = page.lines if page.tables else in_columns(page.lines, page.width)
    pieces: list[PagePiece] = []
    placed: list[RuledTable] = []
    edges: dict[int, float] = {}
    for line in lines:
        edges[_column(line)] = max(edges.get(_column(line), 0.0), line.right)
    for line in lines:
        table = next((one for one in page.tables if one.holds(line)), None)
        edge = max(edges.get(_column(line) + step, 0.0) for step in (-1, 0, 1))
        if table is not None:
            if table not in placed:
                placed.append(table)
                pieces.append(PagePiece(table=table, page=page.number))
        elif pieces and pieces[-1].lines and _goes_on(pieces[-1], line, leading, edge):
            pieces[-1].lines.append(line)
        else:
            pieces.append(PagePiece([line], page=page.number))
    return pieces


def _column(line: Line) -> int:
    return int(line.left // ALIGNED)


def _goes_on(piece: PagePiece, line: Line, leading: float, edge: float) -> bool:
    last = piece.lines[-1]
    if line.row == last.row:
        return line.left >= last.left  # the parts of one line stay together
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return False
    drop = last.bottom - line.bottom
    if drop < -2 or drop > leading * max(line.size, last.size):
        return False
    if is_item(line.text) or is_numbered_paragraph(line.text):
        return False
    if line.bold != last.bold and (last.bold or looks_like_title(line.text)):
        return False
    if len(piece.lines) > 1:
        usual = piece.lines[-2].bottom - last.bottom
        if usual > 1 and drop > usual * NEW_PARAGRAPH:
            return False
    if piece.is_item and line.left < piece.lines[0].left - 2:
        return False
    return not _ended(piece, line, edge)


def _ended(piece: PagePiece, line: Line, edge: float) -> bool:
    """True where the last line left room for the next one's first word, which begins like a
    sentence, or where a sentence ended and the next line is indented. `edge` is where lines of the
    column end."""
    last = piece.lines[-1]
    if not line.text[:1].isupper():
        return False
    word = len(line.text.split()[0]) * 0.5 * line.size
    room = edge - last.right - word
    if not _ENDS.search(last.text):
        # Titles and addresses are broken by hand: without a full stop, only much room tells.
        return room > 0.3 * (edge - line.left) and not last.bold
    return room > line.size or (len(piece.lines) > 1 and 6 < line.left - last.left < 40)


def join_pages(pieces: list[PagePiece]) -> list[PagePiece]:
    """Makes whole the paragraphs that a page break cut."""
    joined: list[PagePiece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.lines
            and piece.lines
            and before.page < piece.page
            and not _ENDS.search(before.lines[-1].text)
            and piece.lines[0].text[:1].islower()
            and not piece.is_item
            and abs(before.lines[-1].size - piece.lines[0].size) < 0.6
        ):
            before.turns.append((len(before.lines), piece.page))
            before.lines += piece.lines
        else:
            joined.append(piece)
    return joined


def write(pieces: Sequence[PagePiece], layout: Layout, builder: ReadingBuilder) -> None:
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        rows = _open_table(pieces, at)
        if piece.table is not None:
            builder.table(piece.table.rows, 1, piece.page)
        elif rows:
            builder.table(rows, 0, piece.page)
        else:
            _write(piece, layout, builder)
        at += len(rows) or 1


def _write(piece: PagePiece, layout: Layout, builder: ReadingBuilder) -> None:
    text = join_lines([line.text for line in piece.lines])
    level = layout.heading_level(piece)
    if level:
        builder.heading(text, level, piece.page)
    elif piece.is_item:
        builder.list_item(BULLET.sub("- ", text), 0, piece.page)
    else:
        turns = tuple((_length(piece.lines[:count]), page) for count, page in piece.turns)
        builder.paragraph(text, piece.page, turns)


def _length(lines: Sequence[Line]) -> int:
    """In characters, as a paragraph's beginning."""
    return len(clean_line(join_lines([line.text for line in lines])))


def _open_table(pieces: Sequence[PagePiece], at: int) -> list[list[str]]:
    """Two or more lines in a row that wide gaps cut alike: a table without rules."""
    rows: list[list[str]] = []
    starts: list[float] = []
    for number in range(at, len(pieces)):
        lines = pieces[number].lines
        if len(lines) < 2 or any(line.row != lines[0].row for line in lines):
            break
        if rows and (len(lines) != len(starts) or abs(lines[0].left - starts[0]) > 20):
            break
        starts = [line.left for line in lines]
        rows.append([line.text for line in lines])
    return rows if len(rows) > 1 else []
