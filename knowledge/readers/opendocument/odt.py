"""OpenDocument text: headings by outline level, lists with their numbers, tables in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties, xml_trees
from knowledge.readers.archive import DAMAGED, LOCKED, open_archive, read_entry
from knowledge.readers.looks import looks_like_title
from knowledge.readers.numbering import BULLET, write_marked
from knowledge.readers.opendocument.styles import Lists, OpenDocumentStyles
from knowledge.readers.opendocument.text import notes_of, text_of
from knowledge.readers.rows import Rows
from knowledge.readers.xml_trees import local, number, value

_SKIPPED = frozenset(
    [
        "table-of-content", "alphabetical-index", "illustration-index", "table-index",
        "user-index", "tracked-changes", "forms", "sequence-decls", "annotation",
    ]
)  # fmt: skip
MAX_DEPTH = 40
#: Spreadsheet-like repeats fill a page with empty cells; nobody writes this many by hand.
MAX_REPEAT = 50
_GROUPS = frozenset(["table-header-rows", "table-rows", "table-row-group"])


_MANIFEST = "META-INF/manifest.xml"


def read(path: Path, builder: ReadingBuilder) -> None:
    names = (_MANIFEST, "content.xml", "styles.xml", "meta.xml")
    with open_archive(path) as archive:
        there = archive.namelist()
        parts = {name: read_entry(archive, name) for name in names if name in there}
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise RefusedFile(LOCKED)
    if "content.xml" not in parts:
        raise RefusedFile(DAMAGED, "no content.xml")
    content = xml_trees.parse(parts["content.xml"])
    styles, meta = (_optional(parts.get(name, b"")) for name in ("styles.xml", "meta.xml"))
    if meta is not None:
        _properties(meta, builder)
    body = content.find(".//{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text")
    if body is None:
        raise RefusedFile(DAMAGED, "no text body")
    roots = [content] if styles is None else [styles, content]
    _Walk(builder, OpenDocumentStyles(roots), Lists(roots)).children(body, 0)


def _optional(content: bytes) -> Any:
    try:
        return xml_trees.parse(content) if content else None
    except RefusedFile:
        return None  # the text can be read without its styles


def _properties(meta: Any, builder: ReadingBuilder) -> None:
    stated = {local(part): "".join(part.itertext()) for part in meta.iter()}
    builder.properties.update(
        properties.known(
            {
                "title": properties.good_title(stated.get("title")),
                "author": stated.get("initial-creator") or stated.get("creator", ""),
                "created": stated.get("creation-date", ""),
                "modified": stated.get("date", ""),
            }
        )
    )


@dataclass
class _Walk:
    _builder: ReadingBuilder
    _styles: OpenDocumentStyles
    _lists: Lists
    _level: int = 1  # of the last heading

    def children(
        self,
        container: Any,
        depth: int,
        marker: str | None = None,
        level: int = -1,
        style: str = "",
    ) -> None:
        """What a container holds. An item of a list has the marker that is drawn before its first
        paragraph, and the level (from 0) and style of its list."""
        if depth > MAX_DEPTH:
            return
        for child in container:
            name = local(child)
            if name == "h":
                self._heading(child, marker if level < 0 else marker or "", depth)
                marker = None
            elif name == "p":
                self._paragraph(child, marker, level, depth)
                marker = None
            elif name == "list":
                self._list(child, level + 1, style, depth + 1)
            elif name == "table":
                self._table(child, depth)
            elif name not in _SKIPPED:
                self.children(child, depth + 1, marker, level, style)

    def _heading(self, element: Any, marker: str | None, depth: int) -> None:
        text = text_of(element)
        level = number(element, "outline-level", 1)
        if not text:
            return
        if marker is None:
            unnumbered = value(element, "is-list-header") == "true"
            marker = self._lists.outline(level, unnumbered)
        self._level = level
        self._builder.heading(f"{marker} {text}" if marker and marker != BULLET else text, level)
        self._inside(element, depth)

    def _paragraph(self, element: Any, marker: str | None, level: int, depth: int) -> None:
        text = text_of(element)
        if text:
            if self._styles.is_title(element):
                self._builder.heading(text, 1)
            elif marker is None and looks_like_title(text) and self._styles.is_bold(element):
                # A line in bold is how many people write a heading.
                self._builder.heading(text, self._level + 1)
            else:
                write_marked(self._builder, marker, text, level)
        self._inside(element, depth)

    def _inside(self, element: Any, depth: int) -> None:
        """Text boxes and notes, after the paragraph that holds them."""
        for box in xml_trees.outermost(element, "text-box"):
            self.children(box, depth + 1)
        for note in notes_of(element):
            self._builder.paragraph(note)

    def _list(self, element: Any, level: int, style: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        style = value(element, "style-name") or style
        going_on = value(element, "continue-numbering") == "true" or bool(
            value(element, "continue-list")
        )
        if level == 0 and not going_on:
            self._lists.begin(style)
        for item in element:
            marker: str | None = None
            if local(item) == "list-item" and _begins_with_text(item):
                marker = self._lists.marker(style, level, number(item, "start-value", 0))
            self.children(item, depth, marker, level, style)

    def _table(self, element: Any, depth: int) -> None:
        cells = [part for part in element.iter() if local(part) == "table-cell"]
        if len(cells) == 1:
            self.children(cells[0], depth + 1)
            return
        rows = _rows_of(element)
        self._builder.table(rows.texts, rows.headers)


def _begins_with_text(item: Any) -> bool:
    """An item that holds only a deeper list is not counted on its own level."""
    return len(item) > 0 and local(item[0]) in ("p", "h") and bool(text_of(item[0]))


def _rows_of(table: Any) -> Rows:
    rows = Rows()
    _add_rows(table, False, rows)
    return rows


def _add_rows(element: Any, is_header: bool, rows: Rows) -> None:
    for child in element:
        name = local(child)
        if name == "table-row":
            for _ in range(min(number(child, "number-rows-repeated", 1), MAX_REPEAT)):
                rows.add(_cells(child), is_header)
        elif name in _GROUPS:
            _add_rows(child, is_header or name == "table-header-rows", rows)


def _cells(row: Any) -> Iterator[tuple[str, int, int]]:
    """The cells but those that are covered: the cell that covers them says how far it reaches."""
    for cell in row:
        if local(cell) == "table-cell":
            parts = (text_of(part) for part in cell.iter() if local(part) in ("p", "h"))
            text = " ".join(filter(None, parts))
            across, down = (number(cell, f"number-{of}-spanned", 1) for of in ("columns", "rows"))
            for _ in range(min(number(cell, "number-columns-repeated", 1), MAX_REPEAT)):
                yield text, across, down
