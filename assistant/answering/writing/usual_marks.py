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
        rf"\[\s*(?:s|\^|#|refs?|references?|docs?|documents?|cit(?:ation)?)[.:]?\s*{_N}\s*\]",
        rf"\[\s*{_N}\s*[,;:]\s*(?:pp?\.?|pages?|para(?:graph)?s?\.?|sections?|§)\s*[\d.–-]{{1,9}}\s*\]",
        rf"\[\s{{1,3}}{_N}\s{{0,3}}\]",
    )
)
_ANY = re.compile(r"\[\d{1,3}[\],]|【")
#: "(1)" at a sentence's end; within a sentence it counts something.
_ROUND = re.compile(rf"[ ]?\({_N}\)(?=[.,;:!?]?(?:\s|$|\(\d))")
_FENCE = re.compile(r"\A\s*```[a-z]{0,12}[ ]*\n(.*?)\n?```\s*\Z", re.DOTALL)
#: A list of sources behind the answer repeats what stands beside it.
_LISTED = re.compile(
    r"(?<!\n)\n+(?:#+ |\*\*)?(?:sources?|references?|citations?)(?: used)?:?(?:\*\*)?:?[ ]*\n"
    r"(?:[ \t]*(?:[-*•][ \t]*)?[\[(]?\d{1,3}[\]).:]?[^\n]*+(?:\n+|\Z))+\Z",
    re.IGNORECASE,
)
_FIELDS = ("answer", "response", "text", "content", "output")


def usual_marks(text: str, sources: int) -> str:
    for form in _FORMS:
        text = form.sub(r"[\1]", text)
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
    return _LISTED.sub("", text)


def _of_json(text: str) -> str:
    try:
        held = json.loads(text)
    except ValueError:
        return ""
    texts = [held[name] for name in _FIELDS if isinstance(held.get(name), str)]
    return texts[0] if len(texts) == 1 else ""
