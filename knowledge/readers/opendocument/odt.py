"""OpenDocument text: headings by outline level, lists with their numbers, tables in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties, xml_trees
from knowledge.readers.archive import DAMAGED, LOCKED, open_archive, read_entry
from knowledge.readers.looks import looks_like_title
from knowledge.readers.numbering import BULLET, write_marked
from knowledge.readers.opendocument.lists import Lists
from knowledge.readers.opendocument.styles import Styles
from knowledge.readers.opendocument.tables import rows_of
from knowledge.readers.opendocument.text import notes_of, text_of
from knowledge.readers.xml_trees import local

_SKIPPED = frozenset(
    [
        "table-of-content", "alphabetical-index", "illustration-index", "table-index",
        "user-index", "tracked-changes", "forms", "sequence-decls", "annotation",
    ]
)  # fmt: skip
MAX_DEPTH = 40


def read(path: Path, builder: ReadingBuilder) -> None:
    with open_archive(path) as archive:
        names = set(archive.namelist())
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in read_entry(archive, manifest):
            raise RefusedFile(LOCKED)
        if "content.xml" not in names:
            raise RefusedFile(DAMAGED, "no content.xml")
        content = xml_trees.parse(read_entry(archive, "content.xml"))
        styles = _optional(read_entry(archive, "styles.xml") if "styles.xml" in names else b"")
        meta = _optional(read_entry(archive, "meta.xml") if "meta.xml" in names else b"")
    if meta is not None:
        _properties(meta, builder)
    body = next((part for part in content.iter() if local(part) == "text" and _is_body(part)), None)
    if body is None:
        raise RefusedFile(DAMAGED, "no text body")
    roots = [content] if styles is None else [styles, content]
    _Walk(builder, Styles(roots), Lists(roots)).children(body, 0)


def _is_body(element: Any) -> bool:
    return str(element.tag).startswith("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}")


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


class _Walk:
    def __init__(self, builder: ReadingBuilder, styles: Styles, lists: Lists) -> None:
        self._builder = builder
        self._styles = styles
        self._lists = lists
        self._level = 1  # of the last heading

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
        level = xml_trees.number(element, "outline-level", 1)
        if not text:
            return
        if marker is None:
            unnumbered = xml_trees.value(element, "is-list-header") == "true"
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
        style = xml_trees.value(element, "style-name") or style
        going_on = xml_trees.value(element, "continue-numbering") == "true" or bool(
            xml_trees.value(element, "continue-list")
        )
        if level == 0 and not going_on:
            self._lists.begin(style)
        for item in element:
            marker: str | None = None
            if local(item) == "list-item" and _begins_with_text(item):
                marker = self._lists.marker(style, level, xml_trees.number(item, "start-value", 0))
            self.children(item, depth, marker, level, style)

    def _table(self, element: Any, depth: int) -> None:
        cells = [part for part in element.iter() if local(part) == "table-cell"]
        if len(cells) == 1:
            self.children(cells[0], depth + 1)
            return
        rows = rows_of(element)
        self._builder.table(rows.texts, rows.headers)


def _begins_with_text(item: Any) -> bool:
    """An item that holds only a deeper list is not counted on its own level."""
    return len(item) > 0 and local(item[0]) in ("p", "h") and bool(text_of(item[0]))
