"""What servers and gateways really send: reasoning, marks of their own, ends and errors unnamed."""

from __future__ import annotations

import json

import pytest

from assistant.answering.writing.usual_marks import unwrapped, usual_marks
from assistant.answers.status import Status, Verdict
from assistant.models.spoken import Spoken, spoken
from tests.assistant.models.asking import WORDS, ask, assert_own_words
from tests.model_server import ModelServer, Reply

SAID = f"{WORDS} [1]."
WHOLE = {"choices": [{"index": 0, "finish_reason": "stop",
                      "message": {"role": "assistant", "content": SAID}}]}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "<think>Maybe 50?</think>\n\n{}",
        "<thinking>\nMaybe 50?\n</thinking>{}",
        "Maybe 50?\n</think>\n{}",
        "<|channel|>analysis<|message|>Maybe 50?<|end|>"
        "<|start|>assistant<|channel|>final<|message|>{}",
        "{}<|im_end|>",
        "◁think▷Maybe 50?◁/think▷{}",
    ],
)
def test_what_a_model_thinks_is_not_what_it_says(chat_model: ModelServer, text: str) -> None:
    whole = text.format(SAID)
    assert spoken(whole).strip() == SAID
    pieces = [whole[at : at + 5] for at in range(0, len(whole), 5)]
    live = Spoken()
    shown = "".join(map(live.add, pieces)) + live.rest()
    assert "50" not in shown or "</think>" in shown  # nobody can know before the tag alone
    chat_model.script(Reply(pieces))
    answer = ask()
    assert (answer.status, answer.text) == (Status.ANSWERED, SAID)


def test_reasoning_that_never_ends_is_no_answer(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("<think>Perhaps, ", "perhaps not")))
    assert ask().mode == "embedded"


def test_thoughts_that_keep_coming_are_waited_for(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_TIMEOUT_SECONDS", "1")
    chat_model.script(Reply(("<think>", *["hm "] * 15, "</think>", SAID), delay=0.1))
    assert ask().text == SAID


@pytest.mark.parametrize("finish", ["eos_token", "STOP", "stop_sequence", "COMPLETE", ""])
def test_an_end_of_any_name_is_one(chat_model: ModelServer, finish: str) -> None:
    chat_model.script(Reply((SAID,), finish=finish))
    assert ask().status is Status.ANSWERED


@pytest.mark.parametrize(
    "mark",
    ["【1:0†source】", "【1†a.pdf】", "[[1]]", "[S1]", "[#1]", "[ref 1]", "[Doc. 1]", "[ 1 ]",
     "[1, p. 2]", "<sup>1</sup>", "<sup>[1]</sup>", "(1)"],
)  # fmt: skip
def test_marks_of_other_forms(chat_model: ModelServer, mark: str) -> None:
    chat_model.script(Reply((f"{WORDS} {mark}.",)))
    answer = ask()
    assert answer.text == SAID
    assert [claim.verdict for claim in answer.claims] == [Verdict.SUPPORTED]


def test_what_only_looks_like_a_mark_stays() -> None:
    for text in (
        "Pay (1) the fee [2].",
        "There are (25).",
        "In [2019] it was so (1) or (2) so [1].",
    ):
        assert usual_marks(text, 3) == text


def test_not_covered_may_begin_an_answer(chat_model: ModelServer) -> None:
    chat_model.script(Reply(("Not covered are ", "days that your manager agrees [1].")))
    assert ask().text.startswith("Not covered are days")


@pytest.mark.parametrize(
    "text",
    [f"```markdown\n{SAID}\n```", json.dumps({"answer": SAID, "confidence": 0.9}),
     f"{SAID}\n\nSources:\n[1] Leave policy\n[2] Gifts\n", f"{SAID}\n\n**References**\n1. Leave"],
)  # fmt: skip
def test_an_answer_in_a_wrapping(chat_model: ModelServer, text: str) -> None:
    assert unwrapped(text).strip() == SAID
    chat_model.script(Reply((text,)))
    assert ask().text == SAID


@pytest.mark.parametrize(
    ("message", "left_out"),
    [
        ("Unrecognized request argument supplied: stream_options", "stream_options"),
        ("UnsupportedParamsError: models don't support temperature=0.0", "temperature"),
    ],
)
def test_a_parameter_that_a_server_does_not_take_is_left_out_once(
    chat_model: ModelServer, message: str, left_out: str
) -> None:
    chat_model.script(Reply(status=400, error={"message": message}), Reply((SAID,)))
    assert ask().text == SAID
    first, second = (request.body for request in chat_model.chats)
    assert left_out in first and left_out not in second


@pytest.mark.parametrize(
    "message",
    ["This model's maximum context length is 4096 tokens.", "the request exceeds the available "
     "context size", "prompt is too long: 210000 tokens"],
)  # fmt: skip
def test_too_long_is_said_in_many_ways(chat_model: ModelServer, message: str) -> None:
    chat_model.script(Reply(status=400, error={"message": message, "code": 400}))
    said = "the question and its sources were too long for the model"
    hint = "set BERNARD_CONTEXT_TOKENS to what it takes"
    assert_own_words(ask(), f"The language model did not answer ({said}: {hint}).")


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(garbage=b'{"error": {"message": "Budget"}}', kind="application/json"),
         "the server reported an error"),
        (Reply(garbage=b"null", kind="application/json"), "the server reported an error"),
        (Reply(garbage=b"<html>Sign in</html>", kind="text/html"),
         "its address answers with a web page: check OPENAI_BASE_URL"),
        (Reply(garbage=b""), "it sent an empty answer"),
        (Reply(status=404, error={"detail": "Not Found"}),
         "the server has nothing at this address: check OPENAI_BASE_URL, which mostly ends in /v1"),
    ],
)  # fmt: skip
def test_the_true_cause_is_named(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch, reply: Reply, why: str
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "0")
    chat_model.script(reply)
    assert_own_words(ask(), f"The language model did not answer ({why}).")


def test_what_may_pass_is_asked_again(chat_model: ModelServer) -> None:
    for first in (Reply(()), Reply(garbage=b'{"error": 1}', kind="application/json")):
        chat_model.script(first, Reply((SAID,)))
        assert ask().text == SAID


def test_a_whole_reply_instead_of_a_stream(chat_model: ModelServer) -> None:
    chat_model.script(Reply(garbage=json.dumps(WHOLE).encode(), kind="application/json"))
    assert (ask().status, ask().text) == (Status.ANSWERED, SAID)
