"""A model's text as typed parts: what is not on the list of what may be shown never becomes a part.

Markdown is read by markdown-it. Paragraphs, headings, lists, tables and strong words are kept; of a
link its words, of an image its name, of HTML nothing. "[1, 2]", "[source 1]" and "【1】" are marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.answering.writing.neutral import neutral
from assistant.answering.writing.unclaiming import claims_nothing, is_gap
from assistant.answering.writing.usual_marks import unwrapped, usual_marks
from assistant.answers.parts import (
    Claim,
    Gap,
    Heading,
    Item,
    Line,
    Listing,
    Mark,
    Paragraph,
    Part,
    Run,
    Span,
    Table,
    Words,
    claims_of,
    with_runs,
)
from knowledge.language.clean import clean_characters
from knowledge.language.sentences import sentences

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: Characters that are read; a longer text is no answer, and Markdown costs more than its length.
LONGEST = 20_000
_MARKS = re.compile(
    r"\s*[\[【](?:sources?\s*)?(\d{1,3}(?:\s*(?:,|;|and|&|–|-)\s*(?:sources?\s*)?\d{1,3})*)"
    r"(?:†[^】\]]*)?[\]】]",
    re.IGNORECASE,
)
#: In "[the policy][1]" the first bracket is a link's name.
_NAMED = re.compile(r"\[([^\[\]\n]{0,200}[^\[\]\d\s,?][^\[\]\n]{0,200})\](?=\[\d{1,3}\])")
_SOURCE = re.compile(r"sources?\b", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_OPEN_MARK = re.compile(r"[\[【][^\]】\n]*\Z")
_ENDS = (".", "!", "?")


def parse(text: str, sources: int) -> tuple[Part, ...]:
    """Its parts, whose claims nobody has checked; a mark beyond `sources` names none."""
    reading = _Reading(sources)
    text = usual_marks(unwrapped(clean_characters(text)[:LONGEST]), sources)
    tokens = _markdown().parse(text)
    reading.blocks(tokens)
    return _with_late_marks(reading.parts)


def without_cut_claim(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Of a text that was cut off: what breaks off before its mark claims nothing yet."""
    claims = claims_of(parts)
    last = claims[-1] if claims else None
    if last is None or last.marks or last.text.endswith(_ENDS):
        return tuple(parts)
    return with_runs(parts, lambda run: Words(run.text) if run is last else run)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # HTML is read as such to be left out.
    return MarkdownIt("commonmark", {"html": True}).enable("table")


@dataclass(slots=True)
class _Raw:
    """A line of text as it comes out of Markdown."""

    text: str = ""
    strong: list[Span] = field(default_factory=list)


class _Reading:
    """Walks the tokens; what they open is closed in the same order."""

    def __init__(self, sources: int) -> None:
        self.parts: list[Part] = []
        self._sources = sources
        self._lists: list[int | None] = []  # next number of each open list; None: bullets
        self._items: list[Item] = []
        self._rows: list[list[Line]] = []

    def blocks(self, tokens: Sequence[Token]) -> None:
        heading = head = False
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    start = int(token.attrGet("start") or 1) if token.tag == "ol" else None
                    self._lists.append(start)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                    if not self._lists:
                        self.parts.append(Listing(tuple(self._items)))
                        self._items = []
                case "list_item_open":
                    number = self._lists[-1]
                    self._items.append(Item((), len(self._lists) - 1, number))
                    self._lists[-1] = None if number is None else number + 1
                case "heading_open" | "heading_close":
                    heading = token.type == "heading_open"
                case "thead_open" | "thead_close":
                    head = token.type == "thead_open"
                case "tr_open":
                    self._rows.append([])
                case "table_close":
                    self.parts.append(Table(tuple(map(_row, self._rows))))
                    self._rows = []
                case "inline":
                    raws = list(_raw_lines(token.children or []))
                    lines = [line for raw in raws if (line := self._line(raw, heading or head))]
                    self._place(lines, heading)
                case "fence" | "code_block":
                    raws = [_Raw(line) for line in token.content.split("\n") if line.strip()]
                    self._place([line for raw in raws if (line := self._line(raw, False))], False)

    def _place(self, lines: list[Line], heading: bool) -> None:
        if self._rows:
            self._rows[-1].append(tuple(run for line in lines for run in line))
        elif not lines:
            return
        elif heading:
            self.parts.append(Heading(tuple(run for line in lines for run in line)))
        elif self._items:
            item = self._items[-1]
            self._items[-1] = replace(item, lines=(*item.lines, *lines))
        else:
            self.parts.append(Paragraph(tuple(lines)))

    def _line(self, raw: _Raw, bare: bool) -> Line:
        """`bare`: a heading or a table's header, which claims nothing unless it names a source."""
        text, marks, strong = _marked(raw, self._sources)
        runs = []
        for (start, end), mine in _shared_out(sentences(text), marks):
            placed = tuple(Mark(max(0, min(one.at, end) - start), one.n) for one in mine)
            inside = tuple(
                (max(a, start) - start, min(b, end) - start)
                for a, b in strong
                if a < end and start < b
            )
            alone = not self._items and (start, end) == (0, len(text))
            runs.append(_run(text[start:end], placed, inside, bare, alone))
        if not runs and marks:
            runs.append(Claim("", marks=tuple(marks)))  # for the claim before it
        return tuple(runs)


def _run(
    text: str, marks: tuple[Mark, ...], strong: tuple[Span, ...], bare: bool, alone: bool
) -> Run:
    if not any(character.isalnum() for character in text):
        return Claim("", marks=marks) if marks else Words(text)
    if not marks and is_gap(text):
        return Gap(text)
    if not marks and (bare or claims_nothing(text, alone=alone)):
        return Words(text, strong)
    return Claim(text, marks=marks, strong=strong)


def _row(cells: Sequence[Line]) -> tuple[Line, ...]:
    """A row is one claim, which stands where its source is named, else in its first cell. A cell of
    marks alone is that of the row's words."""
    marked = [
        run.marks for line in cells for run in line if isinstance(run, Claim) and _is_marks(run)
    ]
    if marked:
        bare = [tuple(run for run in line if not _is_marks(run)) for line in cells]
        first = next((at for at, line in enumerate(bare) if line), None)
        if first is None:
            return tuple(map(tuple, cells))
        last = bare[first][-1]
        ends = tuple(Mark(len(last.text), one.n) for marks in marked for one in marks)
        own = last.marks if isinstance(last, Claim) else ()
        claim = Claim(last.text, marks=(*own, *ends), strong=getattr(last, "strong", ()))
        bare[first] = (*bare[first][:-1], claim)
        cells = bare
    runs = [run for line in cells for run in line]
    claims = [run for run in runs if isinstance(run, Claim)]
    kept = [run for run in claims if run.marks] or claims[:1]
    return tuple(
        tuple(
            Words(run.text, run.strong) if isinstance(run, Claim) and run not in kept else run
            for run in line
        )
        for line in cells
    )


def _is_marks(run: Run) -> bool:
    return isinstance(run, Claim) and not run.text.strip() and bool(run.marks)


def _raw_lines(children: Sequence[Token]) -> Iterator[_Raw]:
    raw, opened, links = _Raw(), list[int](), list[int]()
    for child in children:
        match child.type:
            case "text" | "code_inline":
                raw.text += child.content
            case "image":
                raw.text += "".join(one.content for one in child.children or [])
            case "strong_open":
                opened.append(len(raw.text))
            case "strong_close":
                raw.strong.append((opened.pop() if opened else 0, len(raw.text)))
            case "link_open":
                links.append(len(raw.text))
            case "link_close":
                at = links.pop() if links else 0
                name = raw.text[at:].strip()
                if name.isdigit():  # a mark that a model dressed up as a link
                    raw.text = f"{raw.text[:at]}[{name}]"
            case "softbreak" | "hardbreak":
                yield raw
                raw, opened = _Raw(), [0] * len(opened)
                links = [0] * len(links)
    yield raw


def _marked(raw: _Raw, sources: int) -> tuple[str, list[Mark], list[Span]]:
    """The text made harmless and without its marks, where those stood, and its strong spans."""
    cuts = sorted({0, len(raw.text), *(at for span in raw.strong for at in span)})
    text, places = "", {0: 0}
    for start, end in pairwise(cuts):
        text += raw.text[start:end]
        places[end] = len(text)
    safe = _NAMED.sub(_unnamed, neutral(text))
    strong = raw.strong if safe == text else []
    out, marks, at, moved = "", list[Mark](), 0, list[tuple[int, int]]()
    for match in _MARKS.finditer(safe):
        out += safe[at : match.start()]
        marks += [Mark(len(out), n) for n in _numbers(match[1], sources)]
        at = match.end()
        moved.append((at, at - len(out)))
    out += safe[at:]

    def place(old: int) -> int:
        return old - next((less for since, less in reversed(moved) if since <= old), 0)

    return out, marks, [(place(a), place(b)) for a, b in strong]


def _unnamed(name: re.Match[str]) -> str:
    return name[0] if _SOURCE.match(name[1]) else name[1]


def _numbers(named: str, sources: int) -> list[int | None]:
    """The sources that a mark names, each once; None for one that does not exist."""
    numbers = [int(digits[:9]) for digits in re.findall(r"\d+", named)]
    ranged = _RANGE.fullmatch(named)
    if ranged and numbers[0] < numbers[1] <= sources:
        numbers = list(range(numbers[0], numbers[1] + 1))
    return list(dict.fromkeys(n if 1 <= n <= sources else None for n in numbers))


def _shared_out(spans: Sequence[Span], marks: Sequence[Mark]) -> Iterator[tuple[Span, list[Mark]]]:
    """Each sentence with its marks: those within it, and those between it and the next."""
    starts = [start for start, _ in spans]
    mine: list[list[Mark]] = [[] for _ in spans]
    for mark in marks if spans else ():
        mine[max(0, bisect_left(starts, mark.at) - 1)].append(mark)
    yield from zip(spans, mine, strict=True)


def _with_late_marks(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Marks that stand alone on their line belong to the claim before them."""
    late: dict[int, tuple[Mark, ...]] = {}
    before: Claim | None = None
    for claim in claims_of(parts):
        if claim.text:
            before = claim
        elif before is not None:
            at = len(before.text)
            late[id(before)] = (
                *late.get(id(before), ()),
                *(Mark(at, one.n) for one in claim.marks),
            )

    def changed(run: Run) -> Run:
        if not isinstance(run, Claim):
            return run
        if not run.text:
            return Words("")
        return replace(run, marks=(*run.marks, *late.get(id(run), ())))

    return with_runs(parts, changed)
