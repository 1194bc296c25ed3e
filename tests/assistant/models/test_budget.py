"""A person's budget for a day: kept in the record, never overspent by two questions at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from assistant.models import Models
from assistant.record.budget import Budget, BudgetUsedUp
from knowledge.catalogue.sqlite.database import Database
from knowledge.errors import BadSetting
from tests.assistant.models.asking import ask, assert_own_words
from tests.model_server import ModelServer, Reply
from tests.people import HERE, somebody

ANSWER = Reply(("You may carry over up to 10 days ", "if your manager agrees [1]."))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "record.sqlite3")
    yield opened
    opened.close()


def with_budget(database: Database) -> Models:
    given = Models.from_environment()
    assert given is not None
    return given.with_budget(Budget.from_environment(database))


def test_when_it_is_used_up_the_documents_answer_and_say_why(
    chat_model: ModelServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_DAILY_TOKENS", "2000")
    chat_model.script(ANSWER)
    models = with_budget(database)
    while (answer := ask(models)).mode == "model":
        assert len(chat_model.chats) < 9
    assert len(chat_model.chats) >= 2
    assert_own_words(
        answer,
        "The language model was not asked: your budget of 2,000 tokens for today is used up.",
    )
    assert answer.receipt is not None and answer.receipt.calls == ()
    asked = len(chat_model.chats)
    assert models.budget is not None
    assert models.budget.used(HERE).tokens == 150 * asked
    with_budget(database)  # another process, the same day
    assert ask(with_budget(database)).mode == "embedded"
    assert len(chat_model.chats) == asked


def test_money_is_a_budget_too(
    chat_model: ModelServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_DAILY_COST", "0.02")
    with pytest.raises(BadSetting, match="BERNARD_PRICE_INPUT"):
        Budget.from_environment(database)
    monkeypatch.setenv("BERNARD_PRICE_INPUT", "10")
    monkeypatch.setenv("BERNARD_PRICE_OUTPUT", "100")
    chat_model.script(ANSWER)
    models = with_budget(database)
    assert ask(models).mode == "model"
    assert models.budget is not None
    assert models.budget.used(HERE).cost == pytest.approx(0.0042)
    while (answer := ask(models)).mode == "model":
        assert len(chat_model.chats) < 5
    assert "your budget of £0.02 for today is used up" in answer.notice


def test_people_and_days_are_apart(database: Database) -> None:
    today = [date(2026, 11, 24)]
    budget = Budget(database, tokens=100, today=lambda: today[0])
    budget.hold(somebody("amira"), 100, 0.0)
    with pytest.raises(BudgetUsedUp):
        budget.hold(somebody("amira"), 1, 0.0)
    budget.hold(somebody("tom"), 100, 0.0)
    today[0] = date(2026, 11, 25)
    budget.hold(somebody("amira"), 100, 0.0)


def test_what_was_set_aside_and_not_used_is_given_back(database: Database) -> None:
    budget = Budget(database, tokens=100)
    held = budget.hold(somebody("amira"), 90, 0.0)
    assert budget.used(somebody("amira")).tokens == 90
    budget.settle(somebody("amira"), held, 0, 0.0)
    assert budget.used(somebody("amira")).tokens == 0


def test_questions_at_once_do_not_spend_the_same_rest(database: Database) -> None:
    budget = Budget(database, tokens=100)

    def hold(_: int) -> int:
        with suppress(BudgetUsedUp):
            budget.hold(somebody("amira"), 10, 0.0)
            return 1
        return 0

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(hold, range(40))) == 10
    assert budget.used(somebody("amira")).tokens == 100


def test_a_call_that_fails_costs_nothing_where_nothing_left(
    chat_model: ModelServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_DAILY_TOKENS", "5000")
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "0")
    models = with_budget(database)
    chat_model.close()
    ask(models)
    assert models.budget is not None
    assert models.budget.used(HERE).tokens == 0


def test_no_budget_without_a_setting(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Budget.from_environment(database) is None
    monkeypatch.setenv("BERNARD_DAILY_TOKENS", "many")
    with pytest.raises(BadSetting, match="BERNARD_DAILY_TOKENS"):
        Budget.from_environment(database)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"BERNARD_PRICE_INPUT": "1"}, "BERNARD_PRICE_OUTPUT as well"),
        ({"BERNARD_PRICE_INPUT": "dear", "BERNARD_PRICE_OUTPUT": "1"}, "BERNARD_PRICE_INPUT"),
        ({"BERNARD_MODEL_RETRIES": "-1"}, "BERNARD_MODEL_RETRIES"),
        ({"BERNARD_MODEL_BREAKER_FAILURES": "0"}, "BERNARD_MODEL_BREAKER_FAILURES"),
        ({"BERNARD_MODEL_PAUSE_SECONDS": "x"}, "BERNARD_MODEL_PAUSE_SECONDS"),
        ({"BERNARD_DAILY_COST": "1", "BERNARD_PRICE_INPUT": "1", "BERNARD_PRICE_OUTPUT": "1",
          "BERNARD_FALLBACK_MODEL": "m"}, "BERNARD_FALLBACK_PRICE_INPUT"),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(
    chat_model: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, str],
    named: str,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=named):
        Models.from_environment()
