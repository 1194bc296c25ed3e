"""An answer's text as HTML: a little Markdown, everything else escaped, its [n] as links.

Links and images that a model wrote are dead: an image in an answer would be fetched at once and
carry words out of the building.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from assistant.answers.parts import (Claim)
from knowledge.language.clean import CELLS
from ui.parts.common.text import html

_MARK = re.compile(r"[ \t]?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
#: Behind a statement that no source supports (assistant.answering.writing.model_text.INVENTED).
_UNSUPPORTED = re.compile(r"[ \t]?\[\?\]")
_NOT_FOUND = ' <span class="no-mark">(not found in a source)</span>'
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*[^\]\d\s,][^\]\n]*)\]\([^)\n]*\)")
_STRONG = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_ITEM = re.compile(r"^\s*(?:[-*•]|(\d{1,3})[.)])\s+")
_HEADING = re.compile(r"^#{1,6}\s+")

#: How a quote's last element ends; its mark stands before that.
_ENDS = ("</p>", "</li></ul>", "</td></tr></tbody></table></div>")
#: What holds a table too wide for its place; the keyboard moves it.
_SCROLLED = '<div class="table-scroll" tabindex="0" role="region" aria-label="Quoted table">'

Mark = Callable[[int], str]


def answer_html(text: str, mark: Mark) -> str:
    """`mark(n)` gives the HTML for the source number n, "" to leave it out."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        for kind, group in groupby(lines, _kind):
            parts.append(_block(kind, list(group), mark))
    return "".join(parts)


def quotes_html(claims: Sequence[Claim], mark: Mark) -> str:
    """The documents' own words, to the letter: only list items and table rows are drawn as such.

    Neighbours that are items of one list are drawn as one list.
    """
    parts: list[str] = []
    for items, group in groupby(claims, lambda claim: is_item(claim.text)):
        drawn = [_quote(claim, mark) for claim in group]
        parts += (
            [f'<div class="quote">{"".join(drawn)}</div>']
            if items
            else [f'<div class="quote">{one}</div>' for one in drawn]
        )
    return "".join(parts)


def _quote(claim: Claim, mark: Mark) -> str:
    marks = "".join(mark(n) for n in dict.fromkeys(each.n for each in claim.citations))
    parts: list[str] = []
    lines = [line for line in claim.text.split("\n") if line.strip()]
    for kind, group in groupby(lines, _quoted_kind):
        parts.append(_quoted(kind, list(group)))
    body = "".join(parts)
    end = next((end for end in _ENDS if body.endswith(end)), "")
    return f"{body.removesuffix(end)}{marks}{end}"


def _quoted_kind(line: str) -> str:
    if is_item(line):
        return "item"
    return "row" if CELLS in line else "words"


def _quoted(kind: str, lines: list[str]) -> str:
    if kind == "item":
        items = [html(line.strip().removeprefix("- ")) for line in lines]
        return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    if kind == "row" and len(lines) > 1:
        return f"{_SCROLLED}<table><tbody>{''.join(map(_row, lines))}</tbody></table></div>"
    return f"<p>{'<br>'.join(html(line) for line in lines)}</p>"


def _row(line: str) -> str:
    """Which rows are headings is not known here, so none is drawn as one."""
    return f"<tr>{''.join(f'<td>{html(cell)}</td>' for cell in line.split(CELLS))}</tr>"


def is_item(line: str) -> bool:
    """Whether a line of a document's text is an item of a list."""
    return line.lstrip().startswith("- ")


def _kind(line: str) -> str:
    found = _ITEM.match(line)
    if found:
        return "ol" if found[1] else "ul"
    return "h" if _HEADING.match(line) else "p"


def _block(kind: str, lines: list[str], mark: Mark) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(_inline(line, mark) for line in lines)}</p>"
    if kind == "h":
        return "".join(f"<h4>{_inline(_HEADING.sub('', line), mark)}</h4>" for line in lines)
    first = _ITEM.match(lines[0])
    start = f' start="{int(first[1])}"' if first and first[1] else ""
    items = "".join(f"<li>{_inline(_ITEM.sub('', line), mark)}</li>" for line in lines)
    return f"<{kind}{start}>{items}</{kind}>"


def _inline(line: str, mark: Mark) -> str:
    parts: list[str] = []
    at = 0
    for found in _MARK.finditer(line):
        parts.append(_words(line[at : found.start()]))
        numbers = [int(number) for number in found[1].split(",")]
        parts.append("".join(mark(number) for number in numbers))
        at = found.end()
    parts.append(_words(line[at:]))
    return "".join(parts)


def _words(text: str) -> str:
    return _UNSUPPORTED.sub(_NOT_FOUND, _STRONG.sub(r"<strong>\1</strong>", html(text)))
