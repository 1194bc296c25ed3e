"""The words of a Word paragraph: what a person sees once changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml.ns import qn
from lxml import etree

from knowledge.errors import RefusedFile
from knowledge.readers import xml_trees

_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_AS_TEXT = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_SKIPPED = frozenset(
    {
        qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:drawing"),
        qn("w:pict"), qn("w:object"), qn("w:delText"), qn("w:sdtPr"), _MARKUP + "Fallback",
        qn("w:txbxContent"), qn("w:rt"),
    }
)  # fmt: skip
_TEXT = frozenset({qn("w:t"), _MATH + "t"})


def text_of(element: Any) -> str:
    """One line; text boxes and notes are not in it."""
    return " ".join("".join(_parts(element)).split())


def _parts(element: Any) -> Iterator[str]:
    # A stack rather than recursion: nesting is the file's to choose.
    todo = [element]
    while todo:
        current = todo.pop()
        tag = current.tag
        if tag in _TEXT:
            yield current.text or ""
        elif tag in _AS_TEXT:
            yield _AS_TEXT[tag]
        elif tag in _SKIPPED or (tag == qn("w:r") and is_hidden(current)):
            continue
        else:
            todo.extend(reversed(current))


def is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off")


def boxes_of(paragraph: Any) -> list[Any]:
    """The contents of its text boxes, outermost only, each once (Word keeps an old-style copy)."""
    found = []
    for box in paragraph.iter(qn("w:txbxContent")):
        outer = {ancestor.tag for ancestor in _between(box, paragraph)}
        if _MARKUP + "Fallback" not in outer and qn("w:txbxContent") not in outer:
            found.append(box)
    return found


def _between(element: Any, top: Any) -> Iterator[Any]:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return
        yield ancestor


def notes_of(paragraph: Any) -> list[tuple[str, str]]:
    """Its footnotes and endnotes as (kind, id), in order."""
    tags = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
    return [(tags[mark.tag], mark.get(qn("w:id"), "")) for mark in paragraph.iter(*tags)]


class Notes:
    """Footnotes and endnotes by kind and id."""

    def __init__(self, document: Any) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        for kind, relation in (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES)):
            try:
                root = xml_trees.parse(document.part.part_related_by(relation).blob)
            except (KeyError, ValueError, RefusedFile, etree.XMLSyntaxError):
                continue  # most documents have none
            for note in root.iter(qn(f"w:{kind}")):
                self._texts[(kind, note.get(qn("w:id"), ""))] = text_of(note)

    def text(self, note: tuple[str, str]) -> str:
        """ "Footnote 3: …", numbered in the order of reading; empty where it has no words."""
        text = self._texts.get(note, "")
        if not text:
            return ""
        kind = note[0]
        same = sum(key[0] == kind for key in self._numbers)
        number = self._numbers.setdefault(note, same + 1)
        return f"{kind.capitalize()} {number}: {text}"
