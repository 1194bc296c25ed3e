"""The index is derived: whatever happens to it, it is built again from the catalogue."""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from sqlalchemy import delete, text

from knowledge.catalogue.tables import VectorRow
from knowledge.index.upkeep import ORPHAN_SECONDS
from knowledge.index.vectors import ChromaVectors
from knowledge.library import Library
from knowledge.search.words_alone import SENTENCE, hearing_of_words_alone
from tests.knowledge.doubles import DIMENSION, TestLibrary, WordVectors
from tests.people import BY, HERE

LEAVE = (
    "# Leave\n\nYou get 25 days of annual leave each year.\n\n## Selling\n\nLeave is not sold.\n"
)
GIFTS = "# Gifts\n\nRefuse any gift worth more than £25.\n"
QUESTION = "How many days of annual leave?"


@pytest.fixture(autouse=True)
def loaded(library: TestLibrary, model: WordVectors) -> Iterator[None]:
    library.load(LEAVE, "leave.md")
    library.load(GIFTS, "gifts.md")
    assert library.heal_index(HERE).ok
    yield


@pytest.fixture
def chroma(library: TestLibrary) -> ChromaVectors:
    """What another program would see of the same Chroma."""
    return ChromaVectors(library._server)


def pointer(library: TestLibrary) -> str:
    (collection,) = library.collections(HERE)
    with library._database.read() as session:
        return library.upkeep.pointers(session)[collection.id]


def ids_in_force(library: TestLibrary) -> set[int]:
    return {
        passage.id
        for document in library.documents(HERE)
        if document.current
        for passage in library.passages(HERE, document.current.id)
    }


def found_by_meaning(library: TestLibrary) -> bool:
    found = library.search(QUESTION, HERE)
    return bool(found) and found[0].reason("meaning") is not None


def server_pid(library: TestLibrary) -> int:
    note = json.loads((library.home.index / "server.json").read_text())
    return int(note["pid"])


def problems(library: TestLibrary) -> list[str]:
    return list(library.index_health(HERE).problems)


def test_health_counts(library: TestLibrary) -> None:
    health = library.index_health(HERE)
    assert health.ok
    assert health.sentence == "The index is well: 3 passages in force."


def test_rebuild_flips_and_drops_the_old(library: TestLibrary, chroma: ChromaVectors) -> None:
    old = pointer(library)
    assert library.rebuild_index(HERE).ok
    new = pointer(library)
    assert new != old
    assert chroma.names() == {new}
    assert chroma.ids(new) == ids_in_force(library)


def test_rebuild_embeds_nothing(library: TestLibrary, model: WordVectors) -> None:
    library.rebuild_index(HERE)
    assert model.texts == []


def found_by_words_alone(library: TestLibrary) -> bool:
    """While the index is damaged, or gone; and it is said."""
    said: list[str] = []
    with hearing_of_words_alone(said.append):
        found = library.sources(QUESTION)
    return found[0] == "leave.md" and said == [SENTENCE]


def test_a_collection_deleted_behind_its_back(library: TestLibrary, chroma: ChromaVectors) -> None:
    chroma.drop(pointer(library))
    assert found_by_words_alone(library)
    assert problems(library) == ["HR: the vector index is gone or damaged."]
    assert "Mended just now: HR." in library.heal_index(HERE).sentence
    assert chroma.ids(pointer(library)) == ids_in_force(library)


def test_a_file_loads_into_a_collection_that_is_gone(
    library: TestLibrary, chroma: ChromaVectors
) -> None:
    chroma.drop(pointer(library))
    assert library.load(GIFTS + f"\n{secrets.token_hex(8)}\n", "gifts.md").state == "loaded"
    assert chroma.ids(pointer(library)) >= ids_in_force(library)
    assert library.heal_index(HERE).ok


def test_rows_removed_behind_its_back(library: TestLibrary, chroma: ChromaVectors) -> None:
    lost = min(ids_in_force(library))
    chroma.remove(pointer(library), [lost])
    assert problems(library) == ["HR: 1 passages are missing from it."]
    assert library.heal_index(HERE).ok
    assert lost in chroma.ids(pointer(library))


def test_rows_that_nobody_knows(library: TestLibrary, chroma: ChromaVectors) -> None:
    name = pointer(library)
    chroma.upsert(name, [9_000_001, 9_000_002], np.eye(2, DIMENSION, dtype=np.float32))
    assert problems(library) == ["HR: 2 passages in it are no longer in force."]
    assert library.search(QUESTION, HERE), "unknown rows harm no search"
    assert library.heal_index(HERE).ok
    assert pointer(library) == name, "dead rows are removed, nothing is rebuilt for them"
    assert chroma.ids(name) == ids_in_force(library)


def test_a_wrong_vector_is_noticed(library: TestLibrary, chroma: ChromaVectors) -> None:
    name = pointer(library)
    probe = min(ids_in_force(library))
    others = list(range(9_000_001, 9_000_020))
    vectors = np.tile(library.embeddings.embed_query("a"), (len(others), 1))
    chroma.upsert(name, [probe, *others], np.vstack([-vectors[:1], vectors]))
    assert "HR: a probe did not find its own passage." in problems(library)
    assert library.heal_index(HERE).ok
    assert chroma.ids(pointer(library)) == ids_in_force(library)


def test_words_lost_behind_its_back(library: TestLibrary) -> None:
    name = pointer(library)
    with library._database.write() as session:
        session.execute(text("DELETE FROM words"))
    assert problems(library) == ["HR: 3 passages are missing from the word index."]
    assert library.heal_index(HERE).ok
    assert pointer(library) == name
    assert library.search("annual leave", HERE)[0].reason("words") is not None


def test_vectors_lost_from_the_catalogue(library: TestLibrary, model: WordVectors) -> None:
    with library._database.write() as session:
        session.execute(delete(VectorRow))
    assert not library.index_health(HERE).ok
    assert library.heal_index(HERE).ok
    assert len(model.texts) == 3
    assert found_by_meaning(library)


def test_a_version_being_loaded_is_not_dead(
    library: TestLibrary, chroma: ChromaVectors, model: WordVectors
) -> None:
    """Its vectors are written before it is in force; healing in between must leave them."""
    name = pointer(library)
    job = library.put(f"# New\n\nNot yet in force: {secrets.token_hex(8)}.", "new.md")
    model.kill_at = model.batches + 1
    with pytest.raises(BaseException):  # noqa: B017 - as a killed process ends
        library.loader(BY).run(job.id)
    with library._database.read() as session:
        staged = session.execute(
            text(
                "SELECT p.id FROM passages p JOIN versions v ON v.id = p.version_id "
                "WHERE v.state = 'staged'"
            )
        ).scalar_one()
    chroma.upsert(name, [staged, 9_000_003], np.eye(2, DIMENSION, dtype=np.float32))
    library.heal_index(HERE)
    assert chroma.ids(name) == ids_in_force(library) | {staged}
    model.kill_at = None
    library.loader(BY).run(job.id)
    library.withdraw(HERE, library.named("new.md").id)


def test_what_a_killed_rebuild_left_is_dropped(library: TestLibrary, chroma: ChromaVectors) -> None:
    old = f"c1-words-1-{int(time.time()) - 2 * ORPHAN_SECONDS:08x}-{secrets.token_hex(4)}"
    building = f"c1-words-1-{int(time.time()):08x}-{secrets.token_hex(4)}"
    chroma.create(old)
    chroma.create(building)
    library.heal_index(HERE)
    assert chroma.names() == {pointer(library), building}, "another's rebuild goes on"
    chroma.drop(building)


def test_what_others_keep_on_a_shared_server_stays(
    library: TestLibrary, chroma: ChromaVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = library._server.address()
    chroma.create("somebody-elses")
    monkeypatch.setenv("BERNARD_CHROMA_URL", f"http://{address.host}:{address.port}")
    assert library.heal_index(HERE).ok
    assert "somebody-elses" in chroma.names()
    chroma.drop("somebody-elses")


def test_chroma_killed_between_two_searches(library: TestLibrary) -> None:
    assert found_by_meaning(library)
    before = server_pid(library)
    os.kill(before, signal.SIGKILL)
    assert found_by_meaning(library)
    assert server_pid(library) != before
    assert library.index_health(HERE).ok


def test_chroma_that_hangs_is_replaced_by_whoever_started_it(
    library: TestLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no supervisor to do it, as under `bernard load`."""
    monkeypatch.setattr("knowledge.index.vectors.UPKEEP_SECONDS", 1.0)
    monkeypatch.setattr("knowledge.index.server.SILENT_SECONDS", 3.0)
    monkeypatch.delitem(library.__dict__, "_chroma", raising=False)
    hung = psutil.Process(server_pid(library))
    hung.suspend()
    assert library.heal_index(HERE).ok
    assert not hung.is_running()
    assert server_pid(library) != hung.pid
    assert library.load("# Bikes\n\nBikes are lent.", "bikes.md").state == "loaded"
    library.withdraw(HERE, library.named("bikes.md").id)


FIND = """
import sys
from pathlib import Path
from knowledge.index.server import ChromaServer
from knowledge.runtime.home import Home
server = ChromaServer(Home(Path(sys.argv[1])))
print(server.address().port, server.owned, flush=True)
sys.stdin.read()
server.stop()
"""


def other_process(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FIND, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def servers_of(home: Path) -> list[int]:
    path = str(home / "index" / "chroma")
    return [
        one.pid for one in psutil.process_iter(["cmdline"]) if path in (one.info["cmdline"] or [])
    ]


def test_a_second_process_finds_the_same_server(library: TestLibrary) -> None:
    port = library._server.address().port
    with other_process(library.home.path) as other:
        assert said(other) == [str(port), "False"]
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(10) == 0
    assert found_by_meaning(library), "who did not start the server does not stop it"


def test_two_processes_at_once_start_one_server(tmp_path: Path) -> None:
    home = tmp_path / "two"
    (home / "index").mkdir(parents=True)
    (home / "logs").mkdir()
    with other_process(home) as one, other_process(home) as other:
        answers = [said(one), said(other)]
        assert answers[0][0] == answers[1][0]
        assert sorted(answer[1] for answer in answers) == ["False", "True"]
        assert len(servers_of(home)) == 1
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.close()
            assert process.wait(15) == 0
    assert servers_of(home) == []


def test_a_killed_server_is_started_by_whoever_needs_it(library: TestLibrary) -> None:
    """Not only by the process that started it first, which may not notice for long."""
    library._server.address()
    os.kill(server_pid(library), signal.SIGKILL)
    with other_process(library.home.path) as other:
        assert said(other)[1] == "True"
        assert found_by_meaning(library)
        assert len(servers_of(library.home.path)) == 1
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(15) == 0


@pytest.mark.parametrize("damage", ["deleted", "overwritten"])
def test_a_damaged_database(
    library: TestLibrary, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    library._server.stop()
    database = library.home.index / "chroma" / "chroma.sqlite3"
    if damage == "deleted":
        database.unlink()
    else:
        database.write_bytes(b"not a database " * 4000)
    with caplog.at_level(logging.WARNING):
        assert library.heal_index(HERE).ok
    assert found_by_meaning(library)
    if damage == "overwritten":
        assert list(library.home.index.glob("damaged-*"))
        assert "put aside" in caplog.text


def test_damaged_vectors(library: TestLibrary, chroma: ChromaVectors) -> None:
    """As a server leaves them that is killed while it writes. Chroma writes them to files only
    from 1,000 rows on, so there must be as many."""
    rows = np.random.default_rng(1).normal(size=(1_100, DIMENSION)).astype(np.float32)
    chroma.upsert(pointer(library), range(9_100_000, 9_101_100), rows)
    library.search(QUESTION, HERE)
    library._server.stop()
    files = [*(library.home.index / "chroma").rglob("*.bin")]
    assert files
    for file in files:
        file.write_bytes(os.urandom(file.stat().st_size))
    assert found_by_words_alone(library)
    assert library.heal_index(HERE).ok
    assert found_by_meaning(library)
    assert library.heal_index(HERE).sentence == "The index is well: 3 passages in force."


def test_another_model_gets_an_index_beside_the_old(
    library: TestLibrary, chroma: ChromaVectors, model: WordVectors
) -> None:
    old = pointer(library)
    other = WordVectors("words-2")
    library.change_model(other)
    found = library.search(QUESTION, HERE)
    assert found[0].passage.source == "leave.md"
    assert [reason.by for reason in found[0].reasons] == ["words"]
    assert problems(library) == ["HR: there is no index for the embedding model in use."]
    assert library.heal_index(HERE).ok
    assert found_by_meaning(library)
    assert {old, pointer(library)} <= chroma.names()
    library.change_model(model)
    assert pointer(library) == old
    assert found_by_meaning(library)
    assert model.texts == [QUESTION], "the old index is there at once"


def test_a_version_from_before_the_model_changed_can_be_restored(library: TestLibrary) -> None:
    first = library.named("gifts.md").current
    assert first
    library.load(f"# Gifts\n\nAnother text, {secrets.token_hex(8)}.\n", "gifts.md")
    library.change_model(WordVectors("words-3"))
    restored = library.restore(HERE, first.id)
    assert restored.current and restored.current.id == first.id
    assert library.heal_index(HERE).ok


def test_closing_stops_the_server(tmp_path: Path) -> None:
    with Library.open(tmp_path / "closing") as other:
        port = other._server.address().port
        assert port
        assert servers_of(other.home.path)
    assert servers_of(other.home.path) == []
