"""The words of a Word paragraph: what a person sees once changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
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
        elif tag in _SKIPPED or (tag == qn("w:r") and switched(current, "rPr/vanish")):
            continue
        else:
            todo.extend(reversed(current))


@cache
def _qualified(path: str) -> str:
    return "/".join(qn(f"w:{name}") for name in path.split("/"))


def setting(element: Any, path: str, silent: str | None = "") -> str | None:
    """The value that is set at a path below an element ("pPr/pStyle"); None where nothing is set
    there, `silent` where it is set without a value."""
    found = element.find(_qualified(path))
    return None if found is None else found.get(qn("w:val"), silent)


def switched(element: Any, path: str) -> bool | None:
    """True or False where a switch is set, None where the element is silent about it."""
    value = setting(element, path)
    return None if value is None else value not in ("0", "false", "off")


def notes_of(paragraph: Any) -> list[tuple[str, str]]:
    """Its footnotes and endnotes as (kind, id), in order."""
    tags = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
    return [(tags[mark.tag], mark.get(qn("w:id"), "")) for mark in paragraph.iter(*tags)]


class Notes:
    """Footnotes and endnotes by kind and id."""

    def __init__(self, document: Any) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, dict[str, int]] = {"footnote": {}, "endnote": {}}
        for kind, relation in (("footnote", RELATION.FOOTNOTES), ("endnote", RELATION.ENDNOTES)):
            try:
                root = xml_trees.parse(document.part.part_related_by(relation).blob)
            except (KeyError, ValueError, RefusedFile, etree.XMLSyntaxError):
                continue  # most documents have none
            for note in root.iter(qn(f"w:{kind}")):
                self._texts[(kind, note.get(qn("w:id"), ""))] = text_of(note)

    def text(self, kind: str, identifier: str) -> str:
        """ "Footnote 3: …", numbered in the order of reading; empty where it has no words."""
        text = self._texts.get((kind, identifier), "")
        if not text:
            return ""
        numbers = self._numbers[kind]
        number = numbers.setdefault(identifier, len(numbers) + 1)
        return f"{kind.capitalize()} {number}: {text}"
