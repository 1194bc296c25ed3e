"""Markdown: headings, lists, tables, code and front matter; inline marks become their text."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.documents.blocks import ReadingBuilder
from knowledge.readers import properties
from knowledge.readers.text.inline_marks import plain_text
from knowledge.readers.text.text_bytes import decode

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^`]*)$")
_ITEM = re.compile(r"^([ \t]*)([-*+]|\d{1,9}[.)]|\(?[a-z]{1,4}\))[ \t]+(.*)$")
_EMPTY_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*$")
_TASK = re.compile(r"^\[[ xX]\][ \t]+")
_QUOTE = re.compile(r"^ {0,3}>[ \t]?")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]^]+\]:[ \t]*\S+(?:[ \t]+[\"'(].*)?$")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w -]*?)[ \t]*:[ \t]*(.*)$")
_LIQUID = re.compile(r"\{%-?\s*(\w*)(.*?)%\}", re.DOTALL)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
#: Template tags that steer the page; what others quote is shown on it.
_STEERING = frozenset(
    ["include", "if", "elsif", "unless", "for", "assign", "capture", "case", "when", "render"]
)


def read(path: Path, builder: ReadingBuilder) -> None:
    text = decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    text = text.lstrip("\ufeff")
    front = _FRONT.match(text)
    if front:
        builder.properties.update(properties.known(_fields(front.group(1) or "")))
        text = text[front.end() :]
    _Parser(builder).run(_without_comments(text).split("\n"))


def _fields(front: str) -> dict[str, str]:
    """The single-line fields of YAML front matter; nested and folded values are not needed."""
    fields: dict[str, str] = {}
    for line in front.split("\n"):
        match = _FIELD.match(line)
        if match:
            fields.setdefault(match.group(1), match.group(2).split(" #")[0].strip().strip("\"'"))
    return fields


def _without_comments(text: str) -> str:
    """Comments go, but not from fenced code, where they are what is shown."""
    parts = re.split(r"(?m)^([ \t]*(?:```|~~~).*?^[ \t]*(?:```|~~~)[ \t]*$)", text, flags=re.DOTALL)
    for number in range(0, len(parts), 2):
        parts[number] = _LIQUID.sub(_liquid_words, _COMMENT.sub("", parts[number]))
    return "".join(parts)


def _liquid_words(tag: re.Match[str]) -> str:
    quoted = [] if tag.group(1) in _STEERING else _QUOTED.findall(tag.group(2))
    return quoted[-1] if quoted else ""


class _Parser:
    """Walks the lines once; `_run` holds the lines of the paragraph or list item being read."""

    def __init__(self, builder: ReadingBuilder) -> None:
        self._builder = builder
        self._run: list[str] = []
        self._marker: str | None = None  # of the list item being read; None in a paragraph
        self._indents: list[int] = []  # of the open list items, outermost first
        self._after_blank = True

    def run(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            at = self._line(lines, at)
        self._flush()

    def _line(self, lines: list[str], at: int) -> int:
        """Reads what starts at line `at`; gives the line after it."""
        line = lines[at].expandtabs(4)
        while quoted := _QUOTE.match(line):
            line = line[quoted.end() :]
        if not line.strip():
            self._flush()
            self._after_blank = True
            return at + 1
        blank_before, self._after_blank = self._after_blank, False
        fence = _FENCE.match(line)
        if fence:
            return self._fence(lines, at, fence.group(1))
        indent = len(line) - len(line.lstrip())
        if blank_before and indent >= 4 and not self._indents:
            return self._indented(lines, at)
        if blank_before and indent == 0 and not _ITEM.match(line):
            self._indents = []
        return self._marked(lines, at, line)

    def _marked(self, lines: list[str], at: int, line: str) -> int:
        heading = _ATX.match(line)
        if heading:
            self._flush()
            self._indents = []
            self._builder.heading(plain_text(heading.group(2) or ""), len(heading.group(1)))
            return at + 1
        underline = _SETEXT.match(line)
        if underline and self._run and self._marker is None:
            self._setext(1 if underline.group(1)[0] == "=" else 2)
            return at + 1
        if _RULE.match(line) or _REFERENCE.match(line) or _EMPTY_ITEM.match(line):
            self._flush()
            return at + 1
        if "|" in line and at + 1 < len(lines) and _starts_table(line, lines[at + 1]):
            return self._table(lines, at)
        item = _ITEM.match(line)
        if item and (not self._run or self._marker is not None or _may_interrupt(item.group(2))):
            self._flush()
            self._item(len(item.group(1)), item.group(2), item.group(3))
            return at + 1
        self._run.append(line)
        return at + 1

    def _item(self, indent: int, marker: str, text: str) -> None:
        while self._indents and self._indents[-1] >= indent + 1:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + 1:
            self._indents.append(indent)
        self._marker = "-" if marker in "-*+" else marker
        self._run = [_TASK.sub("", text)]

    def _setext(self, level: int) -> None:
        text, self._run = " ".join(self._run), []
        self._indents = []
        self._builder.heading(plain_text(text), level)

    def _fence(self, lines: list[str], at: int, mark: str) -> int:
        self._flush()
        end = at + 1
        while end < len(lines) and not re.match(
            rf"^[ \t>]*{mark[0]}{{{len(mark)},}}[ \t]*$", lines[end]
        ):
            end += 1
        self._builder.code("\n".join(lines[at + 1 : end]))
        return end + 1

    def _indented(self, lines: list[str], at: int) -> int:
        end = at
        while end < len(lines) and (
            not lines[end].strip() or lines[end].expandtabs(4)[:4].isspace()
        ):
            end += 1
        self._builder.code("\n".join(line.expandtabs(4)[4:] for line in lines[at:end]))
        self._after_blank = True
        return end

    def _table(self, lines: list[str], at: int) -> int:
        self._flush()
        rows = [_cells(lines[at])]
        end = at + 2
        while end < len(lines) and lines[end].strip() and "|" in lines[end]:
            rows.append(_cells(lines[end]))
            end += 1
        self._builder.table(rows, header_rows=1)
        return end

    def _flush(self) -> None:
        if not self._run:
            return
        text = plain_text("\n".join(line.strip() for line in self._run))
        if self._marker is not None:
            if text.strip():
                self._builder.list_item(f"{self._marker} {text}", max(len(self._indents) - 1, 0))
        else:
            self._builder.paragraph(text)
        self._run, self._marker = [], None


def _may_interrupt(marker: str) -> bool:
    """Only a bullet, or a list that starts at 1, may follow a paragraph's line (CommonMark 5.3): a
    line that happens to begin with "14." is no item."""
    return marker in "-*+" or marker in ("1.", "1)", "(a)", "a)")


def _starts_table(line: str, next_line: str) -> bool:
    return bool(_TABLE_RULE.match(next_line)) and ("|" in next_line or len(_cells(line)) == 1)


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [plain_text(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line)]
