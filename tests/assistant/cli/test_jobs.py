"""`bernard jobs` on a real library: what is on its way, and ending it."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.library import Library
from tests.durability.running import bernard
from tests.people import HERE


def test_listed_and_cancelled(home: Path) -> None:
    with Library.open(home) as library:
        jobs = [library.add(HERE, b"# A note", f"note-{n}.md", "Notes") for n in range(2)]
    listed = bernard(home, "jobs", "--help")
    assert listed.returncode == 0
    listed = bernard(home, "jobs", "list", "--json")
    found = [json.loads(line) for line in listed.stdout.splitlines()]
    assert {one["number"]: one["state"] for one in found} == {job.id: "waiting" for job in jobs}
    done = bernard(home, "jobs", "cancel", str(jobs[0].id))
    assert (done.returncode, done.stderr) == (0, "Cancelled: note-0.md.\n")
    assert "note-0.md" not in bernard(home, "jobs").stdout
    every = bernard(home, "jobs", "list", "--all").stdout
    assert "cancelled" in every
    again = bernard(home, "jobs", "cancel", str(jobs[0].id))
    assert again.returncode == 1
    assert "nothing to cancel" in again.stderr
    unknown = bernard(home, "jobs", "cancel", "999")
    assert unknown.returncode == 1
    assert "999" in unknown.stderr


def test_a_file_of_which_nobody_knows_what_it_is(home: Path, tmp_path: Path) -> None:
    texts = {
        "north": "# Car park\n\nThe car park is for staff with a blue permit.",
        "south": "# Canteen\n\nHot meals are served from noon until two.",
        "west": "# Lifts\n\nNobody rides in a lift while its alarm sounds.",
    }
    for team, text in texts.items():
        (tmp_path / team).mkdir()
        (tmp_path / team / "rules.md").write_text(text)
    paths = {team: str(tmp_path / team / "rules.md") for team in texts}
    first = bernard(home, "load", paths["north"], "--collection", "Site")
    assert "1 loaded" in first.stderr
    asked = bernard(home, "load", paths["south"], "--collection", "Site", "--json")
    assert asked.returncode == 0
    outcome = json.loads(asked.stdout)
    assert outcome["outcome"] == "asked"
    assert "“Car park” goes by the same name" in outcome["reason"]
    (waiting,) = [
        json.loads(one) for one in bernard(home, "jobs", "list", "--json").stdout.splitlines()
    ]
    number = str(waiting["number"])
    assert f"`bernard jobs answer {number} new`" in outcome["reason"]
    done = bernard(home, "jobs", "answer", number, "new")
    assert done.stderr == "rules.md (2): Loaded: 1 passage.\n"
    said = bernard(home, "load", paths["west"], "--collection", "Site", "--same-name", "new")
    assert "1 loaded" in said.stderr
    with Library.open(home) as library:
        assert [one.title for one in library.documents(HERE) if one.current] == [
            "Canteen", "Car park", "Lifts",
        ]  # fmt: skip
    assert "Nothing is asked" in bernard(home, "jobs", "answer", number, "new").stderr
