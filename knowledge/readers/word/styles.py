"""Word styles: which paragraph is a heading, which is bold, what a style inherits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from knowledge.readers.word.text import setting, switched, text_of

_HEADING = re.compile(r"^heading (\d)$")
#: Styles build on one another; a file may make them do so in a circle.
MAX_CHAIN = 20


class WordStyles:
    def __init__(self, document: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        try:
            root = document.part.styles.element
        except (KeyError, AttributeError, ValueError):
            return
        for style in root.iter(qn("w:style")):
            identifier = style.get(qn("w:styleId"), "")
            self._styles[identifier] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1":
                self._default = identifier

    def of(self, paragraph: Any) -> str:
        style = setting(paragraph, "pPr/pStyle")
        return self._default if style is None else style

    def name(self, style: str) -> str:
        """Lower case, as Word names it in English whatever the language of the file."""
        element = self._styles.get(style)
        name = None if element is None else setting(element, "name")
        return (style if name is None else name).lower()

    def chain(self, style: str) -> Iterator[Any]:
        """The style's element and those it builds on."""
        for _ in range(MAX_CHAIN):
            element = self._styles.get(style)
            if element is None:
                return
            yield element
            style = setting(element, "basedOn") or ""

    def heading_level(self, paragraph: Any, style: str) -> int:
        """1 to 9; 0 for what is no heading."""
        own = _outline(paragraph)
        if own is not None:
            return own
        for element in self.chain(style):
            name = self.name(element.get(qn("w:styleId"), ""))
            heading = _HEADING.match(name)
            if heading:
                return int(heading.group(1))
            if name == "title":
                return 1
            level = _outline(element)
            if level is not None:
                return level
        return 0

    def is_bold(self, paragraph: Any, style: str) -> bool:
        """True where every word of it is bold."""
        styled = next(
            (bold for part in self.chain(style) if (bold := switched(part, "rPr/b")) is not None),
            False,
        )
        runs = [run for run in paragraph.iter(qn("w:r")) if text_of(run)]
        bolds = [switched(run, "rPr/b") for run in runs]
        return bool(runs) and all(styled if bold is None else bold for bold in bolds)


def _outline(element: Any) -> int | None:
    """The outline level that is set, from 1; 0 where it says body text; None where it is silent."""
    value = setting(element, "pPr/outlineLvl") or ""
    if not value.isdecimal():
        return None
    return int(value) + 1 if len(value) == 1 and int(value) < 9 else 0
