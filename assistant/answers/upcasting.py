"""Answers of earlier schemas, as the next one has them.

Schema 1 kept an answer's text with its marks, and its claims beside it. They are put together here
by rules of their own: what reads a model's text today may change, these answers will not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]

_MARK = re.compile(r"[ \t]?\[(\d{1,3}(?:\s*,\s*\d{1,3})*|\?)\]")
_ITEM = re.compile(r"\s*(?:[-*•]|(\d{1,3})[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+")
_GAP = re.compile(r"the (?:documents|sources) do not (?:say|cover|state)\b", re.IGNORECASE)
#: The sentence that told of withheld claims; it is made anew from them.
_LEFT_OUT = re.compile(
    r"\s*(?:One statement was|\d+ statements were) left out "
    r"because no source supports (?:it|them)\.$"
)


def from_text(stored: Json) -> Json:
    """Schema 1 to 2: `text`, `claims` and `options` become `parts`. No claim is lost."""
    text, claims, options = stored.get("text", ""), stored["claims"], stored.get("options", [])
    kept = {key: value for key, value in stored.items() if key not in ("text", "claims", "options")}
    quotes = claims if stored.get("mode") == "embedded" else []
    parts, rest = _quotes(text, quotes)
    if options:
        parts.append({"kind": "asking-back", "options": options})
    elif rest:
        written = claims if not quotes else []
        parts += _blocks(_LEFT_OUT.sub("", rest), written, stored["status"] == "partial")
    return {**kept, "schema": 2, "parts": parts}


def _quotes(text: str, claims: Sequence[Json]) -> tuple[list[Json], str]:
    """A part a quote, and the text behind the last."""
    parts, at = list[Json](), 0
    for claim in claims:
        start = text.find(claim["text"], at)
        joined = start > 0 and bool(parts) and text[at:start].strip(" ") == "\n"
        if start >= 0:
            at = start + len(claim["text"])
        marks = [{"at": len(claim["text"]), "n": n} for n in _numbers(claim)]
        while start >= 0 and (mark := _MARK.match(text, at)):
            at = mark.end()
        parts.append({"kind": "quote", "claim": _claim(claim, marks), "joined": joined})
    return parts, text[at:]


def _blocks(text: str, claims: list[Json], partial: bool) -> list[Json]:
    """Paragraphs, headings and lists of lines; claims that stand in none of them come last."""
    claims, parts = list(claims), list[Json]()
    for block in re.split(r"\n\s*\n", text.strip()):
        for line in filter(str.strip, block.split("\n")):
            kind, words, number = _told_apart(line)
            runs = list(_runs(words, claims, partial))
            if kind == "heading":
                parts.append({"kind": "heading", "line": runs})
            elif kind == "list":
                items = _last(parts, "list", "items")
                items.append({"lines": [runs], "depth": 0, "number": number})
            else:
                fresh = line is block.split("\n")[0] or not parts
                lines = _last(parts, "paragraph", "lines", fresh)
                lines.append(runs)
    if claims:
        lines = [[_claim(each, _at_end(each))] for each in claims]
        parts.append({"kind": "paragraph", "lines": lines})
    return parts


def _last(parts: list[Json], kind: str, key: str, fresh: bool = False) -> list[Any]:
    """What the last part holds, where it is of that kind; else a new one's."""
    if fresh or not parts or parts[-1]["kind"] != kind:
        parts.append({"kind": kind, key: []})
    found: list[Any] = parts[-1][key]
    return found


def _told_apart(line: str) -> tuple[str, str, int | None]:
    item, heading = _ITEM.match(line), _HEADING.match(line)
    if item:
        return "list", line[item.end() :], int(item[1]) if item[1] else None
    return ("heading", line[heading.end() :], None) if heading else ("paragraph", line, None)


def _runs(line: str, claims: list[Json], partial: bool) -> Iterator[Json]:
    """The claims that stand in the line, taken from the list in order, and the words between."""
    bare, marks = _unmarked(line)
    at = 0
    while claims and not claims[0]["withheld"] and (where := bare.find(claims[0]["text"], at)) >= 0:
        claim = claims.pop(0)
        end = where + len(claim["text"])
        yield from _words(bare[at:where], partial)
        following = bare.find(claims[0]["text"], end) if claims else -1
        until = following if following >= 0 else len(bare)
        mine = [
            {"at": min(place, end) - where, "n": n} for place, n in marks if where <= place <= until
        ]
        marks = [(place, n) for place, n in marks if place > until]
        yield _claim(claim, mine)
        at = end
    yield from _words(bare[at:], partial)


def _unmarked(line: str) -> tuple[str, list[tuple[int, int | None]]]:
    bare, marks, at = "", list[tuple[int, int | None]](), 0
    for found in _MARK.finditer(line):
        bare += line[at : found.start()]
        named = found[1].split(",")
        marks += [(len(bare), None if each == "?" else int(each)) for each in named]
        at = found.end()
    bare = (bare + line[at:]).replace("**", "")
    return bare, marks


def _words(text: str, partial: bool) -> Iterator[Json]:
    if text.strip():
        gap = partial and _GAP.match(text.strip())
        yield {"kind": "gap" if gap else "words", "text": text.strip()}


def _claim(claim: Json, marks: list[Json]) -> Json:
    return {"kind": "claim", **claim, "marks": marks}


def _at_end(claim: Json) -> list[Json]:
    return [{"at": len(claim["text"]), "n": n} for n in _numbers(claim)]


def _numbers(claim: Json) -> list[int]:
    return list(dict.fromkeys(citation["n"] for citation in claim["citations"]))
