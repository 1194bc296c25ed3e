"""The Library page shows what has come into force, also while it was being drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.record.gaps import Gaps
from knowledge.documents.types import JobState
from knowledge.library import Details, NewFile
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.people import HERE
from ui import services

_PAGE = str(Path(services.__file__).parent / "views" / "library.py")


@pytest.fixture
def library(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestLibrary]:
    with TestLibrary.open(home) as opened:
        opened.double = WordVectors()
        unused: Any = None
        mine = services.Services(opened, unused, unused, Gaps(opened, opened._database), unused)
        monkeypatch.setattr(services, "_services", mine)
        yield opened


def test_a_version_that_comes_into_force_while_the_page_is_drawn_is_shown_so(
    library: TestLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.load("Boats cost £7 an hour.", "boats.md")
    document = library.named("boats.md")
    library.put("Boats cost £9 an hour.", "boats.md", details=Details(replaces=document.id))
    read = library.versions

    def read_and_loaded_then(*given: Any) -> Any:
        versions = read(*given)
        library.work()
        return versions

    monkeypatch.setattr(library, "versions", read_and_loaded_then)
    page = AppTest.from_file(_PAGE, default_timeout=60)
    page.query_params["document"] = str(document.id)
    page.run()
    assert not page.exception
    shown = "\n".join(str(element.proto.body) for element in page.get("html"))
    assert "Not yet in force" not in shown
    assert "Superseded" in shown


def cancelling(page: AppTest) -> Any:
    (button,) = [one for one in page.button if one.label == "Cancel loading"]
    return button


def test_a_file_on_its_way_is_cancelled_by_a_button(library: TestLibrary) -> None:
    job = library.put("Boats cost £9 an hour.", "boats.md")
    page = AppTest.from_file(_PAGE, default_timeout=60).run()
    page = cancelling(page).click().run()
    assert not page.exception
    assert library.job(job.id).state is JobState.CANCELLED
    shown = "\n".join(str(element.proto.body) for element in page.get("html"))
    assert "Cancelled: boats.md." in shown
    assert not [one for one in page.button if one.label == "Cancel loading"]


def test_one_of_several_is_chosen_or_all(library: TestLibrary) -> None:
    new = [NewFile(b"# Note %d" % n, f"note-{n}.md", "Notes") for n in range(3)]
    jobs = library.add_together(HERE, new)
    page = AppTest.from_file(_PAGE, default_timeout=60).run()
    assert cancelling(page).disabled, "nothing is chosen"
    (which,) = [one for one in page.selectbox if one.label == "Cancel loading of"]
    assert which.options == ["All that are not loaded yet", *(one.source for one in jobs)]
    page = cancelling(which.select_index(2).run()).click().run()
    assert not page.exception
    states = [library.job(one.id).state for one in jobs]
    assert states == [JobState.WAITING, JobState.CANCELLED, JobState.WAITING]
    (which,) = [one for one in page.selectbox if one.label == "Cancel loading of"]
    page = cancelling(which.select_index(0).run()).click().run()
    assert {library.job(one.id).state for one in jobs} == {JobState.CANCELLED}


def test_a_file_that_ends_as_the_button_is_pressed_takes_no_other_with_it(
    library: TestLibrary,
) -> None:
    new = [NewFile(b"# Note %d" % n, f"note-{n}.md", "Notes") for n in range(3)]
    jobs = library.add_together(HERE, new)
    page = AppTest.from_file(_PAGE, default_timeout=60).run()
    (which,) = [one for one in page.selectbox if one.label == "Cancel loading of"]
    page = which.select_index(1).run()
    library.cancel(HERE, jobs[0].id)  # by somebody else
    page = cancelling(page).click().run()
    states = [library.job(one.id).state for one in jobs]
    assert states == [JobState.CANCELLED, JobState.WAITING, JobState.WAITING]


@pytest.mark.parametrize(
    ("words", "state", "documents"),
    [
        ("Next version", JobState.LOADED, {"boats.md": 2}),
        ("A document of its own", JobState.LOADED, {"boats.md": 1, "boats.md (2)": 1}),
        ("Leave it out", JobState.CANCELLED, {"boats.md": 1}),
    ],
)
def test_a_file_with_the_name_of_another_is_asked_about(
    library: TestLibrary, words: str, state: JobState, documents: dict[str, int]
) -> None:
    library.load("# Boats\n\nBoats are moored at the north quay overnight.", "boats.md")
    job = library.load("# Bicycles\n\nEvery cyclist wears a bright jacket.", "boats.md")
    for n in range(6):  # later additions do not push the question from the page
        library.load(f"Jetty {n} is closed.", f"jetty-{n}.md")
    page = AppTest.from_file(_PAGE, default_timeout=60).run()
    shown = "\n".join(str(element.proto.body) for element in page.get("html"))
    assert "“Boats” goes by the same name" in shown
    (button,) = [one for one in page.button if one.label == words]
    page = button.click().run()
    assert not page.exception
    library.work()
    assert library.job(job.id).state is state
    found = [one for one in library.documents(HERE) if one.source.startswith("boats")]
    assert {one.source: len(library.versions(HERE, one.id)) for one in found} == documents
