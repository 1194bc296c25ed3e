"""Looks at drawn HTML as a browser would: what could be fetched or followed, what poses as ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

_TAGS = {
    *("div", "p", "span", "sup", "a", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br"),
    *("strong", "em", "blockquote", "mark", "section", "article", "details", "summary", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "code", "wbr"),
}
_ATTRIBUTES = {
    *("class", "id", "href", "aria-label", "aria-hidden", "tabindex", "role", "scope", "start"),
    *("colspan", "data-name", "title"),
}
_OURS = re.compile(r"#[\w-]+|/document\?version=\d+(?:&start=\d+&end=\d+)?(?:#words)?|/library\S*")
_MARK = re.compile(
    r"[\[【［〔⟦]\s*\^?(?:sources?\s*)?\d{1,3}[^\]】］〕⟧]{0,20}[\]】］〕⟧]|"
    r"(?<![\d\w])[⁰¹²³⁴-⁹]|(?<=\w{3})[⁰¹²³⁴-⁹]|(?<=[.,])[⁰¹²³⁴-⁹]",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:^|[(\n])[\s*]*(?:sources?|references?)[\s*]*:", re.IGNORECASE)
_ADDRESS = re.compile(r"\w:(?://|\\\\)|www\.|javascript:|data:\w+/|vbscript:", re.IGNORECASE)


def leaks(html: str) -> list[str]:
    """What could be fetched, followed or run."""
    found: list[str] = []
    for element in _elements(html):
        if element.tag not in _TAGS:
            found.append(f"<{element.tag}>")
        found += [f"{name}=" for name in element.attrib if name not in _ATTRIBUTES]
        href = element.get("href")
        if href is not None and not _OURS.fullmatch(href):
            found.append(f"link to {href}")
    return found


def forgeries(answer_html: str, evidence_html: str) -> list[str]:
    """Marks without their evidence, and words in an answer that pose as a mark or a source."""
    known = {f"#{element.get('id')}" for element in _elements(evidence_html) if element.get("id")}
    found = [
        f"mark {element.text_content()} without evidence"
        for element in _elements(answer_html)
        if "mark" in (element.get("class") or "").split() and element.get("href") not in known
    ]
    for words in _model_words(answer_html):
        found += [f"poses as a mark: {match[0]!r}" for match in _MARK.finditer(words)]
        found += [f"poses as a source: {match[0]!r}" for match in _SOURCE.finditer(words)]
    return found


def addresses(answer_html: str) -> list[str]:
    """Addresses that still stand in a model's words as plain text."""
    return [match[0] for words in _model_words(answer_html) for match in _ADDRESS.finditer(words)]


def _elements(html: str) -> Iterator[HtmlElement]:
    for fragment in lxml.html.fragments_fromstring(f"<div>{html}</div>"):
        yield from (each for each in fragment.iter() if isinstance(each.tag, str))


def _model_words(html: str) -> Iterator[str]:
    """The texts of the answer's words, without the marks that are links."""
    for element in _elements(html):
        if "words" not in (element.get("class") or "").split():
            continue
        for mark in element.xpath(".//a[contains(@class, 'mark')]"):
            mark.text = ""
        yield element.text_content()
