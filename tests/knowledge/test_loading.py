"""A file's way in: once, in order, to its end, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import secrets

import pytest
from sqlalchemy import text

from knowledge.documents.types import JobState, VersionState
from knowledge.errors import BernardError, IndexUnavailable, ModelUnavailable, NotFound
from knowledge.library import Details
from knowledge.loading.embed import EMBED_BATCH
from tests.knowledge.doubles import Killed, TestLibrary, WordVectors
from tests.people import BY, HERE


def mark() -> str:
    """A word that no other test uses: the documents of a module share one library."""
    return "w" + secrets.token_hex(6)


def long_text(word: str, sections: int) -> str:
    return "\n\n".join(f"# Part {n}\n\nRule {word} number {n}." for n in range(sections))


def count(library: TestLibrary, table: str) -> int:
    with library._database.read() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def states(library: TestLibrary, source: str) -> list[VersionState]:
    document = library.named(source)
    return [one.state for one in library.versions(HERE, document.id)]


def test_loaded(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    job = library.load(f"# Leave\n\nAbout {word}.", f"{word}.md")
    assert (job.state, job.reason) == (JobState.LOADED, "Loaded: 1 passage.")
    assert (job.done, job.total, job.passages) == (1, 1, 1)
    assert library.sources(word)[0] == f"{word}.md"


def test_the_same_file_again_is_unchanged(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    library.load(f"About {word}.", f"{word}.md")
    embedded = len(model.texts)
    again = library.load(f"About {word}.", f"{word}.md")
    assert again.state is JobState.UNCHANGED
    assert again.reason.startswith("Unchanged since ")
    assert states(library, f"{word}.md") == [VersionState.PUBLISHED]
    assert len(model.texts) == embedded


@pytest.mark.parametrize("other", ["About {}.", "About {}.\n\n"], ids=["same bytes", "same text"])
def test_the_same_text_under_another_name(
    library: TestLibrary, model: WordVectors, other: str
) -> None:
    word = mark()
    first = library.load(f"About {word}.", f"{word}.md")
    again = library.load(other.format(word), f"copy-{word}.md")
    assert again.state is JobState.DUPLICATE
    assert "The same text as" in again.reason
    assert again.document_id == first.document_id
    with pytest.raises(NotFound):
        library.named(f"copy-{word}.md")


def test_two_copies_dropped_at_once(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    jobs = [library.put(f"About {word}.", f"{n}-{word}.md") for n in range(2)]
    library.work()
    assert [library.job(job.id).state for job in jobs] == [JobState.LOADED, JobState.DUPLICATE]


def test_a_changed_file_supersedes(library: TestLibrary, model: WordVectors) -> None:
    old, new = mark(), mark()
    library.load(f"About {old}.", f"{old}.md")
    job = library.load(f"About {new}.", f"{old}.md")
    assert job.reason == "Loaded: 1 passage. It replaces the version before."
    assert states(library, f"{old}.md") == [VersionState.PUBLISHED, VersionState.SUPERSEDED]
    assert library.sources(new)[0] == f"{old}.md"
    found = library.search(old, HERE)
    assert not any(old in one.passage.text for one in found)


def test_replaces_names_the_document(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    document = library.load(f"About {word}.", f"{word}.md").document_id
    details = Details(replaces=document)
    job = library.load(f"More about {word}.", f"{word}-final-2.md", details=details)
    assert job.document_id == document
    assert states(library, f"{word}.md") == [VersionState.PUBLISHED, VersionState.SUPERSEDED]
    with pytest.raises(BernardError, match="belongs there: nothing was changed"):
        library.put("Other.", "other.md", collection=f"Other {word}", details=details)
    assert f"Other {word}" not in {one.name for one in library.collections(HERE)}
    with pytest.raises(NotFound):
        library.put("Other.", "other.md", details=Details(replaces=999_999))


@pytest.mark.parametrize("by_number", [False, True])
def test_two_versions_at_once_end_with_the_later_in_force(
    library: TestLibrary, model: WordVectors, by_number: bool
) -> None:
    word = mark()
    document = library.load(f"About {word}.", f"{word}.md").document_id
    details = Details(replaces=document) if by_number else Details()
    library.put(long_text(f"{word} first", 90), f"{word}.md", details=details)
    library.put(f"Last {word}.", f"{word}.md")
    library.work()
    found = library.search(word, HERE)
    assert found[0].passage.text == f"Last {word}."
    assert states(library, f"{word}.md") == [
        VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.SUPERSEDED,
    ]  # fmt: skip


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_killed_while_embedding(library: TestLibrary, model: WordVectors, batch: int) -> None:
    word, sections = mark(), 2 * EMBED_BATCH + 5
    library.load(f"Before: {word}.", f"{word}.md")
    model.texts.clear()
    job = library.put(long_text(word, sections), f"{word}.md")
    model.kill_at = model.batches + batch
    with pytest.raises(Killed):
        library.loader(BY).run(job.id)
    assert library.job(job.id).state is JobState.EMBEDDING
    assert library.job(job.id).done == (batch - 1) * EMBED_BATCH
    model.kill_at = None
    assert library.search(word, HERE)[0].passage.text == f"Before: {word}."
    model.texts.clear()
    library.loader(BY).run(job.id)
    again = [one for one in model.texts if "Rule" in one]
    assert len(again) == sections - (batch - 1) * EMBED_BATCH
    assert library.job(job.id).state is JobState.LOADED
    assert library.job(job.id).done == library.job(job.id).total == sections
    assert states(library, f"{word}.md") == [VersionState.PUBLISHED, VersionState.SUPERSEDED]
    assert library.heal_index(HERE).ok


@pytest.mark.parametrize("step", ["_read_and_split", "_embed", "_put_in_force"])
@pytest.mark.parametrize("after", [False, True])
def test_killed_between_steps(
    library: TestLibrary,
    model: WordVectors,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    word = mark()
    job = library.put(long_text(word, 5), f"{word}.md")
    loader = library.loader(BY)
    real = getattr(loader, step)

    def killed(*arguments: object) -> None:
        if after:
            real(*arguments)
        raise Killed

    monkeypatch.setattr(loader, step, killed)
    with pytest.raises(Killed):
        loader.run(job.id)
    library.work()
    assert library.job(job.id).state is JobState.LOADED
    assert len(model.texts) == len(set(model.texts)) == 5, "nothing is embedded twice"
    assert states(library, f"{word}.md") == [VersionState.PUBLISHED]
    assert library.heal_index(HERE).ok


def test_a_refused_file_changes_nothing(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    library.load(f"About {word}.", f"{word}.md")
    tables = ("documents", "versions", "passages", "words", "vectors")
    before = [count(library, table) for table in tables]
    for content, name in ((b"%PDF-1.7 broken", f"{word}.pdf"), (b"  \n", f"{word}.md")):
        job = library.add(HERE, content, name, "HR")
        library.loader(BY).run(job.id)
        ended = library.job(job.id)
        assert ended.state is JobState.REFUSED
        assert ended.reason.startswith("Refused: ")
    assert [count(library, table) for table in tables] == before
    assert library.sources(word)[0] == f"{word}.md"


def test_a_model_that_does_not_answer_costs_no_try(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outage of minutes must not end as “Bernard stopped each time …”."""
    monkeypatch.setattr("knowledge.work.worker.RETRY_SECONDS", 0.0)
    monkeypatch.setattr("knowledge.catalogue.queue.MAX_TRIES", 2)
    word = mark()
    job = library.put(f"About {word}.", f"{word}.md")
    failures = iter([ModelUnavailable("away"), IndexUnavailable("away"), *[None] * 1_000])
    real = model.embed_passages

    def sometimes(texts: list[str]) -> object:
        for _ in range(1):
            failure = next(failures)
            if failure is not None:
                raise failure
        return real(texts)

    monkeypatch.setattr(model, "embed_passages", sometimes)
    library.work()
    assert library.job(job.id).state is JobState.LOADED


def test_what_fails_leaves_no_empty_document(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    job = library.put(f"About {word}.", f"{word}.md")
    model.fail_with = RuntimeError("a bug")
    library.work()
    ended = library.job(job.id)
    assert ended.state is JobState.FAILED
    assert "The file is kept" in ended.reason
    with pytest.raises(NotFound):
        library.named(f"{word}.md")
    model.fail_with = None
    assert library.load(f"About {word}.", f"{word}.md").state is JobState.LOADED


def test_a_full_disk_while_a_file_is_kept(
    library: TestLibrary, model: WordVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    jobs = count(library, "jobs")
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.catalogue.files.os.fsync", full)
        with pytest.raises(BernardError, match="The disk is full, so the file was not kept"):
            library.put(f"About {mark()}.", "full.md")
    assert count(library, "jobs") == jobs
    assert not list(library.home.files.rglob("tmp*"))


def test_a_full_disk_while_committing(library: TestLibrary, model: WordVectors) -> None:
    """SQLite's own limit on pages: it says “database or disk is full” as a full disk does."""
    word = mark()
    job = library.put(long_text(word, 40), f"{word}.md")
    before = [count(library, table) for table in ("versions", "passages")]
    engine = library._database.engine
    engine.dispose()
    with engine.connect() as only:
        pages = only.exec_driver_sql("PRAGMA page_count").scalar_one()
        free = only.exec_driver_sql("PRAGMA freelist_count").scalar_one()
        only.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        assert free < 20
    with pytest.raises(BernardError, match="The disk is full, so nothing more could be saved"):
        library.loader(BY).run(job.id)
    assert [count(library, table) for table in ("versions", "passages")] == before
    engine.dispose()  # a new connection has no limit
    library.work()
    assert library.job(job.id).state is JobState.LOADED


def test_withdraw_and_restore(library: TestLibrary, model: WordVectors) -> None:
    first, second = mark(), mark()
    document_id = library.load(f"About {first}.", f"{first}.md").document_id
    assert document_id is not None
    library.load(f"About {second}.", f"{first}.md")
    newer, older = library.versions(HERE, document_id)

    assert library.withdraw(HERE, document_id).current is None
    assert f"{first}.md" not in library.sources(second)
    assert library.heal_index(HERE).ok

    restored = library.restore(HERE, newer.id)
    assert restored.current and restored.current.id == newer.id
    assert library.sources(second)[0] == f"{first}.md"

    library.restore(HERE, older.id)
    assert library.search(first, HERE)[0].passage.text == f"About {first}."
    assert not any(second in one.passage.text for one in library.search(second, HERE))
    assert library.heal_index(HERE).ok


def test_what_is_not_there_cannot_be_withdrawn_or_restored(library: TestLibrary) -> None:
    with pytest.raises(NotFound, match="no such document"):
        library.withdraw(HERE, 999_999)
    with pytest.raises(NotFound, match="no such version"):
        library.restore(HERE, 999_999)


def test_a_withdrawn_file_can_be_loaded_again(library: TestLibrary, model: WordVectors) -> None:
    word = mark()
    document_id = library.load(f"About {word}.", f"{word}.md").document_id
    assert document_id is not None
    library.withdraw(HERE, document_id)
    assert library.load(f"About {word}.", f"{word}.md").state is JobState.LOADED
    assert library.sources(word)[0] == f"{word}.md"
