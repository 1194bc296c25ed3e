"""Folders on their way in: which files, by which names, and what cannot be opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.intake import Intake, Outcome, SourceFile, read_file, walk
from knowledge.errors import RefusedFile
from knowledge.library import Library
from tests.people import HERE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "policies"
    (folder / "leave").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.md", "a.md", ".DS_Store", "leave/carry over.md", ".git/config"):
        (folder / name).write_text(f"# {name}\n\nText of {name}.\n", encoding="utf-8")
    return folder


def test_names_are_paths_below_the_folder_in_order(folder: Path) -> None:
    sources, hidden = walk([folder])
    assert [source.name for source in sources] == ["a.md", "b.md", "leave/carry over.md"]
    assert hidden == 2


def test_a_file_goes_by_its_own_name_and_is_taken_once(folder: Path) -> None:
    sources, _ = walk([folder / "leave" / "carry over.md", folder / "a.md", folder])
    assert [source.name for source in sources] == ["carry over.md", "a.md", "b.md"]


def test_a_name_that_is_no_text_can_still_be_stored(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("x")
    names = [source.name for source in walk([folder])[0]]
    assert "caf\N{REPLACEMENT CHARACTER}.md" in names


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(RefusedFile):
        read_file(tmp_path / "pipe.md")


class TestQueueing:
    def added(
        self, sources: list[SourceFile], batch: str = "b"
    ) -> tuple[list[Outcome | None], int]:
        with Library.open() as library:
            intake = Intake(library, HERE, "HR", batch=batch)
            outcomes = list(intake.add(sources))
            return outcomes, len(library.jobs(HERE, batch))

    def test_what_cannot_be_opened_is_told_and_the_rest_goes_on(self, folder: Path) -> None:
        missing = SourceFile(folder / "none.md", "none.md")
        outcomes, queued = self.added([missing, *walk([folder])[0]])
        told = outcomes[0]
        assert told is not None
        assert (told.outcome, queued) == ("failed", 3)
        assert "No such file" in told.reason
        assert set(told.as_json()) == {
            "path",
            "outcome",
            "reason",
            "characters",
            "passages",
            "seconds",
            "warnings",
        }

    def test_an_interrupted_batch_goes_on_without_queueing_twice(
        self, folder: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.md").write_text("Another of one name.")
        sources = walk([folder, other])[0]
        self.added(sources[:2])
        outcomes, queued = self.added(sources)
        assert outcomes == [None] * 4
        assert queued == 4
