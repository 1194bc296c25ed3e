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
