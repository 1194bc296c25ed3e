"""Marks in the forms that models use for a source, as "[1]"; what is wrapped around an answer, off.

The forms are those of models and gateways that were reported: 【1:0†source】, [[1]], [S1], [#1],
[ref 1], [1, p. 2], <sup>1</sup>, and "(1)" where no other form is used.
"""

from __future__ import annotations

import json
import re

_N = r"(\d{1,3})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"<sup>\s*\[?\s*{_N}\s*\]?\s*</sup>",
        rf"\[\[\s*{_N}\s*\]\]",
        rf"[\[【]\s*{_N}:\d{{1,3}}†[^\]】\n]{{0,80}}[\]】]",
        rf"\[\s*{_N}\s*[,;:]\s*(?!and\b)[a-z§]{{1,10}}\.?\s*[\d.–-]{{1,9}}\s*\]",  # a page of it
        rf"\[\s{{1,3}}{_N}\s{{0,3}}\]",
    )
)
#: Before a number: "[S1]", "[^1]", "[ref. 1]".
_NAMED = re.compile(rf"\[\s*([a-z^#]{{1,10}})[.:]?\s*{_N}\s*\]", re.IGNORECASE)
_NAMES = ("source", "reference", "document", "citation")
_ANY = re.compile(r"\[\d{1,3}[\],]|【")
#: "(1)" at a sentence's end; within a sentence it counts something.
_ROUND = re.compile(rf"[ ]?\({_N}\)(?=[.,;:!?]?(?:\s|$|\(\d))")
_FENCE = re.compile(r"\A\s*```[a-z]{0,12}[ ]*\n(.*?)\n?```\s*\Z", re.DOTALL)
#: A list of sources behind the answer repeats what stands beside it.
_LISTED = re.compile(
    r"(?<!\n)\n+(?:[#*]+ ?)?([a-z]{6,10})(?: used)?:?(?:\*\*)?:?[ ]*\n"
    r"(?:[ \t]*(?:[-*•][ \t]*)?[\[(]?\d{1,3}[\]).:]?[^\n]*+(?:\n+|\Z))+\Z",
    re.IGNORECASE,
)
_FIELDS = ("answer", "response", "text", "content", "output")


def usual_marks(text: str, sources: int) -> str:
    for form in _FORMS:
        text = form.sub(r"[\1]", text)
    text = _NAMED.sub(lambda m: f"[{m[2]}]" if _is_source(m[1]) else m[0], text)
    if not _ANY.search(text):
        text = _ROUND.sub(lambda m: f" [{m[1]}]" if 1 <= int(m[1]) <= sources else m[0], text)
    return text


def unwrapped(text: str) -> str:
    """Without what is around or behind it: a code fence, a JSON object of one text, a list of
    sources."""
    if fenced := _FENCE.match(text):
        text = fenced[1]
    if text.lstrip().startswith("{"):
        text = _of_json(text) or text
    return _LISTED.sub(lambda m: "" if _is_source(m[1]) else m[0], text)


def _is_source(word: str) -> bool:
    """Whether it is a name for a source, whole or cut short: "ref", "docs"."""
    short = word.lower().removesuffix("s")
    return word in "sS^#" or (len(short) > 2 and any(one.startswith(short) for one in _NAMES))


def _of_json(text: str) -> str:
    try:
        held = json.loads(text)
    except ValueError:
        return ""
    texts = [held[name] for name in _FIELDS if isinstance(held.get(name), str)]
    return texts[0] if len(texts) == 1 else ""
