"""How quotes read as an answer: numbered, in pieces, with the question back behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.evidence.sources import unmarked
from assistant.answering.quoting.clarify import question_back
from assistant.answering.quoting.compose import Quote


def numbered(quotes: list[Quote]) -> list[tuple[int, Quote]]:
    """Each quote with its number: one a passage, from 1 in the order shown."""
    numbers: dict[int, int] = {}
    return [
        (numbers.setdefault(quote.found.passage.id, len(numbers) + 1), quote) for quote in quotes
    ]


def quoted_pieces(quotes: list[tuple[int, Quote]]) -> Iterator[str]:
    """The answer's text, a piece a quote: "quote [n]", parted by blank lines, but items of one list
    by a line break only. A document's own "[3]" is "(3)" here: it is no mark of ours."""
    previous: Quote | None = None
    for n, quote in quotes:
        between = ""
        if previous is not None:
            between = "\n" if _same_list(previous, quote) else "\n\n"
        yield f"{between}{unmarked(quote.text)} [{n}]"
        previous = quote


def _same_list(one: Quote, other: Quote) -> bool:
    """Whether only a line break parts two quotes in their text: they are neighbours in a list."""
    passage = one.found.passage
    if other.found.passage.id != passage.id or one.end > other.start:
        return False
    return passage.text[one.end - passage.start : other.start - passage.start] == "\n"


def asking(options: Sequence[str]) -> str:
    """The conditions that decide, and the short question about them; the text ends with it."""
    listed = "".join(f"\n- {option}" for option in options)
    return f"\n\nIt depends on this:\n{listed}\n\n{question_back(options)}"
