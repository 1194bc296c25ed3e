"""Plain text: paragraphs, lists and headings by their looks; hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def read(path: Path, builder: ReadingBuilder) -> None:
    lines = clean_characters(decode(path.read_bytes())).expandtabs(4).split("\n")
    runs = list(_runs(lines))
    width = _wrap_width(lines)
    caps = any(run[0].isupper() and _is_heading(run) for run, _ in runs)
    for number, (run, underline) in enumerate(runs):
        if underline:
            builder.heading(run[0], underline)
        elif _is_heading(run) and number < len(runs) - 1:
            builder.heading(run[0], _level(run[0], number == 0, caps))
        else:
            _body(run, width, builder)


def _runs(lines: list[str]) -> Iterator[tuple[list[str], int]]:
    """Lines with no blank line between them, and the level of a title that a rule follows."""
    run: list[str] = []
    for line in [*lines, ""]:
        rule = _UNDERLINE.match(line)
        if line.strip() and not rule:
            run.append(line.rstrip())
        elif run:
            title = rule is not None and len(run) == 1 and looks_like_title(run[0])
            yield run, (1 if "=" in line else 2) if title else 0
            run = []


def _wrap_width(lines: list[str]) -> int | None:
    """Where the lines were wrapped, in characters; None where each line is a paragraph."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if not lengths:
        return None
    width = lengths[int(len(lengths) * 0.98)]
    return width if width <= MAX_WRAP else None


def _is_heading(run: list[str]) -> bool:
    return len(run) == 1 and not BULLET.match(run[0]) and looks_like_title(run[0])


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
    parts: list[tuple[int | None, list[str]]] = []  # an item with its indent
    for line in lines:
        indent = len(line) - len(line.lstrip())
        starts_item = is_item(line)
        if parts and not starts_item and not is_numbered_paragraph(line):
            item_indent, part = parts[-1]
            hangs = item_indent is not None and width is not None and indent > item_indent
            if hangs or _was_wrapped(part[-1], line, width):
                part.append(line)
                continue
        parts.append((indent if starts_item else None, [line]))
    for item_indent, part in parts:
        text = join_lines(part)
        if item_indent is None:
            builder.paragraph(text)
        else:
            builder.list_item(BULLET.sub("- ", text), min(item_indent // 2, 4))


def _was_wrapped(line: str, following: str, width: int | None) -> bool:
    """True where the next line's first word would not have fitted on this one."""
    if width is None or not following.split():
        return False
    fits = len(line) + 1 + len(following.split()[0]) < width - 8
    return not fits or following.lstrip()[:1].islower()
