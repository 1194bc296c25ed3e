"""Asked again, asked elsewhere, left alone: what happens between a failure and the sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.models import Models, Purpose
from assistant.models.breaker import Breaker
from assistant.models.calling import pause_before_retry
from assistant.prompts import load_prompt
from assistant.prompts import reply as helped
from knowledge.errors import BadSetting, ModelUnavailable
from knowledge.outside.failures import Cause, retry_after
from tests.assistant.models.asking import ask, assert_own_words
from tests.model_server import ModelServer, Reply, serving

ANSWER = Reply(("You may carry over up to 10 days ", "if your manager agrees [1]."))
BUSY = Reply(status=503, error={"message": "busy"})


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A second server, with a key of its own."""
    with serving() as server:
        monkeypatch.setenv("BERNARD_FALLBACK_MODEL", "second-model")
        monkeypatch.setenv("BERNARD_FALLBACK_BASE_URL", server.base_url)
        monkeypatch.setenv("BERNARD_FALLBACK_API_KEY", "second-key")
        yield server


def models() -> Models:
    given = Models.from_environment()
    assert given is not None
    return given


def test_a_hiccup_is_not_seen(chat_model: ModelServer) -> None:
    chat_model.script(BUSY, Reply((), cut="abrupt"), ANSWER)
    answer = ask()
    assert (answer.mode, answer.notice) == ("model", "")
    assert len(chat_model.chats) == 3


def test_no_more_tries_than_set(chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "1")
    chat_model.script(BUSY)
    ask()
    assert len(chat_model.chats) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_pass_is_not_asked_again(chat_model: ModelServer, status: int) -> None:
    chat_model.script(Reply(status=status, error={"message": "no"}))
    ask()
    assert len(chat_model.chats) == 1


def test_retry_after_is_obeyed(chat_model: ModelServer) -> None:
    asked: list[float] = []

    def busy(_: object) -> Reply:
        asked.append(time.monotonic())
        return Reply(status=429, error={"message": "x"}, headers={"Retry-After": "1"})

    def then(_: object) -> Reply:
        asked.append(time.monotonic())
        return ANSWER

    chat_model.script(busy, then)
    assert ask().mode == "model"
    assert 1.0 <= asked[1] - asked[0] < 2.5


def test_retry_after_in_its_three_forms() -> None:
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    later = format_datetime(moment + timedelta(seconds=90), usegmt=True)
    assert retry_after({"retry-after": later}, now=moment.timestamp) == 90
    assert retry_after({"retry-after": "2.5"}) == 2.5
    assert retry_after({"retry-after-ms": "1500", "retry-after": "9"}) == 1.5
    for nothing in ("", "soon", "nan", "-"):
        assert retry_after({"retry-after": nothing}) is None
    assert retry_after({"retry-after": "-5"}) == 0
    assert retry_after({}) is None


def test_pauses_grow_and_are_spread() -> None:
    passing = Cause("busy", passing=True)
    least = [pause_before_retry(passing, n, 60, 9, chance=lambda: 0.0) for n in (1, 2, 3)]
    most = [pause_before_retry(passing, n, 60, 9, chance=lambda: 1.0) for n in (1, 2, 3)]
    assert least == [0.2, 0.4, 0.8]
    assert most == [0.4, 0.8, 1.6]
    assert pause_before_retry(passing, 1, 0.1, 2) is None
    asks = Cause("busy", passing=True, retry_after=3.0)
    assert pause_before_retry(asks, 1, 60, 2, chance=lambda: 1.0) == 3.25
    assert pause_before_retry(asks, 1, 2, 2) is None


def test_the_second_model_answers(chat_model: ModelServer, second: ModelServer) -> None:
    chat_model.script(Reply(status=401, error={"message": "no"}))
    second.script(ANSWER)
    answer = ask()
    assert (answer.mode, answer.model) == ("model", "second-model")
    assert answer.notice == (
        "The language model test-model did not answer (the server refused the key: check "
        "OPENAI_API_KEY); second-model did."
    )
    (request,) = second.chats
    sent = {name.lower(): value for name, value in request.headers.items()}
    assert sent["authorization"] == "Bearer second-key"
    assert (
        request.messages[-1]["content"].split()[-1]
        == (chat_model.chats[0].messages[-1]["content"].split()[-1])
    )
    assert answer.receipt is not None
    assert [call.model for call in answer.receipt.calls] == ["test-model", "second-model"]


def test_neither_model_answers(chat_model: ModelServer, second: ModelServer) -> None:
    chat_model.script(Reply(status=401, error={"message": "no"}))
    second.script(Reply(status=404, error={"message": "no such model"}))
    assert_own_words(
        ask(),
        "Neither language model answered (test-model: the server refused the key: check "
        "OPENAI_API_KEY; second-model: the server does not know the model “second-model”: check "
        "BERNARD_FALLBACK_MODEL).",
    )


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400, error={"message": "no", "code": "content_filter"}),
        Reply((), finish="content_filter"),
        Reply((), refusal="No."),
        Reply(("You may ",), cut="abrupt"),
    ],
)
def test_a_refusal_is_not_taken_elsewhere(
    chat_model: ModelServer, second: ModelServer, reply: Reply
) -> None:
    chat_model.script(reply)
    assert ask().notice
    assert second.chats == []


def test_the_second_model_may_be_at_the_same_server(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_FALLBACK_MODEL", "second-model")
    chat_model.script(Reply(status=403, error={"message": "no"}), ANSWER)
    assert ask().model == "second-model"
    assert [request.body["model"] for request in chat_model.chats] == ["test-model", "second-model"]


def test_a_key_is_not_shown_to_another_server(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_FALLBACK_MODEL", "second-model")
    monkeypatch.setenv("BERNARD_FALLBACK_BASE_URL", "http://127.0.0.1:1/v1")
    with pytest.raises(BadSetting, match="BERNARD_FALLBACK_API_KEY"):
        Models.from_environment()


def test_a_model_that_keeps_failing_is_left_alone_and_tried_again(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_BREAKER_FAILURES", "2")
    monkeypatch.setenv("BERNARD_MODEL_BREAKER_SECONDS", "1")
    given = models()
    chat_model.script(Reply(status=404, error={"message": "no such model"}))
    ask(given)
    ask(given)
    answer = ask(given)
    assert len(chat_model.chats) == 2
    assert_own_words(
        answer,
        "The language model did not answer (not asked after 2 failures in a row, the last: the "
        "server does not know the model “test-model”: check BERNARD_CHAT_MODEL; it is asked again "
        "in 1 s).",
    )
    assert answer.receipt is not None and answer.receipt.calls == ()
    chat_model.script(ANSWER)
    time.sleep(1.05)
    assert ask(given).mode == "model"
    assert ask(given).mode == "model"


def test_half_open_lets_one_try() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest=10, clock=lambda: now[0])
    breaker.failed("it is down")
    assert breaker.closed_for() == ""
    breaker.failed("it is down")
    assert breaker.closed_for().endswith("it is asked again in 10 s")
    now[0] = 10.0
    assert breaker.closed_for() == ""
    assert breaker.closed_for()  # while the one try is under way
    breaker.failed("it is down")
    now[0] = 19.0
    assert breaker.closed_for().startswith("not asked after 3 failures in a row")
    now[0] = 20.0
    assert breaker.closed_for() == ""
    breaker.succeeded()
    assert breaker.closed_for() == ""
    assert breaker.closed_for() == ""


def test_a_server_that_asks_to_wait_is_given_the_time() -> None:
    now = [0.0]
    breaker = Breaker(failures=4, rest=60, clock=lambda: now[0])
    breaker.failed("the server has too many requests", wait=5.0)
    assert breaker.closed_for() == (
        "not asked, because the server has too many requests; it is asked again in 5 s"
    )
    now[0] = 5.0
    assert breaker.closed_for() == ""


def test_questions_that_are_refused_say_nothing_of_the_server(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_BREAKER_FAILURES", "1")
    given = models()
    chat_model.script(Reply(status=400, error={"message": "no", "code": "content_filter"}), ANSWER)
    assert "content filter" in ask(given).notice
    assert ask(given).mode == "model"


def test_what_only_helps_is_not_waited_for_long(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_HELPING_SECONDS", "0.5")
    chat_model.script(Reply(hang=20))
    started = time.monotonic()
    with pytest.raises(ModelUnavailable, match=r"timed out after 0\.5 s"):
        helped(models(), Purpose.JUDGE, load_prompt("check"), "hello", "f")
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("reply", [Reply(("Yes",), cut="quiet"), Reply(("Yes",), finish="length")])
def test_half_a_word_of_a_judge_is_none(chat_model: ModelServer, reply: Reply) -> None:
    chat_model.script(reply)
    with pytest.raises(ModelUnavailable, match="cut off"):
        helped(models(), Purpose.JUDGE, load_prompt("check"), "hello", "f")
