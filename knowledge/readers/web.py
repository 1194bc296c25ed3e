"""Web pages: the main part's headings, paragraphs, lists and tables, without the page's frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from knowledge.documents.blocks import ReadingBuilder
from knowledge.errors import RefusedFile
from knowledge.readers import properties
from knowledge.readers.numbering import BULLET, KINDS, numeral
from knowledge.readers.rows import Rows
from knowledge.readers.text_bytes import decode

NEVER = frozenset(
    [
        "script", "style", "noscript", "template", "svg", "math", "canvas", "object", "embed",
        "iframe", "audio", "video", "select", "input", "textarea", "nav", "head", "datalist",
        "link", "meta", "dialog",
    ]
)  # fmt: skip
#: A button around a section's name opens it; one in a sentence is a word of it.
_WITH_BUTTONS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "p"])
_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"]
)
_FRAME_NAME = re.compile(
    r"(?:^|[-_ ])(?:cookie|consent|breadcrumb|skip-?(?:link|to)|site-?nav"
    r"|navbar|sidebar|menu|pagination|share|social|related-?(?:content|items|links|navigation)|advert"
    r"|newsletter|phase-banner|(?:global|site)-header|(?:site|page)-footer)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
#: A named frame part longer than this is more likely the text itself.
MAX_FRAME = 1500
#: A main part shorter than this share of the whole has been marked wrongly.
MIN_MAIN_SHARE = 0.25
#: Asides and headers inside the main part are kept unless mostly links.
MAX_LINK_SHARE = 0.6


def body_of(root: Any) -> Any:
    """The element to read: <main>, else the one <article>, else the whole body."""
    body = root.find(".//body")
    body = root if body is None else body
    candidates = [*root.iter("main"), *root.xpath("//*[@role='main']")]
    if not candidates:
        articles = list(root.iter("article"))
        candidates = articles if len(articles) == 1 else []
    if not candidates:
        return body
    chosen = max(candidates, key=_length)
    return chosen if _length(chosen) >= MIN_MAIN_SHARE * _length(body) else body


def is_dropped(element: Any) -> bool:
    """True for what a person reading the page for its content would not miss or could not see."""
    tag = element.tag
    if tag in NEVER or element.get("role") in _ROLES or _is_hidden(element):
        return True
    if tag == "button":
        return not any(outer.tag in _WITH_BUTTONS for outer in islice(element.iterancestors(), 3))
    if tag in ("header", "footer", "aside"):
        return not _in_content(element) or _link_share(element) > MAX_LINK_SHARE
    name = f"{element.get('id', '')} {element.get('class', '')}"
    if tag in ("html", "body", "main", "article") or not _FRAME_NAME.search(name):
        return False
    has_content = element.find(".//h1") is not None or element.find(".//main") is not None
    return not has_content and len(_text(element)) < MAX_FRAME


def _is_hidden(element: Any) -> bool:
    style, hidden = element.get("style"), element.get("hidden")
    # A section that is folded until it is searched for ("until-found") is there to be read.
    return hidden not in (None, "until-found") or bool(style and _HIDDEN.search(style))


def _in_content(element: Any) -> bool:
    return any(
        ancestor.tag in ("main", "article") or ancestor.get("role") == "main"
        for ancestor in element.iterancestors()
    )


def _link_share(element: Any) -> float:
    length = len(_text(element))
    linked = sum(len(_text(link)) for link in element.iter("a"))
    return linked / length if length else 1.0


def _length(element: Any) -> int:
    """Characters of content, without the parts that are dropped."""
    total = len((element.text or "").strip())
    todo = list(element)
    while todo:
        child = todo.pop()
        total += len((child.tail or "").strip())
        if isinstance(child.tag, str) and not is_dropped(child):
            total += len((child.text or "").strip())
            todo.extend(child)
    return total


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


#: The attribute by which a list that was no web page carries an item's marker as it was written.
AS_WRITTEN = "data-marker"
#: Only what looks like a marker: an attribute must not bring text that nobody sees.
_MARKER = re.compile(r"\(?[0-9A-Za-z]{1,9}[.)]")
#: Cells that span more than this are a slip or an attack.
MAX_SPAN = 100
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "phrase", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "br",
    "button",
])  # fmt: skip


def text_of(element: Any) -> str:
    """Breaks are line breaks, pictures are their description, what is dropped is not in it."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not is_dropped(child):
            parts.append(inline_part(child))
        parts.append(child.tail or "")
    return "".join(parts)


def inline_part(element: Any) -> str:
    """An element's share of the line that it stands in; blocks keep their distance from it."""
    if element.tag == "br":
        return "\n"
    if element.tag == "img":
        return _description(element)
    return text_of(element) if element.tag in INLINE else f" {text_of(element)} "


def _description(picture: Any) -> str:
    """A picture's alternative text where it says something: an icon's one word does not."""
    alternative = (picture.get("alt") or "").strip()
    return f" {alternative} " if len(alternative.split()) > 2 else ""


def has_blocks(element: Any) -> bool:
    return any(
        isinstance(inner.tag, str) and inner.tag not in INLINE
        for inner in element.iterdescendants()
    )


def is_layout(table: Any) -> bool:
    """A table inside a table's cell, or one column without header cells, lays out the page."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if table.find(".//th") is not None:
        return False
    widths = [len(row.findall("td")) for row in table.iter("tr")]
    return bool(widths) and max(widths) <= 1


def rows_of(table: Any) -> Rows:
    rows = Rows()
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        is_header = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
        if cells:
            rows.add(
                ((text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan")) for cell in cells),
                is_header,
            )
    return rows


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value[:9]), MAX_SPAN)) if value.isdecimal() else 1


def items_of(items: Any) -> Iterator[tuple[Any, str]]:
    """Each child of a `ul` or `ol` with its marker: "-", "2.", "iv."; "" for what is no item."""
    ordered, step = items.tag == "ol", 1 if items.get("reversed") is None else -1
    number = _whole(items.get("start"), 1 if step > 0 else len(items.findall("li")))
    for item in items:
        if item.tag != "li":
            yield item, ""
            continue
        number = _whole(item.get("value"), number)
        kind = KINDS.get(item.get("type") or items.get("type") or "", "decimal")
        drawn = f"{numeral(number, kind)}." if ordered else BULLET
        written = item.get(AS_WRITTEN, "")
        yield item, written if _MARKER.fullmatch(written) else drawn
        number += step


def _whole(text: str | None, otherwise: int) -> int:
    """The whole number that an attribute states. Longer ones than a person writes are none."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) <= 9 else otherwise


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
