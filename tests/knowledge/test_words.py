"""Search by words in a large library: a question's common words cost little and still count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite import word_search as words
from knowledge.catalogue.sqlite.database import Database
from knowledge.catalogue.sqlite.term_counts import TermCounts
from knowledge.catalogue.sqlite.word_search import Plan, planned, search_words
from knowledge.catalogue.tables import CollectionRow
from tests.knowledge.doubles import TestLibrary
from tests.people import BY

QUESTIONS = (
    "unicorn stables",
    "Who may approve leave for the unicorn stables?",
    "approve leave",
    "leave",
    "leave in unit 77",
    "Is there leave for griffins?",
)


@pytest.fixture(scope="module")
def full(library: TestLibrary) -> Iterator[Database]:
    """400 passages, all of which speak of leave and a third of approval; few of anything else."""
    with library._database.write() as session:
        for number in range(1, 401):
            body = "Leave is leave. " + "Managers approve it. " * (number % 3 == 0)
            body += "The unicorn looks on. " * (number % 40 == 0) + f"Unit {number}. "
            body += "Stables are swept. " * (number % 50 == 0) + "Nothing more. " * (number % 7)
            session.execute(
                text("INSERT INTO words(rowid, body, collection_id) VALUES (:id, :body, 1)"),
                {"id": number, "body": body},
            )
    yield library._database


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_small_library_is_scored_whole(
    full: Database, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full.read() as session:
        as_is = search_words(session, question, Allowed((1,)), 100, TermCounts(BY))
        monkeypatch.setattr(words, "BUDGET", 10**9)
        assert search_words(session, question, Allowed((1,)), 100, TermCounts(BY)) == as_is


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("budget", "enough"), [(25, 20), (200, 20), (200, 9)])
def test_past_the_budget_the_best_are_the_same(
    full: Database, question: str, budget: int, enough: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passages with a rarer word keep their place and their exact score, common words included."""
    with full.read() as session:
        whole = search_words(session, question, Allowed((1,)), 400, TermCounts(BY))
        monkeypatch.setattr(words, "BUDGET", budget)
        monkeypatch.setattr(words, "ENOUGH", enough)
        found = search_words(session, question, Allowed((1,)), 400, TermCounts(BY))
    assert found
    scores = dict(whole)
    assert all(score == pytest.approx(scores[one]) for one, score in found)
    assert [one for one, _ in found][:8] == [one for one, _ in whole][:8]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_is_found_on_any_budget(
    full: Database, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with full.read() as session:
        best, *_ = search_words(session, question, Allowed((1,)), 400, TermCounts(BY))
        monkeypatch.setattr(words, "BUDGET", 1)
        found = search_words(session, question, Allowed((1,)), 400, TermCounts(BY))
    assert found[0] == (best[0], pytest.approx(best[1]))


def test_another_collections_passages_stay_out(
    full: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "BUDGET", 12)
    with full.write() as session:
        session.add(CollectionRow(id=2, name="Others"))
        session.flush()
        session.execute(
            text("INSERT INTO words(rowid, body, collection_id) VALUES (999, 'unicorn leave', 2)")
        )
        found = search_words(session, "unicorn leave", Allowed((1,)), 400, TermCounts(BY))
        assert found
        assert 999 not in dict(found)
        session.rollback()


def test_the_plan_starts_from_the_rarest() -> None:
    few, some, many = {"a": 10, "b": 20}, {"c": words.BUDGET}, {"d": words.COMMON}
    enough = {"e": words.ENOUGH}
    assert planned(few) == Plan(["a", "b"])
    assert planned(some) == Plan(["c"])
    assert planned({**some, **few, **enough}) == Plan(["a", "b", "e"], ["c"])
    assert planned({**some, **few}) == Plan(["a", "b"], ["c"], enough=False)
    assert planned({**many, **some}) == Plan(["c"], ["d"])
    assert planned(many) == Plan([], ["d"], enough=False)
    assert planned({**many, **enough, "f": words.BUDGET + 1}) == Plan(["e"], ["f"])
    assert planned({"lacking": 0, **many, **few}) == Plan(["a", "b"], ["d"], enough=False)


def test_counts_are_asked_once_until_the_library_has_changed_much(full: Database) -> None:
    counts = TermCounts(BY)
    with full.write() as session:
        counts.size(session)
        assert counts(session, ['"unicorn"', '"stables"'])['"unicorn"'] >= 10
        before = counts(session, ['"stables"'])
        insert = text("INSERT INTO words(rowid, body, collection_id) VALUES (:id, 'stables', 1)")
        session.execute(insert, {"id": 1000})
        assert counts(session, ['"stables"']) == before
        session.execute(insert, {"id": 5000})
        counts.size(session)
        assert counts(session, ['"stables"'])['"stables"'] == before['"stables"'] + 2
        session.rollback()


def test_phrases_beside_the_question(full: Database) -> None:
    with full.read() as session:
        found = search_words(
            session,
            "griffins",
            Allowed((1,)),
            400,
            TermCounts(BY),
            also=["unicorn looks", 'a "quote'],
        )
        assert {one % 40 for one, _ in found} == {0}
