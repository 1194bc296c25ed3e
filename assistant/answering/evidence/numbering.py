"""The parts of a document by their numbers, where it has any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.types import Passage

#: What a part is called, for regular expressions.
PARTS = (
    "paragraph|para|section|sec|sect|clause|article|art|rule|regulation|reg|chapter|part|annexe?|"
    "appendix|schedule"
)
_OPENS = re.compile(
    rf"\W{{0,3}}(?P<kind>(?:{PARTS})\s+)?(?P<number>\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?|[a-z])"
    r"(?P<end>[.):]*)(?=\s|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list or table: `[start:end]` of the version's text."""

    passage: Passage
    start: int
    end: int
    text: str

    @property
    def is_heading(self) -> bool:
        return self.text in self.passage.heading_path

    def number(self) -> str:
        """Of its first line, in lower case; empty where it has none. "12 days" opens with none."""
        match = _OPENS.match(self.text)
        if match is None:
            return ""
        number = match["number"].lower()
        marked = self.is_heading or match["kind"] or match["end"] or "." in number
        return number if marked and (number[0].isdigit() or self.is_heading) else ""


def is_numbered(passages: Sequence[Passage]) -> bool:
    return any(block.number() for block in blocks(passages))


def find_part(passages: Sequence[Passage], number: str) -> list[Block]:
    """The blocks of the part with that number, without headings: a section's, or a paragraph with
    what hangs on it; [] where there is no such part.

    `passages` are a version's, in reading order.
    """
    number = number.lower()
    every = list(blocks(passages))
    section = [
        block
        for block in every
        if any(_heading_number(one) == number for one in block.passage.heading_path)
    ]
    return [one for one in section or _paragraph(every, number) if not one.is_heading]


def _paragraph(every: Sequence[Block], number: str) -> list[Block]:
    """From the block with the number to the next beside or above it, or the next heading."""
    for place, first in enumerate(every):
        if first.number() == number and not first.is_heading:
            part = [first]
            for block in every[place + 1 :]:
                if (
                    _ends(block.number(), number)
                    or block.passage.heading_path != first.passage.heading_path
                ):
                    break
                part.append(block)
            return part
    return []


def _ends(next_number: str, number: str) -> bool:
    """Whether that is a part beside or above it. "1." below "4.2" is an item of a list in it."""
    depth = next_number.count(".")
    return bool(next_number) and (depth == number.count(".") or 0 < depth < number.count("."))


def _heading_number(heading: str) -> str:
    match = _OPENS.match(heading)
    if match is None or not (match["kind"] or match["number"][0].isdigit()):
        return ""
    return match["number"].lower()


def blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    """In reading order, headings too."""
    for passage in passages:
        at = passage.start
        for part in passage.text.split("\n\n"):
            if part.strip():
                yield Block(passage, at, at + len(part), part)
            at += len(part) + 2
