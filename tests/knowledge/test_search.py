"""What is found: only what is in force and may be seen, for its reasons, whatever is asked."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from knowledge.catalogue.sqlite.word_search import MAX_TERMS, quoted_terms, search_words
from knowledge.embeddings.embedded import EmbeddedModel
from knowledge.index.vectors import ChromaVectors
from knowledge.library import SearchQuery
from knowledge.search.fusion import Closeness, fuse
from tests.knowledge.doubles import Killed, TestLibrary, WordVectors
from tests.people import BY, HERE, STRANGER

DOCUMENTS = {
    "leave.md": "# Leave\n\n## Carrying over\n\n4.2 You may carry over ten days of annual leave.",
    "gifts.md": "# Gifts\n\nRefuse any gift worth more than £25.",
    "buying.md": "# Buying\n\nContracts above £30,000 go to tender under s.21A.",
    "hours.md": "# Hours\n\nWorking-age staff record a day-to-day account of their hours.",
    "travel.md": "# Travel\n\nBook rail travel in standard class.",
}


def any_of(query: str) -> str:
    return " OR ".join(quoted_terms(query))


@pytest.fixture(scope="module", autouse=True)
def loaded(library: TestLibrary) -> Iterator[None]:
    for name, content in DOCUMENTS.items():
        library.load(content, name)
    yield


def test_best_first_with_reasons(library: TestLibrary) -> None:
    found = library.search("How many days of annual leave may I carry over?", HERE)
    assert found[0].passage.source == "leave.md"
    assert found[0].passage.heading_path == ("Leave", "Carrying over")
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    meaning, words = found[0].reason("meaning"), found[0].reason("words")
    assert meaning and words
    assert (meaning.rank, words.rank) == (1, 1)
    assert 0.3 < meaning.score <= 1
    assert words.score > 0
    for by in ("meaning", "words"):
        reasons = [reason for one in found if (reason := one.reason(by))]
        by_rank = sorted(reasons, key=lambda reason: reason.rank)
        assert [reason.rank for reason in by_rank] == list(range(1, len(reasons) + 1))
        scores = [reason.score for reason in by_rank]
        assert scores == sorted(scores, reverse=True)


def test_a_cosine_is_the_vectors_own(library: TestLibrary) -> None:
    found = library.search("rail travel", HERE)[0]
    model = library.embeddings
    passage = model.embed_query("Travel\n" + found.passage.text.removeprefix("Travel\n\n"))
    meaning = found.reason("meaning")
    assert meaning
    assert meaning.score == pytest.approx(
        float(passage @ model.embed_query("rail travel")), abs=1e-4
    )


def test_what_shares_no_word_is_found_by_meaning_alone(library: TestLibrary) -> None:
    found = library.search("annual leave", HERE)
    by = {one.passage.source: [reason.by for reason in one.reasons] for one in found}
    assert by["leave.md"] == ["meaning", "words"]
    assert by["travel.md"] == ["meaning"]


def test_no_connection_is_held_while_the_words_are_waited_for(
    library: TestLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or searches at once take every connection, and no search by words gets one."""
    held: list[int] = []

    def slow(*given: Any, **named: Any) -> list[tuple[int, float]]:
        time.sleep(0.3)
        held.append(library._database.engine.pool.checkedout())  # type: ignore[attr-defined]
        return search_words(*given, **named)

    monkeypatch.setattr("knowledge.search.search_words", slow)
    assert library.search("annual leave", HERE)
    assert held == [1]


def test_limit(library: TestLibrary) -> None:
    assert len(library.search("leave", HERE, limit=2)) == 2
    assert len(library.search("leave", HERE)) == len(DOCUMENTS)


def test_who_may_see_nothing_gets_nothing(library: TestLibrary) -> None:
    assert library.search("annual leave", STRANGER) == []


@pytest.mark.parametrize("state", ["withdrawn", "superseded", "staged"])
def test_what_is_not_in_force_never_comes_back(
    library: TestLibrary, state: str, loaded: None
) -> None:
    """Even if both indexes still have its rows, put there behind the library's back."""
    secret = f"secret{state}"
    name = f"{state}.md"
    job = library.put(f"# Old\n\nThe {secret} rule.", name)
    if state == "staged":
        library.double.kill_at = library.double.batches + 1
        with pytest.raises(Killed):
            library.loader(BY).run(job.id)
        library.double.kill_at = None
    else:
        library.loader(BY).run(job.id)
    if state == "superseded":
        library.load("# Old\n\nAnother rule.", name)
    document = library.named(name)
    if state == "withdrawn":
        library.withdraw(HERE, document.id)
    old = next(v for v in library.versions(HERE, document.id) if v.state == state)
    (passage,) = library.passages(HERE, old.id)
    with library._database.write() as session:
        session.execute(
            text("INSERT INTO words(rowid, body, collection_id) VALUES (:id, :body, 1)"),
            {"id": passage.id, "body": passage.text},
        )
        chroma_name = library.upkeep.pointers(session)[document.collection_id]
    vector = library.embeddings.embed_query(passage.text)
    ChromaVectors(library._server).upsert(chroma_name, [passage.id], np.stack([vector]))
    found = library.search(f"the {secret} rule", HERE)
    assert found
    assert all(secret not in one.passage.text for one in found)
    with library._database.write() as session:
        session.execute(text("DELETE FROM words WHERE rowid = :id"), {"id": passage.id})


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("4.2", "leave.md"),
        ("£30,000", "buying.md"),
        ("30,000", "buying.md"),
        ("s.21A", "buying.md"),
        ("£25", "gifts.md"),
        ("day-to-day", "hours.md"),
        ("working-age", "hours.md"),
        ("“standard class”", "travel.md"),
        ("'standard class'", "travel.md"),
    ],
)
def test_exact_references(library: TestLibrary, question: str, source: str) -> None:
    found = library.search(question, HERE)
    first = next(one for one in found if (words := one.reason("words")) and words.rank == 1)
    assert first.passage.source == source


@pytest.mark.parametrize(
    "question",
    [
        '"', '""', '"unclosed', "*", "leave*", "(", ")", "((leave)", "NEAR", "NEAR(leave gift)",
        "AND", "leave AND", "OR OR", "NOT leave", "title:leave", "title : leave", ":", "{title}",
        "^leave", "+", "-leave", "leave -", "' OR 1=1 --", "'; DROP TABLE words; --", "\\", "%",
        "?", ":match", "leave\x00gift", "\x00", "\x01\x02\x1b[31m", "\ud800", "\u202e leave",
        "🙂", "collection_id:2", "rowid:1", "…", "--", "£", ".", "a", "the of and", "_", "__init__",
    ],
)  # fmt: skip
def test_no_question_is_syntax(library: TestLibrary, question: str) -> None:
    library.search(question, HERE)
    library.search(SearchQuery(question, question + "?", question), HERE)
    assert library.sources("annual leave")[0] == "leave.md"


def test_syntax_means_nothing(library: TestLibrary) -> None:
    assert any_of('leave NOT title:gift* NEAR("x"') == (
        '"leave" OR "title" OR "gift" OR "near" OR "x"'
    )
    assert any_of("the of and") == '"the" OR "of" OR "and"'
    assert any_of("?!") == ""
    assert any_of(" ".join(f"w{n}" for n in range(500))).count(" OR ") == MAX_TERMS - 1


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_finds_nothing(library: TestLibrary, question: str) -> None:
    assert library.search(question, HERE) == []


def test_a_very_long_question(library: TestLibrary) -> None:
    question = ("annual leave to carry over " * 400)[:10_000]
    assert library.sources(question)[0] == "leave.md"


def test_a_follow_up_weighs_its_last_turn(library: TestLibrary) -> None:
    joined = "How many days of annual leave may I carry over? And what of rail travel?"
    without = library.sources(joined)
    asked = "rail travel standard class book"
    last = SearchQuery(joined, last=asked, context=joined)
    with_last = [one.passage.source for one in library.search(last, HERE)]
    assert without[0] == "leave.md"
    assert with_last[0] == "travel.md"


def test_fusion_of_meaning_and_words() -> None:
    alone = Closeness.alone({1: 0.9, 2: 0.1, 3: 0.5})
    scores = fuse({1: 10, 2: 20, 3: 30}, alone, {2: 8.0, 3: 4.0})
    assert scores[3] > scores[2], "half the words and more meaning"
    assert fuse({1: 10}, Closeness.alone({}), {})[1] == 0.0


def test_common_words_count_less_than_rare_ones() -> None:
    nothing = Closeness.alone({})
    common, rare = fuse({1: 10}, nothing, {1: 1.0}), fuse({1: 10}, nothing, {1: 30.0})
    assert common[1] < 0.2 * rare[1]


def test_a_follow_up_stays_with_its_document() -> None:
    """Passages 1 and 2 are of the document that the talk is about; 3 is of another."""
    owners = {1: 10, 2: 10, 3: 30}
    last = {1: 0.30, 2: 0.25, 3: 0.42}
    context = {1: 0.6, 2: 0.7, 3: 0.2}
    leaning = fuse(owners, Closeness(last, {}, context), {})
    assert leaning[1] > leaning[2] > leaning[3]
    alone = fuse(owners, Closeness.alone(last), {})
    assert alone[3] > alone[1]


def test_a_possessive_finds_the_word(library: TestLibrary) -> None:
    assert any_of("the department's staff’s rules") == '"department" OR "staff" OR "rules"'


def test_closeness(library: TestLibrary) -> None:
    texts = ["Book rail travel.", "Refuse any gift."]
    near = library.closeness(SearchQuery("rail travel"), texts)
    assert near[0] > near[1]
    assert library.closeness(SearchQuery("rail travel"), []) == []


def test_a_question_in_french(
    library: TestLibrary, embedded: EmbeddedModel, model: WordVectors
) -> None:
    """With the real model, which knows little French: an answer in order, and no failure."""
    library.change_model(embedded)
    library.heal_index(HERE)
    found = library.search("Combien de jours de congé annuel puis-je reporter ?", HERE)
    assert {one.passage.source for one in found} >= DOCUMENTS.keys()
    assert all(one.reason("meaning") for one in found)
