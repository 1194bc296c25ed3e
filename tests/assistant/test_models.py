"""Chat models come from the usual settings; a wrong one is named in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import langsmith.utils
import pytest
from langchain_core.messages import HumanMessage
from langchain_core.tracers.langchain import wait_for_all_tracers

from assistant.answering.writing.compose import ASKS, SENTINEL
from assistant.models import Models, Purpose
from assistant.prompts import load_prompt
from knowledge.errors import BadSetting
from tests.model_server import ModelServer, Reply


def configure(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Models | None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Models.from_environment()


def test_no_key_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configure(monkeypatch, BERNARD_CHAT_MODEL="gpt") is None


def test_openai_is_the_default_server(monkeypatch: pytest.MonkeyPatch) -> None:
    models = configure(monkeypatch, OPENAI_API_KEY="sk-secret", BERNARD_CHAT_MODEL="gpt")
    assert models is not None
    assert models.main.provider.host == "api.openai.com"
    assert "sk-secret" not in repr(models)


def test_a_key_for_embeddings_only_is_no_chat_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configure(monkeypatch, OPENAI_API_KEY="k", BERNARD_EMBEDDING_MODEL="e") is None


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"OPENAI_API_KEY": "k"}, "BERNARD_CHAT_MODEL"),
        ({"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "localhost:11434"}, "OPENAI_BASE_URL"),
        ({"OPENAI_API_KEY": "k", "BERNARD_MODEL_TIMEOUT_SECONDS": "soon"}, "TIMEOUT_SECONDS"),
        ({"OPENAI_API_KEY": "k", "BERNARD_MODEL_TIMEOUT_SECONDS": "0"}, "TIMEOUT_SECONDS"),
        ({"OPENAI_API_KEY": "k", "BERNARD_CHAT_MODEL": "m", "BERNARD_SOURCE_TOKENS": "9"},
         "BERNARD_SOURCE_TOKENS"),
        ({"OPENAI_API_KEY": "k", "BERNARD_CHAT_MODEL": "m", "BERNARD_CONTEXT_TOKENS": "1000"},
         "BERNARD_CONTEXT_TOKENS takes a whole number of tokens, 3000 or more"),
        ({"OPENAI_API_KEY": "k", "BERNARD_CHAT_MODEL": "m", "BERNARD_MODEL_TEMPERATURE": "hot"},
         "BERNARD_MODEL_TEMPERATURE"),
        ({"AZURE_OPENAI_ENDPOINT": "https://a.example"}, "AZURE_OPENAI_API_KEY"),
        ({"AZURE_OPENAI_ENDPOINT": "https://a.example", "AZURE_OPENAI_API_KEY": "k"},
         "OPENAI_API_VERSION"),
    ],
)  # fmt: skip
def test_bad_settings_are_named(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], named: str
) -> None:
    with pytest.raises(BadSetting, match=named):
        configure(monkeypatch, **settings)


def test_azure_asks_the_deployment(
    model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = configure(
        monkeypatch,
        AZURE_OPENAI_ENDPOINT=model_server.endpoint,
        AZURE_OPENAI_API_KEY="azure-key",
        OPENAI_API_VERSION="2024-10-21",
        BERNARD_CHAT_MODEL="our-deployment",
        OPENAI_API_KEY="another",
        OPENAI_BASE_URL="http://127.0.0.1:1/v1",  # Azure's endpoint wins
    )
    assert models is not None
    model_server.script(Reply(("Good",)))
    assert models.main.client.invoke("hello").text == "Good"
    (request,) = model_server.requests
    assert request.path.startswith("/openai/deployments/our-deployment/chat/completions")
    assert "api-version=2024-10-21" in request.path
    assert {name.lower(): value for name, value in request.headers.items()}["api-key"] == (
        "azure-key"
    )


@pytest.fixture
def forgetful() -> Iterator[None]:
    """LangSmith reads the environment once and remembers it."""
    remembered: Any = langsmith.utils.get_env_var
    remembered.cache_clear()
    yield
    remembered.cache_clear()


@pytest.mark.usefixtures("forgetful")
def test_prompts_go_to_the_model_and_to_nobody_else(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", chat_model.endpoint)
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    models = Models.from_environment()
    assert models is not None
    models.invoke(models.runnable(Purpose.REWRITE), [HumanMessage("hello")])
    assert list(models.stream(models.runnable(Purpose.COMPOSE), [HumanMessage("hello")]))
    wait_for_all_tracers()
    assert {request.path for request in chat_model.requests} == {"/v1/chat/completions"}


def test_temperature_can_be_left_out(
    chat_model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = configure(monkeypatch, BERNARD_MODEL_TEMPERATURE="none")
    assert models is not None
    models.main.client.invoke("hello")
    assert "temperature" not in chat_model.chats[0].body


def test_prompts_have_versions_and_the_sentinel() -> None:
    answer = load_prompt("answer")
    assert answer.version.startswith("answer ")
    assert f"\n{SENTINEL}\n" in answer.text
    assert f"\n{ASKS}: " in answer.text
    assert "{" not in answer.text  # the same for every request
    assert f"\n{SENTINEL}\n" in load_prompt("reshape").text
    assert "version:" not in answer.text
    assert "{fence}" in load_prompt("rewrite").text
