"""What an answer is made of: typed parts, from which text, JSON and the page are derived.

A part is a block: paragraph, heading, list, table, quote, question back. Blocks of a model's
answer hold lines of runs: a claim, words that claim nothing, or a gap. `kind` tells them apart in
what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answers.citation import Citation
from assistant.answers.status import Verdict
from knowledge.language.clean import CELLS

#: `[start:end]` of a run's text.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A source's number and where it stands in its claim's text; None: no such source."""

    at: int
    n: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, the words it rests on, and what the check said of it."""

    text: str  # without its marks
    citations: tuple[Citation, ...] = ()
    verdict: Verdict | None = (
        None  # None: not checked: the answer was stopped, or the note says why
    )
    note: str = ""  # why not supported or not checked, or what was put right, in words
    withheld: bool = False  # not shown, by setting: no source supports it
    marks: tuple[Mark, ...] = ()
    strong: tuple[Span, ...] = ()
    checked: Literal["", "word-for-word", "by-rule", "by-model"] = ""  # how the verdict was come by
    kind: Literal["claim"] = "claim"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The sources that it names, in order, each once."""
        return tuple(dict.fromkeys(mark.n for mark in self.marks if mark.n is not None))

    @property
    def invented(self) -> bool:
        """Whether it names a source that does not exist."""
        return any(mark.n is None for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Words:
    """Words that claim nothing: a heading, a lead-in to a list, Bernard's own sentence."""

    text: str
    strong: tuple[Span, ...] = ()
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence that says what the documents do not say."""

    text: str
    kind: Literal["gap"] = "gap"


Run = Claim | Words | Gap
#: Sentences one behind the other.
Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[Line, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    line: Line
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Item:
    lines: tuple[Line, ...]
    depth: int = 0  # 0 is the outermost
    number: int | None = None  # of a numbered list


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Item, ...]
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the header."""

    rows: tuple[tuple[Line, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Quote:
    """A document's own words; those that decide are strong in it. `joined`: the next item of the
    list that the quote before is of. `also`: stands behind the passage that answers."""

    claim: Claim
    joined: bool = False
    also: bool = False
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class AskingBack:
    """The conditions that an answer turns on, or the documents that may be meant, offered to be
    chosen from."""

    options: tuple[str, ...]
    asks: str = ""  # a model's own question
    kind: Literal["asking-back"] = "asking-back"
    offers: Literal["conditions", "documents"] = "conditions"

    @property
    def lead_in(self) -> str:
        if self.offers == "documents":
            return "Several documents speak of this:"
        return "It depends on this:"

    @property
    def question(self) -> str:
        if self.asks:
            return self.asks
        if self.offers == "documents":
            return "Which of these do you mean?"
        if len(self.options) == 1:
            return "Is that so in your case?"
        return "Which of these is so in your case?"


Part = Paragraph | Heading | Listing | Table | Quote | AskingBack


def said(sentence: str) -> tuple[Part, ...]:
    """Bernard's own sentence, as a whole answer."""
    return (Paragraph(((Words(sentence),),)),)


def lines_of(part: Part) -> Iterator[Line]:
    match part:
        case Paragraph(lines):
            yield from lines
        case Heading(line):
            yield line
        case Listing(items):
            for item in items:
                yield from item.lines
        case Table(rows):
            for row in rows:
                yield from row
        case Quote(claim):
            yield (claim,)
        case AskingBack():
            return


def runs_of(parts: Sequence[Part]) -> Iterator[Run]:
    """In reading order."""
    for part in parts:
        for line in lines_of(part):
            yield from line


def claims_of(parts: Sequence[Part]) -> tuple[Claim, ...]:
    return tuple(run for run in runs_of(parts) if isinstance(run, Claim))


def in_rows(parts: Sequence[Part]) -> tuple[Claim, ...]:
    """The claims, those in a table with the words of their whole row."""
    found: list[Claim] = []
    for part in parts:
        for row in part.rows if isinstance(part, Table) else ():
            words = CELLS.join(" ".join(run.text for run in line).strip() for line in row)
            found += [replace(one, text=words, strong=()) for one in _claims(row)]
        found += [] if isinstance(part, Table) else claims_of((part,))
    return tuple(found)


def in_context(parts: Sequence[Part]) -> tuple[str, ...]:
    """The claims, in the same order, as they are understood alone: an item with the line that leads
    into its list, a row's cells each with its column's header."""
    texts: list[str] = []
    lead = ""
    for part in parts:
        match part:
            case Table((head, *rows)):
                names = [" ".join(run.text for run in line).strip() for line in head]
                texts += [claim.text for claim in _claims(head)]
                for row in rows:
                    cells = [" ".join(run.text for run in line).strip() for line in row]
                    told = [
                        ": ".join(filter(None, each)) for each in zip(names, cells, strict=False)
                    ]
                    texts += [CELLS.join(told)] * len(_claims(row))
            case Listing(items):
                for item in items:
                    own = [run for line in item.lines for run in line if isinstance(run, Claim)]
                    texts += [f"{lead} {claim.text}".strip() for claim in own]
            case _:
                texts += [claim.text for claim in claims_of((part,))]
        lines = list(lines_of(part))
        last = " ".join(run.text for run in lines[-1]) if lines else ""
        lead = last if last.rstrip().endswith(":") else ""
    return tuple(texts)


def _claims(row: tuple[Line, ...]) -> list[Claim]:
    return [run for line in row for run in line if isinstance(run, Claim)]


def gaps_of(parts: Sequence[Part]) -> tuple[Gap, ...]:
    return tuple(run for run in runs_of(parts) if isinstance(run, Gap))


def with_runs(parts: Sequence[Part], changed: Callable[[Run], Run]) -> tuple[Part, ...]:
    """The same parts, each run replaced, in reading order."""

    def line(given: Line) -> Line:
        return tuple(changed(run) for run in given)

    def part(given: Part) -> Part:
        match given:
            case Paragraph(lines):
                return Paragraph(tuple(map(line, lines)))
            case Heading(one):
                return Heading(line(one))
            case Listing(items):
                return Listing(
                    tuple(replace(item, lines=tuple(map(line, item.lines))) for item in items)
                )
            case Table(rows):
                return Table(tuple(tuple(map(line, row)) for row in rows))
            case Quote(claim):
                (run,) = line((claim,))
                return replace(given, claim=run) if isinstance(run, Claim) else given
            case AskingBack():
                return given

    return tuple(map(part, parts))


def without_last_gaps(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same without the gaps that it ends with, for where those are shown by themselves."""
    match tuple(parts):
        case (*before, Paragraph((*lines, (*runs, Gap())))):
            shorter = _without_empty(lines, runs)
            return without_last_gaps([*before, *([Paragraph(shorter)] if shorter else [])])
        case (*before, Listing((*items, Item((*lines, (*runs, Gap()))) as item))):
            shorter = _without_empty(lines, runs)
            items += [replace(item, lines=shorter)] if shorter else []
            return without_last_gaps([*before, *([Listing(tuple(items))] if items else [])])
    return tuple(parts)


def _without_empty(lines: Sequence[Line], runs: Sequence[Run]) -> tuple[Line, ...]:
    return (*lines, tuple(runs)) if runs else tuple(lines)
