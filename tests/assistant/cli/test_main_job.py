"""The main job from the command line, on a real library: load, ask, search, read, withdraw."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import BERNARD
from tests.homes import NewHome

LEAVE = """# Annual leave

## Carrying over

You may carry over up to ten days of annual leave into the next leave year, if your manager agrees
in writing before 31 March.

## Selling

Annual leave cannot be sold.
"""


class Bernard:
    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BERNARD, *arguments],
            env={**os.environ, "BERNARD_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """What the command says in JSON; it must end well and say nothing else on stdout."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def search(self, words: str) -> list[dict[str, Any]]:
        found: Any = self.lines("search", words, "--json")
        passages: list[dict[str, Any]] = found[0]
        return passages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    (folder / "hr").mkdir()
    (folder / "hr" / "leave.md").write_text(LEAVE, encoding="utf-8")
    (folder / "gifts.md").write_text("# Gifts\n\nGifts above £25 must be declared.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing of the kind")
    return folder


@pytest.fixture(scope="module")
def loaded(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, new_home: NewHome
) -> list[dict[str, Any]]:
    home = new_home(tmp_path_factory.mktemp("cli") / "home")
    outcomes = Bernard(home).lines("load", str(folder), "--collection", "HR", "--json")
    return [{**outcome, "home": home} for outcome in outcomes]


@pytest.fixture(scope="module")
def bernard(loaded: list[dict[str, Any]]) -> Bernard:
    return Bernard(loaded[0]["home"])


def test_every_file_has_a_line_with_its_outcome(loaded: list[dict[str, Any]], folder: Path) -> None:
    by_path = {Path(line["path"]).relative_to(folder).as_posix(): line for line in loaded}
    assert {name: line["outcome"] for name, line in by_path.items()} == {
        "hr/leave.md": "loaded",
        "gifts.md": "loaded",
        "broken.pdf": "refused",
    }
    assert by_path["hr/leave.md"]["passages"] > 0
    assert by_path["hr/leave.md"]["characters"] > 100
    assert by_path["broken.pdf"]["reason"]


def test_loading_again_leaves_the_unchanged_alone(bernard: Bernard, folder: Path) -> None:
    lines = bernard.lines("load", str(folder / "gifts.md"), "--collection", "HR", "--json")
    assert [line["outcome"] for line in lines] == ["unchanged"]


def test_an_answer_quotes_the_very_characters_of_the_text(bernard: Bernard) -> None:
    (answer,) = bernard.lines("ask", "How many days of leave can I carry over?", "--json")
    assert answer["status"] == "answered"
    citations = [citation for claim in answer["claims"] for citation in claim["citations"]]
    assert any("ten days" in citation["quote"] for citation in citations)
    for citation in citations:
        text = bernard.run("documents", "text", citation["document"]).stdout
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_people_see_the_answer_with_its_marks_and_sources(bernard: Bernard) -> None:
    said = bernard.run("ask", "How many days of leave can I carry over?").stdout
    assert "[1]" in said
    assert "hr/leave.md, version 1" in said


def test_documents_are_listed_with_what_is_in_force(bernard: Bernard) -> None:
    listed = {line["document"]: line for line in bernard.lines("documents", "list", "--json")}
    assert set(listed) == {"hr/leave.md", "gifts.md"}
    assert listed["gifts.md"]["collection"] == "HR"
    assert "gifts.md" in bernard.run("documents").stdout
    assert bernard.run("documents", "list", "--collection", "IT").returncode == 1


def test_withdrawn_is_not_found_and_restored_is(bernard: Bernard) -> None:
    def sources() -> set[str]:
        return {passage["document"] for passage in bernard.search("declare gifts")}

    assert "gifts.md" in sources()
    assert bernard.run("documents", "withdraw", "gifts.md").returncode == 0
    assert "gifts.md" not in sources()
    assert bernard.run("documents", "restore", "gifts.md").returncode == 0
    assert "gifts.md" in sources()


def test_the_index_is_well_and_can_be_built_anew(bernard: Bernard) -> None:
    assert bernard.lines("index", "check", "--json")[0]["ok"] is True
    assert bernard.lines("index", "rebuild", "--json")[0]["ok"] is True
    assert bernard.search("carry over leave")[0]["document"] == "hr/leave.md"


def test_the_doctor_is_content(bernard: Bernard) -> None:
    checks = bernard.lines("doctor", "--json")
    assert [check for check in checks if not check["ok"]] == []
