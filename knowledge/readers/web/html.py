"""Web pages: the main part's headings, paragraphs, lists and tables, without the page's frame."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties
from knowledge.readers.text.text_bytes import decode
from knowledge.readers.web.frame import body_of, is_dropped
from knowledge.readers.web.tables import is_layout, rows_of

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
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
_INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "phrase", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "br",
])  # fmt: skip
#: Deeper than any page a person wrote; past it an element is taken as one paragraph.
MAX_DEPTH = 150


def read(path: Path, builder: ReadingBuilder) -> None:
    root = parse(path.read_bytes())
    _properties(root, builder)
    _Walk(builder).children(body_of(root), 0)


def parse(content: bytes) -> Any:
    """The root of the page. Raises RefusedFile where there is nothing to parse."""
    declared = _CHARSET.search(content[:2048])
    text = decode(content, declared.group(1).decode("ascii") if declared else None)
    # The parser would believe the page's own declaration of its encoding over ours.
    encoded = _DECLARATION.sub("", text).replace("\x00", "").encode("utf-8", "replace")
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
    headings = {" ".join("".join(heading.itertext()).split()) for heading in root.iter("h1")}
    if title in headings:
        return title
    parts = re.split(r"\s+[|–—·»-]\s+", title)
    if len(parts) > 1:
        for count in range(len(parts) - 1, 0, -1):
            start = title[: _end_of(title, parts, count)]
            if start in headings:
                return start
        return title[: _end_of(title, parts, len(parts) - 1)]
    return title


def _end_of(title: str, parts: list[str], count: int) -> int:
    """Where the first `count` parts end in the title."""
    at = 0
    for part in parts[:count]:
        at = title.index(part, at) + len(part)
    return at


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
        if tag in _INLINE and not _has_blocks(element):
            self._run.append(_inline_part(element))
            return
        self.flush()
        if depth > MAX_DEPTH:
            self._run.append(inline(element))
        elif tag in _HEADINGS:
            self._builder.heading(inline(element), _HEADINGS[tag])
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
        number = _start(element)
        for item in element:
            if item.tag != "li" or is_dropped(item):
                self.element(item, depth + 1)
                continue
            self._marker = f"{number}." if element.tag == "ol" else "-"
            number += 1
            self.children(item, depth + 1)
            self.flush()
            self._marker = None
        self._depth -= 1

    def _definitions(self, element: Any, depth: int) -> None:
        """ "Term: what it means", one item each; longer meanings follow as their own paragraphs."""
        term = ""
        for part in element.iter("dt", "dd"):
            if part.tag == "dt":
                if term:
                    self._builder.paragraph(term)
                term = " ".join(inline(part).split())
            elif _has_blocks(part):
                self._builder.paragraph(term)
                term = ""
                self.children(part, depth + 1)
                self.flush()
            else:
                meaning = inline(part)
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
            self._builder.paragraph(inline(caption))
        rows, header_rows = rows_of(element)
        self._builder.table(rows, header_rows)


def inline(element: Any) -> str:
    """The text of an element on one line: breaks are spaces, pictures are their description."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not is_dropped(child):
            parts.append(_inline_part(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _inline_part(element: Any) -> str:
    if element.tag == "br":
        return "\n"
    if element.tag == "img":
        return _description(element)
    return inline(element) if element.tag in _INLINE else f" {inline(element)} "


def _description(picture: Any) -> str:
    """A picture's alternative text where it says something: an icon's one word does not."""
    alternative = (picture.get("alt") or "").strip()
    return f" {alternative} " if len(alternative.split()) > 2 else ""


def _has_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and inner.tag not in _INLINE
        for inner in element.iterdescendants()
    )


def _start(element: Any) -> int:
    try:
        return int(element.get("start", "1"))
    except ValueError:
        return 1
