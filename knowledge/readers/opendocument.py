"""OpenDocument text: headings by outline level, lists with their numbers, tables in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties, xml_trees
from knowledge.readers.archive import DAMAGED, LOCKED, open_archive, read_entry
from knowledge.readers.looks import looks_like_title
from knowledge.readers.numbering import BULLET, KINDS, MAX_LEVELS, Level, draw, write_marked
from knowledge.readers.rows import Rows
from knowledge.readers.xml_trees import local, number, value

_WORDLESS = frozenset(
    ["note", "annotation", "frame", "custom-shape", "tracked-changes", "hidden-text", "ruby-text",
     "hidden-paragraph", "change", "bookmark", "alphabetical-index-mark", "deletion"]
)  # fmt: skip
_SPACES = frozenset(["s", "tab", "line-break"])


def text_of(element: Any) -> str:
    """One line; text boxes and notes are not in it."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: Any) -> Iterator[str]:
    # A walk rather than recursion: nesting is the file's to choose.
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, part in walk:
        name = local(part)
        if event == "end":
            yield (part.tail or "") if part is not element else ""
        elif name in _WORDLESS and part is not element:
            walk.skip_subtree()
        else:
            yield " " if name in _SPACES else part.text or ""


def notes_of(paragraph: Any) -> Iterator[str]:
    """ "Footnote 3: …" for each note in it."""
    for note in paragraph.iterdescendants("{*}note"):
        kind = "Endnote" if "endnote" in note.attrib.values() else "Footnote"
        number, text = (
            "" if (part := note.find(f"{{*}}note-{name}")) is None else text_of(part)
            for name in ("citation", "body")
        )
        if text:
            yield f"{kind} {number}: {text}" if number else f"{kind}: {text}"


#: Styles build on one another; a file may make them do so in a circle.
MAX_CHAIN = 20
_OUTLINE = ""
_NONE = Level("")  # a level without a number


class OpenDocumentStyles:
    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles = {
            value(style, "name"): style
            for root in roots
            for style in root.iter("{*}style")
            if value(style, "family") in ("paragraph", "text")
        }

    def _chain(self, name: str) -> Iterator[Any]:
        """The style's element and those it builds on."""
        for _ in range(MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "parent-style-name")

    def is_title(self, paragraph: Any) -> bool:
        name = value(paragraph, "style-name")
        return name == "Title" or any(
            value(style, "name") == "Title" for style in self._chain(name)
        )

    def is_bold(self, paragraph: Any) -> bool:
        """True where every word of it is bold."""
        if self._has_weight(value(paragraph, "style-name")):
            return True
        if (paragraph.text or "").strip():
            return False
        return all(
            (not text_of(child) or self._has_weight(value(child, "style-name")))
            and not (child.tail or "").strip()
            for child in paragraph
        )

    def _has_weight(self, name: str) -> bool:
        bolds = (bold for style in self._chain(name) if (bold := _bold(style)) is not None)
        return next(bolds, False)


def _bold(style: Any) -> bool | None:
    for part in style:
        weight = value(part, "font-weight")
        if local(part) == "text-properties" and weight:
            return weight == "bold" or (weight.isdecimal() and int(weight[:9]) >= 600)
    return None


class Lists:
    """The numbers of lists and headings, counted as they are drawn."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._counters: dict[str, list[int]] = {}
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style"):
                outline = local(style) == "outline-style"
                self._styles[_OUTLINE if outline else value(style, "name")] = _levels(style)

    def begin(self, style: str) -> None:
        self._counters[style] = []

    def marker(self, style: str, level: int, start: int = 0) -> str:
        """Counts one item; `start`, where it is not 0, is the number that the item states."""
        counters = self._counters.setdefault(style, [])
        return draw(self._styles.get(style, {}), min(level, MAX_LEVELS - 1), counters, start)

    def outline(self, level: int, unnumbered: bool) -> str:
        """The number of a heading outside lists; empty where headings have none."""
        levels = self._styles.get(_OUTLINE, {})
        if unnumbered or not levels.get(level - 1, _NONE).kind:
            return ""
        return self.marker(_OUTLINE, level - 1)


def _levels(style: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for part in style:
        name = local(part)
        at = number(part, "level", 0) - 1
        if not 0 <= at < MAX_LEVELS:
            continue
        if name in ("list-level-style-number", "outline-level-style"):
            kind = KINDS.get(value(part, "num-format"), "")
            levels[at] = Level(kind, start=number(part, "start-value", 1))
            first = max(0, at + 1 - number(part, "display-levels", 1))
            shown = [up for up in range(first, at + 1) if levels.get(up, _NONE).kind]
            if shown:
                numbers = ".".join(f"%{(up + 1) % MAX_LEVELS}" for up in shown)
                text = f"{value(part, 'num-prefix')}{numbers}{value(part, 'num-suffix')}"
                levels[at] = replace(levels[at], text=text)
        elif name.startswith("list-level-style"):
            levels[at] = Level("bullet")
    return levels


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
