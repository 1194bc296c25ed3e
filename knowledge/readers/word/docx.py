"""Word files: headings by style or outline level, lists with their numbers, tables in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties
from knowledge.readers.archive import DAMAGED, ZIP_ERRORS, open_archive, read_entry
from knowledge.readers.looks import looks_like_title
from knowledge.readers.numbering import BULLET, write_marked
from knowledge.readers.rows import Rows
from knowledge.readers.word.numbering import Numbering
from knowledge.readers.word.styles import WordStyles
from knowledge.readers.word.text import Notes, notes_of, setting, text_of
from knowledge.readers.xml_trees import local, outermost

_CONTAINERS = {
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")
}
_CONTENTS = re.compile(r"^(toc( heading)?|table of figures|contents)( \d)?$")
_STRICT = (
    "The file is a “Strict Open XML” document, which Bernard does not read. "
    "Save it as an ordinary Word document and add it again."
)
#: Nesting of text boxes and content controls that a person would make.
MAX_DEPTH = 40
_ON = ("1", "true", "on")


def read(path: Path, builder: ReadingBuilder) -> None:
    try:
        document = Document(str(path))
        body = document.element.body
    except (OpcError, etree.XMLSyntaxError, AttributeError, *ZIP_ERRORS) as error:
        raise RefusedFile(_STRICT if _is_strict(path) else DAMAGED, repr(error)) from error
    if body is None:
        raise RefusedFile(DAMAGED, "no body")
    _properties(document, builder)
    _Walk(document, builder).children(body)


def _is_strict(path: Path) -> bool:
    with open_archive(path) as archive:
        if "_rels/.rels" not in archive.namelist():
            return False
        return b"http://purl.oclc.org/ooxml/" in read_entry(archive, "_rels/.rels")


def _properties(document: Any, builder: ReadingBuilder) -> None:
    try:
        # Asked for properties that a file has not, python-docx makes some up.
        core = document.part.package.part_related_by(RELATION.CORE_PROPERTIES).element
    except (KeyError, AttributeError):
        return
    stated = {local(part): part.text or "" for part in core}
    stated["title"] = properties.good_title(stated.get("title"))
    stated["author"] = stated.get("creator", "").removeprefix("python-docx")
    builder.properties.update(properties.known(stated))


class _Walk:
    def __init__(self, document: Any, builder: ReadingBuilder) -> None:
        self._builder = builder
        self._styles = WordStyles(document)
        self._numbering = Numbering(document, self._styles)
        self._notes = Notes(document)
        self._level = 1  # of the last heading that a style made

    def children(self, container: Any, depth: int = 0) -> None:
        if depth > MAX_DEPTH:
            return
        for child in container:
            if child.tag == qn("w:p"):
                self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                self._table(child, depth)
            elif child.tag in _CONTAINERS and not _is_contents(child):
                self.children(child, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        style = self._styles.of(paragraph)
        if _CONTENTS.match(self._styles.name(style)):
            return
        text = text_of(paragraph)
        if text:
            self._text(paragraph, style, text)
        # Word keeps an old-style copy of each text box, as a fallback.
        for box in outermost(paragraph, "txbxContent", without="Fallback"):
            self.children(box, depth + 1)
        for note in notes_of(paragraph):
            self._builder.paragraph(self._notes.text(*note))

    def _text(self, paragraph: Any, style: str, text: str) -> None:
        marker, depth = self._numbering.marker(paragraph, style)
        level = self._styles.heading_level(paragraph, style)
        if level:
            self._level = level
            numbered = f"{marker} {text}" if marker and marker != BULLET else text
            self._builder.heading(numbered, level)
        elif not marker and looks_like_title(text) and self._styles.is_bold(paragraph, style):
            # A line in bold is how many people write a heading.
            self._builder.heading(text, self._level + 1)
        else:
            write_marked(self._builder, marker, text, depth)

    def _table(self, table: Any, depth: int) -> None:
        if _is_layout(table):
            for cell in table.iter(qn("w:tc")):
                self.children(cell, depth + 1)
                return
        rows = _rows_of(table)
        self._builder.table(rows.texts, rows.headers)


def _is_contents(container: Any) -> bool:
    return setting(container, "sdtPr/docPartObj/docPartGallery") == "Table of Contents"


def _is_layout(table: Any) -> bool:
    """One cell: a box around text, not a table."""
    return sum(1 for row in _inside(table, "tr") for _ in _inside(row, "tc")) == 1


def _rows_of(table: Any) -> Rows:
    rows = Rows()
    for row in _inside(table, "tr"):
        is_header = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        rows.add(map(_cell, _inside(row, "tc")), is_header)
    if not rows.headers and len(rows.texts) > 1 and _first_row_is_header(table):
        rows.headers = 1
    return rows


def _cell(cell: Any) -> tuple[str | None, int, int]:
    across = _number(setting(cell, "tcPr/gridSpan"))
    if setting(cell, "tcPr/vMerge") not in (None, "restart"):
        return None, across, 1
    return " ".join(filter(None, map(text_of, cell.iter(qn("w:p"))))), across, 1


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Children of that name, also those in content controls and tracked changes."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(child, name)


def _first_row_is_header(table: Any) -> bool:
    look = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
    if look is None:
        return False
    first = look.get(qn("w:firstRow"))
    # Bit 0x20 of the old form says that the first row is set apart (ECMA-376, 17.4.55).
    return bool(_number(look.get(qn("w:val")), 16) & 0x20) if first is None else first in _ON


def _number(digits: str | None, base: int = 10) -> int:
    try:
        return int(digits or "0", base)
    except ValueError:
        return 0
