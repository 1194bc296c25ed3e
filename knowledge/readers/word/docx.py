"""Word files: headings by style or outline level, lists with their numbers, tables in place."""

from __future__ import annotations

import re
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
from knowledge.readers.word.numbering import Numbering
from knowledge.readers.word.styles import Styles
from knowledge.readers.word.tables import is_layout, rows_of
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
        self._styles = Styles(document)
        self._numbering = Numbering(document, self._styles)
        self._notes = Notes(document)
        self._level = 1  # of the last heading that a style made
        self._has_headings = self._styles.used_for_headings(document.element.body)

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
            self._builder.paragraph(self._notes.text(note))

    def _text(self, paragraph: Any, style: str, text: str) -> None:
        marker, depth = self._numbering.marker(paragraph, style)
        level = self._styles.heading_level(paragraph, style)
        if level:
            self._level = level
            numbered = f"{marker} {text}" if marker and marker != BULLET else text
            self._builder.heading(numbered, level)
        elif not marker and looks_like_title(text) and self._styles.is_bold(paragraph, style):
            # A line in bold is how many people write a heading.
            self._builder.heading(text, self._level + 1 if self._has_headings else 2)
        else:
            write_marked(self._builder, marker, text, depth)

    def _table(self, table: Any, depth: int) -> None:
        if is_layout(table):
            for cell in table.iter(qn("w:tc")):
                self.children(cell, depth + 1)
                return
        rows = rows_of(table)
        self._builder.table(rows.texts, rows.headers)


def _is_contents(container: Any) -> bool:
    return setting(container, "sdtPr/docPartObj/docPartGallery") == "Table of Contents"
