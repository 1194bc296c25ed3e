"""The house's own measures: small files, small folders, one name for one thing."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("assistant", "knowledge", "ui")
MOST_LINES, MOST_FILES = 400, 15
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_no_file_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (*FILES, *sorted((ROOT / "tests").rglob("*.py")))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert not long


def test_no_folder_is_full() -> None:
    full = Counter(str(path.parent.relative_to(ROOT)) for path in FILES)
    assert not {folder: count for folder, count in full.items() if count > MOST_FILES}


def test_a_public_class_has_a_name_of_its_own() -> None:
    where = defaultdict(list)
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(str(path.relative_to(ROOT)))
    assert not {name: paths for name, paths in where.items() if len(paths) > 1}


#: Before 3.11.5 Python's `re` does not always match a group that gives nothing back (cpython issue
#: 106052); Debian 12 has 3.11.2.
_POSSESSIVE = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


def test_no_pattern_has_a_group_that_gives_nothing_back() -> None:
    has = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _POSSESSIVE.search(node.value) and "\n" not in node.value
    ]
    assert not has
