"""An answer's parts as text with [n] marks: for a terminal, JSON, copying, the next turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answers.parts import (
    AskingBack,
    Claim,
    Heading,
    Line,
    Listing,
    Paragraph,
    Part,
    Quote,
    Run,
    Table,
    claims_of,
)

#: Above what stands behind the passage that answers.
ALSO = "Also:"
#: Behind a claim that no source supports, and for a source that does not exist.
NOT_FOUND = "[?]"

_FOREIGN = re.compile(
    r"[\[【［〔⟦〖](\s*\^?(?:sources?\s*)?\d{1,3}\s*(?:(?:[,;&–-]|and)\s*(?:sources?\s*)?\d{1,3}\s*)*"
    r"(?:†[^\[\]【】\n]*)?)[\]】］〕⟧〗]",
    re.IGNORECASE,
)


def unmarked(text: str) -> str:
    """A document's text with its own "[3]", "【3】" and "[source 3]" in round brackets: they are no
    marks of ours. Of the same length."""
    return _FOREIGN.sub(r"(\1)", text)


def as_text(parts: Sequence[Part]) -> str:
    """Markdown of the plainest kind. What was withheld is not in it; the last sentence says so."""
    text, also = "", False
    for part in parts:
        shown = _part(part)
        if isinstance(part, Quote) and part.also and not also:
            shown, also = f"{ALSO}\n\n{shown}", True
        if shown and text:
            text += "\n" if isinstance(part, Quote) and part.joined else "\n\n"
        text += shown
    withheld = sum(claim.withheld for claim in claims_of(parts))
    if withheld:
        text = f"{text}\n\n{left_out(withheld)}" if text else left_out(withheld)
    return text


def left_out(number: int) -> str:
    """The sentence that says that so many statements were withheld."""
    if number == 1:
        return "One statement was left out because no source supports it."
    return f"{number} statements were left out because no source supports them."


def as_line(line: Iterable[Run]) -> str:
    """The line's sentences with their marks."""
    return " ".join(text for text in map(_run, line) if text)


def marks(claim: Claim) -> list[tuple[int, str]]:
    """(offset in the claim's text, the marks there as text), in order."""
    placed: dict[int, str] = {}
    for mark in claim.marks:
        placed[mark.at] = placed.get(mark.at, "") + (NOT_FOUND if mark.n is None else f"[{mark.n}]")
    return sorted(placed.items())


def _part(part: Part) -> str:
    match part:
        case Paragraph(lines):
            return "\n".join(filter(None, map(as_line, lines)))
        case Heading(line):
            return f"### {as_line(line)}"
        case Listing(items):
            shown = []
            for item in items:
                text = "\n".join(filter(None, map(as_line, item.lines)))
                mark = "-" if item.number is None else f"{item.number}."
                shown += [f"{'  ' * item.depth}{mark} {text}"] if text else []
            return "\n".join(shown)
        case Table(rows):
            head, *body = [_row(row) for row in rows]
            return "\n".join([head, f"|{' --- |' * len(rows[0])}", *body])
        case Quote(claim):
            return _run(replace(claim, text=unmarked(claim.text)))
        case AskingBack(options):
            listed = "".join(f"\n- {option}" for option in options)
            return f"{part.lead_in}\n{listed}\n\n{part.question}"


def _row(cells: Iterable[Line]) -> str:
    return f"| {' | '.join(map(as_line, cells))} |"


def _run(run: Run) -> str:
    if not isinstance(run, Claim):
        return run.text
    if run.withheld:
        return ""
    text, at = "", 0
    for place, shown in marks(run):
        text += run.text[at:place].rstrip() + f" {shown}"
        at = place
    return text + run.text[at:]
