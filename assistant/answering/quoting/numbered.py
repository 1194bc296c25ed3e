"""How quotes read as an answer: numbered, as parts, with the question back behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.evidence.quotes import Quoted
from assistant.answers.parts import AskingBack, Claim, Gap, Mark, Paragraph, Part, Quote
from assistant.answers.text import as_text


def numbered(quotes: Sequence[Quoted]) -> list[tuple[int, Quoted]]:
    """Each quote with its number: one a passage, from 1 in the order shown."""
    numbers: dict[int, int] = {}

    def number(quote: Quoted) -> int:
        return numbers.setdefault(quote.found.passage.id, len(numbers) + 1)

    return [
        (number(one), replace(one, header_n=number(one.header)) if one.header else one)
        for one in quotes
    ]


def as_parts(
    quotes: Sequence[tuple[int, Quoted]],
    claims: Sequence[Claim],
    gaps: Sequence[str],
    options: AskingBack | None,
) -> tuple[Part, ...]:
    """`claims` are the quotes', in their order."""
    before = [None, *(quote for _, quote in quotes)]
    parts: list[Part] = [
        Quote(claim, previous is not None and _same_list(previous, quote), quote.also)
        for (_, quote), previous, claim in zip(quotes, before, claims, strict=False)
    ]
    parts += [Paragraph(((Gap(gap),),)) for gap in gaps]
    return (*parts, *((options,) if options else ()))


def pieces(
    quotes: Sequence[tuple[int, Quoted]], gaps: Sequence[str], options: AskingBack | None
) -> Iterator[str]:
    """The same as text, a piece a part, before it is checked."""
    claims = [Claim(quote.shown, marks=(Mark(len(quote.shown), n),)) for n, quote in quotes]
    shown = ""
    parts = as_parts(quotes, claims, gaps, options)
    for count in range(1, len(parts) + 1):
        text = as_text(parts[:count])
        yield text[len(shown) :]
        shown = text


def _same_list(one: Quoted, other: Quoted) -> bool:
    """Whether only a line break parts two quotes in their text: they are neighbours in a list."""
    passage = one.found.passage
    if other.found.passage.id != passage.id or one.end > other.start:
        return False
    return passage.text[one.end - passage.start : other.start - passage.start] == "\n"
