"""A checked answer's text as it is shown: marks put right, what nothing supports marked or out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.writing.model_text import Statement, with_marks
from assistant.answers.answer import Claim, Verdict

_EMPTY_ITEM = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])?[ \t]*(?:\n|\Z)", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")


def shown(text: str, checked: Sequence[tuple[Statement, Claim]]) -> str:
    """The text with each claim's marks at its statement; "[?]" stands behind an unsupported one and
    where a source that does not exist was named. Withheld claims are left out, and the last
    sentence says so."""
    withheld = 0
    for statement, claim in reversed(checked):
        part = ""
        if claim.withheld:
            withheld += 1
        else:
            numbers = list(dict.fromkeys(citation.n for citation in claim.citations))
            invented = statement.invented and bool(statement.numbers)
            marked = claim.verdict is Verdict.UNSUPPORTED or invented
            part = with_marks(text[statement.start : statement.end], numbers, marked)
        text = _joined(text[: statement.start], part, text[statement.end :])
    if not withheld:
        return text
    return f"{text.strip()}\n\n{left_out(withheld)}".strip()


def left_out(number: int) -> str:
    """The sentence that says that so many statements were withheld."""
    if number == 1:
        return "One statement was left out because no source supports it."
    return f"{number} statements were left out because no source supports them."


def _joined(before: str, part: str, after: str) -> str:
    if part:
        return before + part + after
    line, _, after_line = after.partition("\n")
    begun = before.rpartition("\n")[2]
    if line.strip() or not _EMPTY_ITEM.fullmatch(begun):
        return before + after.lstrip(" ")
    kept = before[: len(before) - len(begun)]
    return _GAPS.sub("\n\n", kept + after_line)
