"""Only one file writes what is in force, and only one opens the transaction that it is done in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
FORCE = "knowledge/catalogue/force.py"
#: Makes a version's row, staged as every row begins.
STAGING = "knowledge/catalogue/staging.py"
#: Rows of these are written in FORCE alone.
ROWS = {"VersionRow", "StandingRow"}
#: Where such a row's class may be named as a whole without a row of it being made or handed out.
READS = {"aliased", "join", "outerjoin", "select_from"}


def test_only_force_writes_a_versions_state_or_a_standing() -> None:
    """Elsewhere only columns are named, so that there is no row to change; SQL that is written as
    such names no table of them behind UPDATE, INSERT or DELETE."""
    assert [
        f"{name}:{line}"
        for name, tree in _product()
        if name != FORCE
        for line in _whole_rows(tree)
        if not (name == STAGING and _makes_staged(tree, line))
    ] == []
    written = ("update versions", "into versions", "from standings", "standings set", "into stand")
    for path, tree in _product():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not any(one in node.value.lower() for one in written), path


def test_only_force_writes_which_document_succeeds_another() -> None:
    for name, tree in _product():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name != FORCE:
                assert "superseded_by" not in {one.arg for one in node.keywords}, name


def test_a_change_of_force_is_made_by_take_effect_alone() -> None:
    """Nobody hands one of them a session of their own, but the change itself and the loader, whose
    version was never in force."""
    tree = ast.parse((ROOT / FORCE).read_text())
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.name not in ("due", "discard")
    }
    assert "publish" in public
    for name, tree in _product():
        for block in ast.walk(tree):
            if not isinstance(block, ast.With):
                continue
            opens = any("database.write" in ast.unparse(one.context_expr) for one in block.items)
            calls = [one for one in ast.walk(block) if isinstance(one, ast.Call)]
            called = {ast.unparse(one.func) for one in calls}
            assert not (opens and called & {f"force.{one}" for one in public}), name


def _product() -> Iterator[tuple[str, ast.Module]]:
    for top in ("knowledge", "assistant", "ui"):
        for path in (ROOT / top).rglob("*.py"):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def _whole_rows(tree: ast.Module) -> Iterator[int]:
    """Lines that name one of the classes, and neither a column of it nor a table to join."""
    fine = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            fine.add(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in READS:
            fine.update(node.args[:1])
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ROWS and node not in fine:
            yield node.lineno


def _makes_staged(tree: ast.Module, line: int) -> bool:
    """Whether a row is made there that is given no state."""
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func) == "VersionRow"
        and node.lineno == line
        and "state" not in {one.arg for one in node.keywords}
        for node in ast.walk(tree)
    )
