"""A model that fails in every way it can: the right sentence each, the question kept."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from assistant.answers.status import Status
from tests.assistant.models.asking import QUESTION, WORDS, ask, assert_own_words
from tests.model_server import ModelServer, Reply

PIECES = ("You may carry over ", "up to 10 days [1].")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_MODEL_TIMEOUT_SECONDS", "1")
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "0")


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(hang=20), "timed out after 1 s"),
        (Reply(PIECES, drip=0.3), "timed out after 1 s"),
        (Reply(("",) * 400, delay=0.05), "timed out after 1 s"),
        (Reply(garbage=b"data: {not json}\n\n"), "the server sent something that is not an answer"),
        (Reply(garbage=b"<html>Welcome</html>"),
         "its address answers with a web page: check OPENAI_BASE_URL"),
        (Reply(garbage=b"\x00\xff\xfe\n"), "the server sent something that is not an answer"),
        (Reply(status=429, error={"message": "slow"}), "the server has too many requests"),
        (Reply(status=429, error={"message": "slow"}, headers={"Retry-After": "40"}),
         "the server has too many requests and asks to wait 40 s"),
        (Reply(status=429, error={"message": "pay", "code": "insufficient_quota"}),
         "the account's quota is used up"),
        (Reply(status=401, error={"message": "Incorrect API key: any text"}),
         "the server refused the key: check OPENAI_API_KEY"),
        (Reply(status=403, error={"message": "no"}), "the key may not use the model “test-model”"),
        (Reply(status=404, error={"message": "none", "code": "model_not_found"}),
         "the server does not know the model “test-model”: check BERNARD_CHAT_MODEL"),
        (Reply(status=500, error={"message": "oh"}), "the server reported an error, HTTP 500"),
        (Reply(status=400, error={"message": "filtered", "code": "content_filter"}),
         "the provider's content filter refused the question"),
        (Reply(status=400, error={"message": "x", "innererror": {
            "code": "ResponsibleAIPolicyViolation"}}),
         "the provider's content filter refused the question"),
        (Reply((), finish="content_filter"), "the provider's content filter stopped it"),
        (Reply((), refusal="I can't help with that."), "it refused to answer this question"),
        (Reply(()), "it sent an empty answer"),
        (Reply((), cut="quiet"), "it sent an empty answer"),
        (Reply((), cut="abrupt"), "the connection broke"),
        (Reply(status=307, headers={"Location": "http://127.0.0.1:9/v1/chat/completions"}),
         "the server points to another address, which is not followed: check OPENAI_BASE_URL"),
    ],
)  # fmt: skip
def test_before_the_first_word(chat_model: ModelServer, reply: Reply, why: str) -> None:
    chat_model.script(reply)
    started = time.monotonic()
    answer = ask()
    assert time.monotonic() - started < 5
    assert_own_words(answer, f"The language model did not answer ({why}).")
    assert answer.receipt is not None
    (call,) = answer.receipt.calls
    assert call.outcome == why


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(PIECES, pause=20), "nothing more came for 1 s"),
        (Reply(PIECES, cut="quiet"), "its connection ended early"),
        (Reply(PIECES, cut="abrupt"), "the connection broke"),
        (Reply(PIECES, finish="content_filter"), "the provider's content filter stopped it"),
    ],
)
def test_in_the_middle(chat_model: ModelServer, reply: Reply, why: str) -> None:
    chat_model.script(reply)
    started = time.monotonic()
    answer = ask()
    assert time.monotonic() - started < 5
    assert answer.status is Status.ERROR_MODEL
    assert answer.notice == (
        f"The language model stopped in the middle ({why}). "
        "What it wrote until then is kept; ask again for the rest."
    )
    assert answer.text.startswith("You may carry over")
    assert len(chat_model.chats) == 1  # nothing is asked twice once words were shown


def test_a_length_limit_is_named(chat_model: ModelServer) -> None:
    chat_model.script(Reply(PIECES, finish="length"))
    answer = ask()
    assert answer.status is Status.PARTIAL
    assert "it reached the language model's length limit" in answer.notice


def test_a_stream_without_end_ends(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERNARD_MODEL_TOTAL_SECONDS", "1.5")
    chat_model.script(Reply(("You may carry over up to 10 days [1]. ",) * 400, delay=0.1))
    started = time.monotonic()
    answer = ask()
    assert time.monotonic() - started < 5
    assert "(it was not finished after 1.5 s)" in answer.notice


def test_a_server_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "from tests.model_server import Reply, run_alone; "
        "run_alone(Reply(('You may carry over up to 10 days [1]. ', 'more'), pause=60))"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    monkeypatch.setenv("OPENAI_API_KEY", "any text")
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setenv("BERNARD_CHAT_MODEL", "test-model")
    monkeypatch.setenv("BERNARD_MODEL_TIMEOUT_SECONDS", "20")
    threading.Timer(1.0, process.send_signal, (signal.SIGKILL,)).start()
    answer = ask()
    process.wait(5)
    process.stdout.close()
    assert "The language model stopped in the middle (the connection broke)." in answer.notice
    assert answer.text.startswith("You may carry over up to 10 days")

    host = address.split("/")[2]
    assert_own_words(
        ask(),
        f"The language model did not answer (no connection to {host}: check the network and "
        "OPENAI_BASE_URL).",
    )


def test_a_server_that_drips_its_first_line(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                for byte in b"HTTP/1.1 200 OK\r\nX: ":
                    connection.send(bytes([byte]))
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        started = time.monotonic()
        assert_own_words(ask(), "The language model did not answer (timed out after 1 s).")
        assert time.monotonic() - started < 5


def test_a_server_that_speaks_no_tls(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", chat_model.base_url.replace("http:", "https:"))
    answer = ask()
    assert "The language model did not answer (no connection to 127.0.0.1:" in answer.notice
    assert WORDS in answer.text
    assert chat_model.requests == []


def test_neither_key_nor_question_follows_a_redirect(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AZURE_OPENAI_API_KEY", "OPENAI_API_VERSION"):
        monkeypatch.setenv(name, "2024-10-21")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", chat_model.endpoint)
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.5)
        location = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/v1"
        for status in (301, 302, 307, 308):
            chat_model.script(Reply(status=status, headers={"Location": location}))
            answer = ask()
            assert "which is not followed: check AZURE_OPENAI_ENDPOINT" in answer.notice
        with pytest.raises(TimeoutError):
            elsewhere.accept()


def test_a_thread_that_nobody_waits_for_hangs_up(chat_model: ModelServer) -> None:
    chat_model.script(Reply(PIECES, drip=0.2))
    before = set(threading.enumerate())
    assert "timed out" in ask().notice
    for thread in set(threading.enumerate()) - before:
        if thread.name == "model-stream":
            thread.join(2)
            assert not thread.is_alive()


def test_neither_key_nor_question_is_ever_logged(
    chat_model: ModelServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "1")
    caplog.set_level(logging.DEBUG)
    echo = {"message": f"sk-very-secret may not ask {QUESTION}", "code": f"sk-very-secret {WORDS}"}
    for reply in (
        Reply(PIECES),
        Reply(PIECES, cut="abrupt"),
        Reply(status=401, error=echo),
        Reply(status=503, error=echo),
        Reply(status=400, error=echo),
        Reply(garbage=f"data: {QUESTION} sk-very-secret\n\n".encode()),
    ):
        chat_model.script(reply)
        ask()
    assert "test-model failed to compose" in caplog.text
    said = "".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    for secret in ("very-secret", "carry over"):
        assert secret not in caplog.text
        assert secret not in said
