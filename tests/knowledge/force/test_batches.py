"""A batch that belongs together: in force all at once, whatever becomes of one of its files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.catalogue import queue
from knowledge.documents.types import JobState, VersionState
from knowledge.errors import BernardError, NotAllowed
from knowledge.library import Details, Library, NewFile
from knowledge.loading.ends import fail
from tests.knowledge.doubles import TestLibrary, WordVectors
from tests.knowledge.force.small_library import LATER
from tests.people import BY, HERE, STRANGER, somebody


@pytest.fixture
def library(tmp_path: Path) -> Iterator[TestLibrary]:
    with TestLibrary.open(tmp_path / "library") as opened:
        opened.double = WordVectors()
        yield opened


def files(**words: str) -> list[NewFile]:
    return [NewFile(text.encode(), f"{name}.md", "HR") for name, text in words.items()]


def in_force(library: Library) -> set[str]:
    return {one.source for one in library.documents(HERE) if one.current}


def work(library: TestLibrary) -> Iterator[int]:
    """As the worker does, a job at a time: yields each before it is worked on."""
    while True:
        with library._database.write() as session:
            job = queue.take(BY, session, set())
        if job is None:
            return
        yield job.id
        library.loader(BY).run(job.id)


def test_all_at_once(library: TestLibrary) -> None:
    jobs = library.add_together(HERE, files(one="One.", two="Two.", three="Three."), "batch")
    seen = []
    for _ in work(library):
        seen.append(in_force(library))
        states = {library.job(one.id).state for one in jobs}
        assert states != {JobState.LOADED}
    assert seen == [set()] * 4
    assert in_force(library) == {"one.md", "two.md", "three.md"}
    assert {library.job(one.id).state for one in jobs} == {JobState.LOADED}
    assert library.index_health(HERE).ok


def test_a_worker_brings_it_to_its_end(library: TestLibrary) -> None:
    library.add_together(HERE, files(**{f"n{n}": f"Number {n}." for n in range(12)}))
    library.work()
    assert len(in_force(library)) == 12
    assert library.index_health(HERE).ok


def test_a_file_that_is_refused_or_fails_does_not_hold_up_the_others(library: TestLibrary) -> None:
    jobs = library.add_together(HERE, files(one="One.", empty="  \n", two="Two."))
    for job_id in work(library):
        if job_id == jobs[2].id:
            fail(BY, library.database(BY), job_id, BernardError("It cannot be."))
            break
    for _ in work(library):
        pass
    states = [library.job(one.id).state for one in jobs]
    assert states == [JobState.LOADED, JobState.REFUSED, JobState.FAILED]
    assert in_force(library) == {"one.md"}


def test_two_versions_of_one_document_in_their_order(library: TestLibrary) -> None:
    texts = (b"First.", b"Second.", b"Second.")
    new = [NewFile(text, f"a-{n}.md", "HR", source="a.md") for n, text in enumerate(texts)]
    jobs = library.add_together(HERE, new)
    for _ in work(library):
        pass
    states = [one.state for one in library.versions(HERE, library.named("a.md").id)]
    assert states == [VersionState.PUBLISHED, VersionState.SUPERSEDED]
    assert [library.job(one.id).state for one in jobs] == [
        JobState.LOADED, JobState.LOADED, JobState.UNCHANGED,
    ]  # fmt: skip
    assert [one.passage.text for one in library.search("First Second", HERE)] == ["Second."]


def test_a_later_file_of_another_batch_waits_for_it(library: TestLibrary) -> None:
    """Else the batch's version would take the place of the later one."""
    together = library.add_together(HERE, files(a="In the batch.", b="Beside it."))
    alone = library.put("Later.", "a.md")
    other = library.put("Another.", "other.md")
    order = list(work(library))
    ready = together[0].id
    assert order == [together[0].id, together[1].id, ready, alone.id, other.id]
    assert library.search("batch later", HERE)[0].passage.text == "Later."


def test_many_that_are_ready_hide_nobody(library: TestLibrary) -> None:
    """The queue looks at a hundred jobs at a time."""
    library.add_together(HERE, files(**{f"n{n}": f"Number {n}." for n in range(101)}))
    taken = list(work(library))
    assert len(taken) == 102
    assert len(in_force(library)) == 101


def test_one_whose_day_is_to_come_waits(library: TestLibrary) -> None:
    new = [*files(one="One."), NewFile(b"Two.", "two.md", "HR", Details(effective_from=LATER))]
    for _ in [library.add_together(HERE, new), *work(library)]:
        pass
    assert in_force(library) == {"one.md"}
    assert library.jobs(HERE)[1].reason.endswith("not before.")


def test_all_are_queued_or_none(library: TestLibrary) -> None:
    library.create_collection(HERE, "HR")
    place = library.collections(HERE)[0].id
    curator = somebody("c", curates=(place,))
    new = [*files(one="One."), NewFile(b"Two.", "two.md", "Another")]
    with pytest.raises(NotAllowed):
        library.add_together(curator, new)
    assert library.jobs(HERE) == []


def test_what_is_being_loaded(library: TestLibrary) -> None:
    library.load("# Leave\n\nFive days.", "leave.md")
    library.load("# Cats\n\nThey walk.", "cats.md")
    assert library.being_loaded(HERE).files == 0
    leave, cats = library.named("leave.md"), library.named("cats.md")
    library.put("# Leave\n\nTen days.", "leave.md")
    library.put("# Cats\n\nThey walk.", "cats.md")  # the very same
    library.put("# New\n\nNew.", "new.md", details=Details(replaces=cats.id, effective_from=LATER))
    found = library.being_loaded(HERE)
    assert (found.files, found.replaced) == (3, {leave.id})
    library.put("# Felines\n\nThey run.", "felines.md", details=Details(replaces=cats.id))
    assert library.being_loaded(HERE).replaced == {leave.id, cats.id}
    assert library.being_loaded(STRANGER).files == 0
    assert library.being_loaded(STRANGER).replaced == set()
