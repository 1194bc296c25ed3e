"""Web pages: the main part's headings, paragraphs, lists and tables, without the page's frame."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties
from knowledge.readers.text_bytes import decode
from knowledge.readers.web.frame import body_of, is_dropped
from knowledge.readers.web.parts import (
    INLINE,
    has_blocks,
    inline_part,
    is_layout,
    items_of,
    rows_of,
    text_of,
)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENDS = re.compile(r"</(?:body|html)[ \t\n]*>", re.IGNORECASE)
_BAR = re.compile(r" [|–—·»-] ")
_META = {
    "author": "author",
    "dc.title": "title",
    "dcterms.created": "created",
    "article:published_time": "created",
    "article:modified_time": "modified",
    "dcterms.modified": "modified",
    "owner": "owner",
    "effective-from": "effective_from",
    "review-by": "review_by",
    "supersedes": "supersedes",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: Deeper than any page a person wrote; past it an element is taken as one paragraph.
MAX_DEPTH = 150
MAX_TITLE = 300  # characters; a site's name stands before that


def read(path: Path, builder: ReadingBuilder) -> None:
    content = path.read_bytes()
    declared = _CHARSET.search(content[:2048])
    root = parse(decode(content, declared.group(1).decode("ascii") if declared else None))
    _properties(root, builder)
    write(body_of(root), builder)


def write(element: Any, builder: ReadingBuilder) -> None:
    """The content of an element as blocks."""
    _Walk(builder).children(element, 0)


def parse(markup: str) -> Any:
    """The root of the page. Raises RefusedFile where there is nothing to parse."""
    # The parser would believe the page's own declaration of its encoding over ours, and leave out
    # what follows the end of the page.
    markup = _ENDS.sub("", _DECLARATION.sub("", markup)).replace("\x00", "")
    encoded = markup.encode("utf-8", "replace")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(encoded, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedFile("The page is empty or damaged. Save it anew and add it again.") from error
    if root is None:
        raise RefusedFile("The page is empty or damaged. Save it anew and add it again.")
    return root


def _properties(root: Any, builder: ReadingBuilder) -> None:
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _META and meta.get("content"):
            stated.setdefault(_META[name], meta.get("content"))
    builder.properties.update(properties.known(stated))
    title = _title(root)
    if title:
        builder.properties["title"] = title


def _title(root: Any) -> str:
    """<title> without the site's name, which follows a bar or a dash; else nothing."""
    found = root.find(".//head/title")
    if found is None:
        found = root.find(".//title")
    title = properties.good_title("".join(found.itertext()) if found is not None else "")
    title = title[:MAX_TITLE]
    headings = {" ".join("".join(heading.itertext()).split()) for heading in root.iter("h1")}
    starts = [title[: bar.start()] for bar in _BAR.finditer(title)]
    if title in headings or not starts:
        return title
    return next((start for start in reversed(starts) if start in headings), starts[-1])


class _Walk:
    """Goes through the page in order; runs of inline content become paragraphs."""

    def __init__(self, builder: ReadingBuilder) -> None:
        self._builder = builder
        self._run: list[str] = []
        self._marker: str | None = None  # of the list item whose first text is still to come
        self._depth = 0  # of the list

    def children(self, element: Any, depth: int) -> None:
        self._run.append(element.text or "")
        for child in element:
            self.element(child, depth + 1)
            self._run.append(child.tail or "")
        if depth == 0:
            self.flush()

    def element(self, element: Any, depth: int) -> None:
        tag = element.tag
        if not isinstance(tag, str) or is_dropped(element):
            return
        if tag in INLINE and not has_blocks(element):
            self._run.append(inline_part(element))
            return
        self.flush()
        if depth > MAX_DEPTH:
            self._run.append(text_of(element))
        elif tag in _HEADINGS:
            self._builder.heading(text_of(element), _HEADINGS[tag])
        elif tag == "pre":
            self._builder.code("".join(element.itertext()))
        elif tag == "table":
            self._table(element, depth)
        elif tag in ("ul", "ol", "menu"):
            self._list(element, depth)
        elif tag == "dl":
            self._definitions(element, depth)
        else:
            self.children(element, depth)
        self.flush()

    def flush(self) -> None:
        text, self._run = "".join(self._run), []
        if not text.strip():
            return
        if self._marker is None:
            self._builder.paragraph(text)
        else:
            self._builder.list_item(f"{self._marker} {text.strip()}", max(self._depth - 1, 0))
            self._marker = None

    def _list(self, element: Any, depth: int) -> None:
        self._depth += 1
        for item, marker in items_of(element):
            if not marker or is_dropped(item):
                self.element(item, depth + 1)
                continue
            self._marker = marker
            self.children(item, depth + 1)
            self.flush()
            self._marker = None
        self._depth -= 1

    def _definitions(self, element: Any, depth: int) -> None:
        """ "Term: what it means", one item each; longer meanings follow as their own paragraphs."""
        term = ""
        for part in element.xpath("./*[not(self::div)] | ./div/*"):  # a div may group them
            if part.tag not in ("dt", "dd"):
                self.element(part, depth + 1)
            elif part.tag == "dt":
                if term:
                    self._builder.paragraph(term)
                term = " ".join(text_of(part).split())
            elif has_blocks(part):
                self._builder.paragraph(term)
                term = ""
                self.children(part, depth + 1)
                self.flush()
            else:
                meaning = text_of(part)
                self._builder.list_item(f"- {term}: {meaning}" if term else f"- {meaning}")
                term = ""
        if term:
            self._builder.paragraph(term)

    def _table(self, element: Any, depth: int) -> None:
        caption = element.find("caption")
        if is_layout(element):
            self.children(element, depth)
            return
        if caption is not None:
            self._builder.paragraph(text_of(caption))
        rows = rows_of(element)
        self._builder.table(rows.texts, rows.headers)
