"""Blocks → passages: runs of blocks under one heading path, sized to what the model reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.documents.blocks import Block, BlockKind, PageTurns, Reading, page_turns
from knowledge.documents.units import Unit, find_units
from knowledge.language.sentences import sentences

#: Word pieces that the embedded model reads, less its two marks and a few for joins. Text past them
#: is invisible.
READ_TOKENS = 250
#: Word pieces of a passage's own text; the rest is room for title, heading path and context.
BODY_TOKENS = 190
#: A title and headings so long that less than this is left for the text are cut short by the model.
LEAST_TOKENS = 64
#: Word pieces of a table's header row or of a list's lead-in that may be repeated.
CONTEXT_TOKENS = 60
#: Characters of title and heading path in front: beyond, the outermost headings are left out.
FRAME_CHARACTERS = 400

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is stored: `[start:end]` of the version's text.

    `context` is what the passage needs to be understood but does not hold: a split table's header
    row, a split list's lead-in sentence. It is embedded and searched, never shown as a quote.
    """

    start: int
    end: int
    heading_path: tuple[str, ...]
    page: int | None
    context: str = ""
    units: tuple[Unit, ...] = ()
    page_turns: PageTurns = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut: a block, a sentence of a long paragraph, or a row of a long table."""

    start: int
    end: int
    tokens: int
    page: int | None
    path: tuple[str, ...]
    context: str = ""


def split(
    reading: Reading, count_tokens: CountTokens, title: str = "", body_tokens: int = BODY_TOKENS
) -> list[Draft]:
    """The passages of a reading, in reading order. Every character of body text is in one.

    `title` is the one that will be embedded with them, so that there is room for it. Other sizes
    than BODY_TOKENS are for measuring.
    """
    drafts: list[Draft] = []
    count = cache(count_tokens)  # headings and lead-ins come again and again
    for headings, body in _sections(reading.blocks):
        drafts.extend(_Section(headings, body, count, title, body_tokens).drafts())
    return [
        replace(
            one,
            units=find_units(reading, one.start, one.end, one.heading_path),
            page_turns=page_turns(reading.blocks, one.start, one.end),
        )
        for one in drafts
    ]


def embedded_text(title: str, heading_path: Sequence[str], context: str, text: str) -> str:
    """What the model reads: title and heading path in front, the path's own lines not twice."""
    body = text
    for heading in heading_path:
        if body.startswith(heading):
            body = body[len(heading) :].lstrip("\n")
    return "\n".join(part for part in (_frame(title, heading_path), context, body or text) if part)


def _frame(title: str, heading_path: Sequence[str]) -> str:
    title = title[: FRAME_CHARACTERS // 2]
    path = list(dict.fromkeys(heading for heading in heading_path if heading not in ("", title)))
    while len(path) > 1 and len(title) + sum(map(len, path)) > FRAME_CHARACTERS:
        path.pop(0)
    path = [heading[:FRAME_CHARACTERS] for heading in path]
    return " › ".join(part for part in (title, *path) if part)


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[list[Block], list[Block]]]:
    """(headings directly above, body blocks) for each run of body under one heading path.

    A heading with nothing of its own below it goes with the next section's text.
    """
    headings: list[Block] = []
    body: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if body:
                yield headings, body
                headings, body = [], []
            headings.append(block)
        else:
            body.append(block)
    if body or headings:
        yield headings, body


class _Section:
    """Headings and the body below them, packed into as few passages as hold them."""

    def __init__(
        self,
        headings: list[Block],
        body: list[Block],
        count_tokens: CountTokens,
        title: str,
        body_tokens: int,
    ) -> None:
        self._headings = headings
        self._body = body
        self._count = count_tokens
        path = (body or headings[-1:])[0].heading_path
        self._room = max(LEAST_TOKENS, READ_TOKENS - count_tokens(_frame(title, path)))
        self._limit = min(body_tokens, self._room)

    def drafts(self) -> Iterator[Draft]:
        run: list[_Piece] = []
        context = ""
        used = limit = 0
        for piece in self._with_headings():
            if run and used + piece.tokens > limit:
                yield _draft(run, context)
                run = []
            if not run:
                context, used = self._context_of(piece), 0
                limit = min(self._limit, self._room - self._count(context))
            run.append(piece)
            used += piece.tokens
        yield _draft(run, context)

    def _context_of(self, first: _Piece) -> str:
        """The context, where it does not push the text out of the model's sight."""
        tokens = self._count(first.context)
        fits = tokens <= CONTEXT_TOKENS and tokens + first.tokens <= self._room
        return first.context if fits else ""

    def _with_headings(self) -> Iterator[_Piece]:
        """The headings of the text's own path stay with its first piece; those of sections without
        text of their own come before."""
        own = self._own_headings()
        others = self._headings[: len(self._headings) - len(own)]
        for heading in others:
            yield self._piece(heading, 0, len(heading.text), self._count(heading.text))
        pieces = self._pieces()
        if own:
            first = next(pieces)
            # Alone in front, they are read as part of the heading path only.
            extra = sum(self._count(heading.text) for heading in own) if others else 0
            yield replace(first, start=own[0].start, tokens=first.tokens + extra, page=own[0].page)
        yield from pieces

    def _own_headings(self) -> list[Block]:
        if not self._body:
            return []
        path = self._body[0].heading_path
        count = min(len(path), len(self._headings))
        while count and tuple(one.text for one in self._headings[-count:]) != path[-count:]:
            count -= 1
        return self._headings[len(self._headings) - count :]

    def _pieces(self) -> Iterator[_Piece]:
        lead_in = ""
        for block in self._body:
            tokens = self._count(block.text)
            if tokens <= self._limit:
                context = lead_in if block.kind is BlockKind.LIST_ITEM else ""
                yield self._piece(block, 0, len(block.text), tokens, context)
            elif block.kind is BlockKind.TABLE:
                yield from self._rows(block)
            else:
                yield from self._sentences(block)
            if block.kind is BlockKind.PARAGRAPH:
                lead_in = _lead_in(block)

    def _rows(self, table: Block) -> Iterator[_Piece]:
        rows = table.text.split("\n")
        header = "\n".join(rows[: table.level])
        at = 0
        for number, row in enumerate(rows):
            context = header if number >= table.level else ""
            yield self._piece(table, at, at + len(row), self._count(row), context)
            at += len(row) + 1

    def _sentences(self, block: Block) -> Iterator[_Piece]:
        """A sentence too long for any passage is cut at spaces."""
        for start, end in sentences(block.text):
            at = start
            while at < end:
                stop, tokens = self._fitting(block.text, at, end)
                yield self._piece(block, at, stop, tokens)
                at = stop + (1 if block.text[stop : stop + 1].isspace() else 0)

    def _fitting(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The end of as much of `text[start:end]` as fits, about, and its tokens."""
        stop = end
        while (tokens := self._count(text[start:stop])) > self._limit and stop - start > 1:
            size = max(1, (stop - start) * self._limit // (tokens + 1))
            stop = _space_before(text, start, start + size)
        return stop, tokens

    def _piece(self, block: Block, start: int, end: int, tokens: int, context: str = "") -> _Piece:
        at = block.start
        return _Piece(at + start, at + end, tokens, block.page, block.heading_path, context)


def _draft(run: list[_Piece], context: str) -> Draft:
    return Draft(run[0].start, run[-1].end, run[-1].path, run[0].page, context)


def _lead_in(paragraph: Block) -> str:
    """The last sentence of a paragraph that announces a list ("You must:"), else nothing."""
    if not paragraph.text.rstrip().endswith(":"):
        return ""
    start, end = sentences(paragraph.text)[-1]
    return paragraph.text[start:end]


def _space_before(text: str, start: int, stop: int) -> int:
    space = text.rfind(" ", start + 1, stop)
    return space if space > start else stop
