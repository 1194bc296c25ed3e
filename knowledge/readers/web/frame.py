"""What frames a web page (navigation, banners, footers, scripts) and what it is about."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

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
