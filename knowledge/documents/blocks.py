"""What a reader yields: the text of a file as blocks with heading path, page and span."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from knowledge.language.clean import CELLS, clean_characters, clean_line

#: Places in a version's text at which another page begins, each with its number, in order.
PageTurns = tuple[tuple[int, int], ...]


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE = "table"  # one row a line, cells joined by " | "
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `text` is exactly `[start:end]` of the version's text.

    `heading_path` holds the headings above it, outermost first (a heading's own text is not in its
    own path). `page` counts from 1 where the format has pages. `level` is a heading's level (1 is
    the top), a list item's depth (0 is the outermost), and the number of header rows of a table.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    page: int | None = None  # on which it begins
    level: int = 0
    turns: PageTurns = ()


def page_turns(blocks: Sequence[Block], start: int, end: int) -> PageTurns:
    """Those within `[start:end]`, without the page on which that begins."""
    found: list[tuple[int, int]] = []
    page: int | None = None
    first = bisect_right(blocks, start, key=attrgetter("end"))
    for block in blocks[first : bisect_left(blocks, end, key=attrgetter("start"))]:
        if block.page is None:
            continue
        for place, other in ((block.start, block.page), *block.turns):
            if start < place < end and other != page:
                found.append((place, other))
            page = other if place < end else page
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as Bernard read it: its text, its blocks in reading order, what it says of itself.

    `properties` uses the keys title, author, created, modified, effective_from, review_by, owner,
    supersedes where the file states them (dates as ISO strings). `warnings` are sentences for a
    curator ("Page 3 has no text: it may be a scan.").
    """

    text: str
    blocks: Sequence[Block]
    properties: dict[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()


class ReadingBuilder:
    """Joins blocks into one text and keeps their spans true.

    Blocks are parted by a blank line, consecutive list items by a single line break. Text is
    cleaned here, once for every format: control and invisible formatting characters dropped, white
    space folded (not in code), table cells kept on one line.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._headings: list[tuple[int, str]] = []
        self.properties: dict[str, str] = {}
        self.warnings: list[str] = []

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        text = clean_line(text)
        if not text:
            return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._add(BlockKind.HEADING, text, page, level)
        self._headings.append((level, text))

    def paragraph(self, text: str, page: int | None = None, turns: PageTurns = ()) -> None:
        """`turns` are places in `text`."""
        self._add(BlockKind.PARAGRAPH, clean_line(text), page, 0, turns)

    def list_item(self, text: str, depth: int = 0, page: int | None = None) -> None:
        """`text` carries its own marker where it matters: "(a)", "4.2", "- " for a bullet."""
        text = clean_line(text)
        if text:
            self._add(BlockKind.LIST_ITEM, "  " * depth + text, page, depth)

    def code(self, text: str, page: int | None = None) -> None:
        text = clean_characters(text).strip("\n")
        self._add(BlockKind.CODE, text if text.strip() else "", page, 0)

    def table(
        self, rows: Sequence[Sequence[str]], header_rows: int = 0, page: int | None = None
    ) -> None:
        lines = [CELLS.join(clean_line(cell) for cell in row) for row in rows]
        kept = [line for line in lines if line.strip(" |")]
        self._add(BlockKind.TABLE, "\n".join(kept), page, min(header_rows, len(kept)))

    def _add(
        self, kind: BlockKind, text: str, page: int | None, level: int, turns: PageTurns = ()
    ) -> None:
        if not text:
            return
        if self._parts:
            previous = self._blocks[-1].kind
            tight = kind == previous == BlockKind.LIST_ITEM
            separator = "\n" if tight else "\n\n"
            self._parts.append(separator)
            self._length += len(separator)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        path = tuple(heading for _, heading in self._headings)
        placed = tuple((start + at, other) for at, other in turns)
        self._blocks.append(Block(kind, text, start, self._length, path, page, level, placed))

    def build(self) -> Reading:
        return Reading(
            "".join(self._parts), tuple(self._blocks), dict(self.properties), tuple(self.warnings)
        )
