"""Ctrl-C in the middle of loading: said, nothing lost, the same command again ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

from knowledge.library import Library
from tests.command import BERNARD
from tests.people import HERE

FILES = 20


def test_stopped_loading_keeps_the_queue_and_goes_on(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"policy-{number:02}.md").write_text(
            f"# Policy {number}\n\n" + f"Rule {number} says what staff must do. " * 60
        )
    command = [*BERNARD, "load", str(folder), "--collection", "HR", "--json"]

    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert first["outcome"] == "loaded"
    assert "still queued and safe" in said
    assert "Traceback" not in said

    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    outcomes = {json.loads(line)["outcome"] for line in done.stdout.splitlines()}
    assert outcomes <= {"loaded", "unchanged"}
    with Library.open(home) as library:
        documents = library.documents(HERE)
    assert len(documents) == FILES
    assert {one.current.number for one in documents if one.current} == {1}
