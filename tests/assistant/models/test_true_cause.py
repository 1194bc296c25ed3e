"""What is set up wrong is named as it is: the address, the certificate, its file, the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.models import Models
from knowledge.errors import BadSetting
from tests.assistant.models.asking import WORDS, ask, assert_own_words
from tests.authority import Authority
from tests.model_server import ModelServer, Reply, serving

SAID = f"{WORDS} [1]."
NOTHING_THERE = (
    "the server has nothing at this address: check OPENAI_BASE_URL, which mostly ends in /v1"
)
UNKNOWN = "the server does not know the model “test-model”: check BERNARD_CHAT_MODEL"


@pytest.fixture(autouse=True)
def _once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_MODEL_RETRIES", "0")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


def point_at(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)


def no_answer(why: str) -> None:
    assert_own_words(ask(), f"The language model did not answer ({why}).")


class TestAddress:
    """As servers answer at a path that they do not know."""

    @pytest.mark.parametrize("path", ["", "/v1/chat/completions", "/v2", "/model-gateway"])
    @pytest.mark.parametrize(
        "reply",
        [
            '404 {"error": {"message": "Invalid URL (POST {path})", "type": "invalid_request"}}',
            '404 {"detail": "Not Found"}',
            '404 {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}',
            '404 {"error": {"code": "404", "message": "Resource not found"}}',
            '404 {"message": "no Route matched with those values"}',
            "404 404 page not found",
            "404 ",
            '405 {"detail": "Method Not Allowed"}',
            '200 {"error": "Unexpected endpoint or method. (POST {path}). Returning 200 anyway"}',
        ],
    )
    def test_nothing_is_there(
        self, chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch, reply: str, path: str
    ) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{chat_model.endpoint}{path}")
        status, _, body = reply.replace("{path}", f"{path}/chat/completions").partition(" ")
        kind = "application/json" if body.startswith("{") else "text/plain"
        chat_model.script(Reply(status=int(status), garbage=body.encode(), kind=kind))
        no_answer(NOTHING_THERE)
        assert chat_model.chats[0].path == f"{path}/chat/completions"

    @pytest.mark.parametrize(
        "error",
        [
            {"message": "The model `test-model` does not exist", "code": "model_not_found"},
            {"message": 'model "test-model" not found, try pulling it first'},
            {"message": "The API deployment for this resource does not exist.",
             "code": "DeploymentNotFound"},
        ],
    )  # fmt: skip
    def test_a_model_that_is_not_there_is_another_thing(
        self, chat_model: ModelServer, error: dict[str, str]
    ) -> None:
        chat_model.script(Reply(status=404, error=error))
        no_answer(UNKNOWN)

    @pytest.mark.parametrize("status", [200, 404])
    def test_a_page_is_there(self, chat_model: ModelServer, status: int) -> None:
        page = b"<!doctype html><title>Chat</title>The model is elsewhere."
        chat_model.script(Reply(status=status, garbage=page, kind="text/html"))
        no_answer("its address answers with a web page: check OPENAI_BASE_URL")


class TestCertificate:
    @pytest.fixture
    def authority(self, tmp_path: Path) -> Authority:
        return Authority(tmp_path)

    @pytest.fixture
    def inside(
        self, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[ModelServer]:
        with serving(authority.server()) as server:
            point_at(server, monkeypatch)
            server.script(Reply((SAID,)))
            yield server

    def test_an_authority_that_the_machine_does_not_know(self, inside: ModelServer) -> None:
        no_answer(
            "the server's certificate is not trusted: set SSL_CERT_FILE to the certificate of "
            "your department's authority"
        )
        assert not inside.requests

    def test_an_authority_that_the_machine_knows(
        self, inside: ModelServer, authority: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        assert ask().text == SAID
        assert inside.base_url.startswith("https:")

    @pytest.mark.parametrize(
        ("address", "days", "why"),
        [
            ("127.0.0.1", -1, "the server's certificate has expired: tell those who run it"),
            ("127.0.0.2", 1, "the server's certificate is for another address: check "
             "OPENAI_BASE_URL"),
        ],
    )  # fmt: skip
    def test_a_certificate_that_does_not_hold(
        self,
        authority: Authority,
        monkeypatch: pytest.MonkeyPatch,
        address: str,
        days: int,
        why: str,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with serving(authority.server(address, days)) as server:
            point_at(server, monkeypatch)
            no_answer(why)

    @pytest.mark.parametrize("content", [None, b"", b"no certificate"])
    def test_a_file_of_certificates_that_is_none(
        self, inside: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        content: bytes | None,
    ) -> None:  # fmt: skip
        file = tmp_path / "none.pem"
        if content is not None:
            file.write_bytes(content)
        models = Models.from_environment()
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        missing = "is not there" if content is None else "holds no certificate or cannot be read"
        why = f"SSL_CERT_FILE names a file that {missing}: {file}"
        with pytest.raises(BadSetting, match=re.escape(why)):
            Models.from_environment()
        assert_own_words(ask(models), f"The language model did not answer ({why}).")
        assert not inside.requests


@pytest.mark.parametrize("key", ["‘sk-1234’", "sk-12–34", "sk-12\n34", "“sk-1234”"])
@pytest.mark.parametrize(
    "name",
    ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "BERNARD_FALLBACK_API_KEY", "BERNARD_RERANK_KEY"],
)
def test_a_key_as_a_word_processor_writes_it(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch, name: str, key: str
) -> None:
    monkeypatch.setenv(name, key)
    with pytest.raises(BadSetting) as caught:
        Models.from_environment()
    assert caught.value.message == f"{name} takes a key of plain letters and figures."
    assert not chat_model.requests
