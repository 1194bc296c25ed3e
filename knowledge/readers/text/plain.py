"""Plain text: paragraphs, lists and headings by their looks; hard-wrapped lines joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.blocks import ReadingBuilder
from knowledge.language.clean import clean_characters
from knowledge.readers.looks import (
    BULLET,
    NUMBERED,
    is_item,
    is_numbered_paragraph,
    join_lines,
    looks_like_title,
    numbered_level,
)
from knowledge.readers.text_bytes import decode

_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,}|~{3,})\s*$")
#: Lines of a text that was wrapped by hand or by a mail program rarely pass this.
MAX_WRAP = 130


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines with no blank line between them."""

    lines: list[str]
    underline: int = 0  # heading level, where a rule follows


def read(path: Path, builder: ReadingBuilder) -> None:
    lines = clean_characters(decode(path.read_bytes())).expandtabs(4).split("\n")
    runs = _runs(lines)
    width = _wrap_width(lines)
    caps = any(_is_caps(run) for run in runs)
    for number, run in enumerate(runs):
        last = number == len(runs) - 1
        if run.underline:
            builder.heading(" ".join(run.lines), run.underline)
        elif len(run.lines) == 1 and not last and _is_heading(run.lines[0]):
            builder.heading(run.lines[0], _level(run.lines[0], number == 0, caps))
        else:
            _body(run.lines, width, builder)


def _runs(lines: list[str]) -> list[_Run]:
    runs: list[_Run] = []
    open_lines: list[str] = []

    def close(underline: int = 0) -> None:
        if open_lines:
            runs.append(_Run(list(open_lines), underline))
            open_lines.clear()

    for line in lines:
        rule = _UNDERLINE.match(line)
        if rule:
            title = len(open_lines) == 1 and looks_like_title(open_lines[0])
            close((1 if rule.group(1)[0] == "=" else 2) if title else 0)
        elif line.strip():
            open_lines.append(line.rstrip())
        else:
            close()
    close()
    return runs


def _wrap_width(lines: list[str]) -> int | None:
    """Where the lines were wrapped, in characters; None where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return None
    width = lengths[int(len(lengths) * 0.98)]
    return width if width <= MAX_WRAP else None


def _is_caps(run: _Run) -> bool:
    return len(run.lines) == 1 and run.lines[0].isupper() and _is_heading(run.lines[0])


def _is_heading(line: str) -> bool:
    return not BULLET.match(line) and looks_like_title(line)


def _level(line: str, first: bool, caps: bool) -> int:
    """The title is level 1, capitals 2; numbers go by their depth, others below the capitals."""
    if first:
        return 1
    numbered = NUMBERED.match(line.strip())
    if numbered:
        return 1 + numbered_level(numbered.group(1))
    return 2 if line.isupper() or not caps else 3


def _body(lines: list[str], width: int | None, builder: ReadingBuilder) -> None:
    """Paragraphs and items of one run. A line goes on from the one before where that was full."""
    open_lines: list[str] = []
    item_indent: int | None = None

    def close() -> None:
        if not open_lines:
            return
        text = join_lines(open_lines)
        if item_indent is None:
            builder.paragraph(text)
        else:
            builder.list_item(BULLET.sub("- ", text), min(item_indent // 2, 4))
        open_lines.clear()

    for line in lines:
        indent = len(line) - len(line.lstrip())
        starts_item = bool(BULLET.match(line)) or is_item(line)
        goes_on = (
            open_lines
            and not starts_item
            and not is_numbered_paragraph(line)
            and (
                _was_wrapped(open_lines[-1], line, width)
                or (item_indent is not None and width is not None and indent > item_indent)
            )
        )
        if not goes_on:
            close()
            item_indent = indent if starts_item else None
        open_lines.append(line)
    close()


def _was_wrapped(line: str, following: str, width: int | None) -> bool:
    """True where the next line's first word would not have fitted on this one."""
    if width is None or not following.split():
        return False
    fits = len(line) + 1 + len(following.split()[0]) < width - 8
    return not fits or following.lstrip()[:1].islower()
