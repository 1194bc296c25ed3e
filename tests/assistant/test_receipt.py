"""The receipt: every text that left is on it, and nothing else."""

from __future__ import annotations

import pytest

from assistant.answering.assistant import Assistant
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Finished
from assistant.answers.receipt import Call, Receipt
from assistant.answers.stored import from_json, to_json
from assistant.models import Models, Purpose
from knowledge.embeddings.remote import RemoteEmbeddings
from knowledge.outside.sending import Sent, hearing
from knowledge.runtime.settings import LibrarySettings
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

CARRY = "Can I carry over 10 days of leave if my manager agrees?"
ANSWER = Reply(("You may carry over up to 10 days ", "if your manager agrees [1]."))


def ask(question: str = CARRY, history: tuple[Turn, ...] = (), mode: str | None = None) -> Answer:
    assistant = Assistant(FakeLibrary(), models=Models.from_environment())
    *_, finished = assistant.ask(HERE, question, history, mode=mode)
    assert isinstance(finished, Finished)
    return finished.answer


def calls(answer: Answer) -> tuple[Call, ...]:
    assert answer.receipt is not None
    return answer.receipt.calls


def test_nothing_leaves_without_a_model() -> None:
    assert ask().receipt == Receipt()


def test_nothing_leaves_in_embedded_mode(chat_model: ModelServer) -> None:
    assert calls(ask(mode="embedded")) == ()
    assert chat_model.requests == []


def test_a_call_says_to_whom_what_for_and_how_much(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_PRICE_INPUT", "2")
    monkeypatch.setenv("BERNARD_PRICE_OUTPUT", "10")
    chat_model.script(ANSWER)
    answer = ask()
    (call,) = calls(answer)
    assert call.host == chat_model.base_url.split("/")[2]
    assert (call.model, call.purpose) == ("test-model", Purpose.COMPOSE)
    assert call.prompt_version == answer.prompt_version
    assert call.sent_characters == sum(
        len(message["content"]) for message in chat_model.chats[0].messages
    )
    assert call.received_characters == sum(map(len, ANSWER.pieces))
    assert (call.sent_tokens, call.received_tokens, call.tokens_estimated) == (120, 30, False)
    assert call.cost == pytest.approx((120 * 2 + 30 * 10) / 1e6)
    assert call.currency == "£"
    assert call.milliseconds > 0
    assert call.outcome == ""


def test_a_rewritten_follow_up_is_a_call_of_its_own(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("May I carry over 10 days of leave?",)), ANSWER)
    history = (Turn("user", CARRY), Turn("assistant", "You may."))
    rewrite, compose = calls(ask("And what about it?", history))
    assert (rewrite.purpose, compose.purpose) == (Purpose.REWRITE, Purpose.COMPOSE)
    assert rewrite.prompt_version.startswith("rewrite ")


def test_each_try_is_on_it_and_a_server_that_was_not_reached_got_nothing(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat_model.script(Reply(status=503, error={"message": "busy"}), ANSWER)
    first, second = calls(ask())
    assert first.sent_characters == second.sent_characters > 0
    assert (first.outcome, second.outcome) == ("the server reported an error, HTTP 503", "")
    chat_model.close()
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "0")
    answer = ask()
    (call,) = calls(answer)
    assert (call.sent_characters, call.sent_tokens, call.cost) == (0, 0, None)
    assert answer.receipt is not None and answer.receipt.sent == ()


def test_tokens_that_the_server_does_not_count_are_estimated(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("You may carry over up to 10 days [1].",), cut="quiet"))
    (call,) = calls(ask())
    assert call.tokens_estimated
    assert call.sent_characters / 5 < call.sent_tokens < call.sent_characters / 3
    assert call.outcome == "its connection ended early"


def test_embedding_the_question_elsewhere_is_heard(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in model_server.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BERNARD_EMBEDDING_MODEL", "embedder")
    heard: list[Sent] = []
    embeddings = RemoteEmbeddings.from_settings(LibrarySettings.read())
    with hearing(heard.append):
        embeddings.embed_query("How many days?")
    embeddings.embed_query("not heard")
    assert [(sent.model, sent.characters, sent.answered) for sent in heard] == [
        ("embedder", 14, True)
    ]


class SearchedElsewhere(FakeLibrary):
    """Its search asks an outside server."""

    def search(self, *args: object, **options: object) -> list[object]:  # type: ignore[override]
        options["sent"](Sent("rerank.example", "ranker", 3, 900, answered=False))  # type: ignore[operator]
        return []


def test_what_a_search_sends_is_on_it() -> None:
    *_, finished = Assistant(SearchedElsewhere()).ask(HERE, CARRY)
    assert isinstance(finished, Finished)
    (call,) = calls(finished.answer)
    assert (call.host, call.purpose, call.sent_characters) == (
        "rerank.example", Purpose.SEARCH, 900,
    )  # fmt: skip
    assert call.outcome == "it did not answer"


def test_it_is_stored_and_an_answer_of_before_has_none(chat_model: ModelServer) -> None:
    chat_model.script(ANSWER)
    answer = ask()
    stored = to_json(answer)
    assert from_json(stored) == answer
    del stored["receipt"], stored["reason"]
    assert from_json(stored).receipt is None


def test_a_sum_without_a_price_is_no_sum() -> None:
    priced = Call("a", "m", Purpose.COMPOSE, sent_characters=1, cost=0.5)
    assert Receipt((priced, priced)).cost == 1.0
    assert Receipt((priced, Call("b", "m", Purpose.JUDGE, sent_characters=1))).cost is None
    assert Receipt().cost is None
