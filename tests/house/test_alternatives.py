"""Alternatives in patterns are phrase lists in another dress: counted, with their own budget."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house.test_measures import FILES, ROOT

#: As many as there were after the house was drawn anew. It may only shrink.
BUDGET = 1_071
_IS_PATTERN = re.compile(r"\\[bsdw]|\(\?|\[\^?.+\]", re.IGNORECASE)
_IS_PART_OF_ONE = re.compile(r"[\w' |-]+")


def _alternatives(file: Path) -> int:
    strings = (
        node.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "|" in node.value
    )
    return sum(
        one.count("|") + 1
        for one in strings
        if _IS_PATTERN.search(one) or _IS_PART_OF_ONE.fullmatch(one)
    )


def test_the_budget_holds() -> None:
    counts = {str(path.relative_to(ROOT)): _alternatives(path) for path in FILES}
    worst = sorted(counts.items(), key=lambda one: -one[1])[:20]
    assert sum(counts.values()) <= BUDGET, worst
