"""A model's text, made plain: marks in one form, no links or images, cut into statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.writing.neutral import neutral
from knowledge.language.sentences import sentences
from knowledge.language.words import words

#: A mark that named no source.
INVENTED = "[?]"

_MARKS = re.compile(
    r"[\[【](?:sources?\s*)?(\d{1,3}(?:\s*(?:,|;|and|&|–|-)\s*(?:sources?\s*)?\d{1,3})*)(?:†[^】\]]*)?[\]】]",
    re.IGNORECASE,
)
_OPEN_MARK = re.compile(r"[\[【][^\]】\n]*\Z")
_ONE_MARK = re.compile(r"\s*\[(\d{1,3}|\?)\]")
_GAP = re.compile(
    r"(?:[-*•]\s*)?the (?:documents|sources) do not (?:say|cover|state)\b", re.IGNORECASE
)
_DECORATION = re.compile(r"^\s*(?:[-*•–]\s+|#+\s+|>\s+|\d{1,2}[.)]\s+)+|\*\*|__")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or list item, without its marks."""

    text: str
    start: int  # with its marks it is `[start:end]` of the text
    end: int
    numbers: tuple[int, ...]  # sources that exist, in the order named
    invented: bool  # it named a source that does not exist
    is_gap: bool  # it says what the documents do not say, and so points at nothing


def number_marks(text: str, sources: int) -> str:
    """Links out; "[1, 2]", "[source 1]", "【1】" as "[1][2]" and so on; beyond `sources` "[?]"."""

    def replaced(match: re.Match[str]) -> str:
        named = [int(digits) for digits in re.findall(r"\d+", match[1])]
        if re.fullmatch(r"\d+\s*[–-]\s*\d+", match[1]) and named[0] < named[1] <= sources:
            named = list(range(named[0], named[1] + 1))
        marks = [f"[{n}]" if 1 <= n <= sources else INVENTED for n in named]
        return "".join(dict.fromkeys(marks))

    return _MARKS.sub(replaced, neutral(text))


def with_marks(part: str, numbers: Sequence[int], unsupported: bool) -> str:
    """A statement's part of the text with these marks instead of its own; `unsupported` puts "[?]"
    at the end. Marks go where its first one stood, else behind its last word."""
    marks = "".join(f"[{n}]" for n in numbers) + (INVENTED if unsupported else "")
    first = _ONE_MARK.search(part)
    bare = _ONE_MARK.sub("", part).rstrip()
    if not marks:
        return bare
    if first is None:
        return f"{bare} {marks}"
    at = len(_ONE_MARK.sub("", part[: first.start()]))
    return f"{bare[:at].rstrip()} {marks}{bare[at:]}"


def complete_statements(text: str, sources: int) -> list[Statement]:
    """Those of a text that is still being written which will not change: another one has begun."""
    return list(statements(number_marks(_OPEN_MARK.sub("", text), sources)))[:-1]


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text whose marks are plain. A heading, and a line that only leads into a
    list, state nothing; marks that stand alone belong to the statement before them."""
    spans = sentences(text)
    for position, (start, end) in enumerate(spans):
        part = text[start:end]
        body = _DECORATION.sub("", _ONE_MARK.sub("", part)).strip()
        if not words(body):
            continue
        marks, stop = _ONE_MARK.findall(part), end
        for after_start, after_end in spans[position + 1 :]:
            alone = text[after_start:after_end]
            if words(_ONE_MARK.sub("", alone)):
                break
            marks += _ONE_MARK.findall(alone)
            stop = after_end
        if not marks and (body.endswith(":") or part.lstrip().startswith("#")):
            continue
        named = dict.fromkeys(int(mark) for mark in marks if mark != "?")
        is_gap = not named and bool(_GAP.match(body))
        yield Statement(body, start, stop, tuple(named), "?" in marks, is_gap)
