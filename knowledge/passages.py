"""Blocks → passages: runs of blocks under one heading path, sized to what the model reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.blocks import Block, BlockKind, Reading
from knowledge.text import sentences

#: Word pieces of a passage's own text. MiniLM reads 256 with its two marks; the rest is room for
#: the title and the heading path in front.
BODY_TOKENS = 190
#: Word pieces that title, heading path and context may take together.
FRAME_TOKENS = 60

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


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut: a block, a sentence of a long paragraph, or a row of a long table."""

    start: int
    end: int
    tokens: int
    page: int | None
    context: str = ""


def split(reading: Reading, count_tokens: CountTokens) -> list[Draft]:
    """The passages of a reading, in reading order. Every character of body text is in one."""
    drafts: list[Draft] = []
    for headings, body in _sections(reading.blocks):
        drafts.extend(_pack(reading.text, headings, body, count_tokens))
    return drafts


def embedded_text(title: str, heading_path: Sequence[str], context: str, text: str) -> str:
    """What the model reads: title and heading path in front, the path's own lines not twice."""
    body = text
    for heading in heading_path:
        if body.startswith(heading):
            body = body[len(heading) :].lstrip("\n")
    path = [part for part in (title, *heading_path) if part]
    frame = " › ".join(dict.fromkeys(path))
    return "\n".join(part for part in (frame, context, body or text) if part)


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


def _pack(
    text: str, headings: list[Block], body: list[Block], count_tokens: CountTokens
) -> Iterator[Draft]:
    if not body:  # headings at the very end of a document
        yield Draft(
            headings[0].start, headings[-1].end, headings[-1].heading_path, headings[0].page
        )
        return
    path = body[0].heading_path
    run: list[_Piece] = []
    used = 0
    first = True
    for piece in _pieces(text, body, count_tokens):
        if run and used + piece.tokens > BODY_TOKENS:
            yield _draft(run, path, headings if first else [])
            run, used, first = [], 0, False
        run.append(piece)
        used += piece.tokens
    yield _draft(run, path, headings if first else [])


def _draft(run: list[_Piece], path: tuple[str, ...], headings: list[Block]) -> Draft:
    start = headings[0].start if headings else run[0].start
    page = headings[0].page if headings else run[0].page
    return Draft(start, run[-1].end, path, page, run[0].context)


def _pieces(text: str, body: list[Block], count_tokens: CountTokens) -> Iterator[_Piece]:
    lead_in = ""
    for block in body:
        tokens = count_tokens(block.text)
        if block.kind is BlockKind.TABLE:
            yield from _table(block, tokens, count_tokens)
        elif tokens > BODY_TOKENS:
            yield from _long(text, block, count_tokens)
        else:
            context = lead_in if block.kind is BlockKind.LIST_ITEM else ""
            yield _Piece(block.start, block.end, tokens, block.page, context)
        if block.kind is BlockKind.PARAGRAPH:
            lead_in = _lead_in(text, block)


def _lead_in(text: str, block: Block) -> str:
    """The last sentence of a paragraph that announces a list ("You must:"), else nothing."""
    if not block.text.rstrip().endswith(":"):
        return ""
    start, end = sentences(block.text)[-1]
    return block.text[start:end]


def _table(block: Block, tokens: int, count_tokens: CountTokens) -> Iterator[_Piece]:
    if tokens <= BODY_TOKENS:
        yield _Piece(block.start, block.end, tokens, block.page)
        return
    header = "\n".join(block.text.split("\n")[: block.level]) if block.level else ""
    header_tokens = count_tokens(header)
    at = block.start
    for number, row in enumerate(block.text.split("\n")):
        inside = number < block.level
        context = "" if inside or header_tokens > FRAME_TOKENS else header
        yield _Piece(at, at + len(row), count_tokens(row), block.page, context)
        at += len(row) + 1


def _long(text: str, block: Block, count_tokens: CountTokens) -> Iterator[_Piece]:
    """Sentences of a long paragraph; a sentence too long for any passage is cut at spaces."""
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        tokens = count_tokens(sentence)
        if tokens <= BODY_TOKENS:
            yield _Piece(block.start + start, block.start + end, tokens, block.page)
            continue
        size = max(1, len(sentence) * BODY_TOKENS // (tokens + 1))
        while start < end:
            stop = end if start + size >= end else _space_before(block.text, start, start + size)
            tokens = count_tokens(block.text[start:stop])
            yield _Piece(block.start + start, block.start + stop, tokens, block.page)
            start = stop + (1 if block.text[stop : stop + 1].isspace() else 0)


def _space_before(text: str, start: int, stop: int) -> int:
    space = text.rfind(" ", start + 1, stop)
    return space if space > start else stop
