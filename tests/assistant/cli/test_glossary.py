"""`bernard glossary` on a real library: what a document suggests and what a curator decides."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.command import BERNARD
from tests.homes import NewHome

POLICY = """# Programmes

The Senior Responsible Owner (SRO) reports to the Programme Board (PB). The Senior Responsible
Owner (SRO) is named.
"""


class Glossary:
    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "BERNARD_HOME": str(home)}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BERNARD, *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def entries(self, *arguments: str) -> list[dict[str, Any]]:
        done = self.run("glossary", "list", "--json", *arguments)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def glossary(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Glossary:
    """A library of one document."""
    directory = tmp_path_factory.mktemp("glossary")
    (directory / "programmes.md").write_text(POLICY, encoding="utf-8")
    made = Glossary(new_home(directory / "home"))
    done = made.run("load", str(directory / "programmes.md"), "--collection", "HR")
    assert done.returncode == 0, done.stderr
    return made


def test_suggested_confirmed_refused_and_removed(glossary: Glossary) -> None:
    first, second = glossary.entries()
    assert (first["short"], first["long"], first["count"]) == ("SRO", "Senior Responsible Owner", 2)
    assert (second["short"], second["state"]) == ("PB", "suggested")
    text = glossary.run("documents", "text", "programmes.md").stdout
    place = first["places"][0]
    assert text[place["start"] : place["end"]] == "Senior Responsible Owner (SRO)"

    said = glossary.run("glossary", "confirm", "sro")
    assert (said.returncode, said.stderr) == (0, "Confirmed: SRO is Senior Responsible Owner.\n")
    assert glossary.run("glossary", "refuse", "PB", "programme boards").returncode == 0
    assert glossary.run("glossary", "add", "RAG", "Red, Amber, Green").returncode == 0
    states = {one["short"]: one["state"] for one in glossary.entries()}
    assert states == {"SRO": "confirmed", "PB": "refused", "RAG": "confirmed"}
    assert [one["short"] for one in glossary.entries("--state", "refused")] == ["PB"]

    said = glossary.run("glossary", "remove", "PB")
    assert said.stderr == "Removed: PB. Documents say it, so it is a suggestion again.\n"
    assert glossary.run("glossary", "remove", "RAG").stderr == "Removed: RAG.\n"
    assert glossary.run("glossary", "mine").stderr == (
        "Looked through 1 documents in force. Waiting for a decision: 1.\n"
    )
    assert "Senior Responsible Owner" in glossary.run("glossary").stdout


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("confirm", "XYZ"), 1),
        (("add", "S R O", "Senior Responsible Owner"), 1),
        (("list", "--state", "new"), 2),
    ],
)
def test_what_cannot_be_done_is_said(
    glossary: Glossary, arguments: tuple[str, ...], status: int
) -> None:
    done = glossary.run("glossary", *arguments)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.strip() and "Traceback" not in done.stderr
