"""What is declared is locked and used: an environment that grew by hand does not hide a gap."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def names(lines: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9_.-]+", line) for line in lines)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_each_declared_package_is_locked(lock: str, declared: list[str]) -> None:
    locked = names((ROOT / lock).read_text().splitlines())
    assert names(declared) - locked == set()


def imported() -> set[str]:
    """Top-level modules that the product imports."""
    found = set()
    for room in ("assistant", "knowledge", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {one.name.split(".")[0] for one in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {"assistant", "knowledge", "ui"}


def test_what_is_declared_is_imported_and_what_is_imported_is_declared() -> None:
    declared = names(PROJECT["dependencies"])
    packages = packages_distributions()
    of = {module: names(packages[module]) for module in imported()}
    assert declared - set().union(*of.values()) == set()
    assert {module for module, its in of.items() if not its & declared} == set()
