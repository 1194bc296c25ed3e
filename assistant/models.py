"""The chat model, from the environment; built when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from knowledge.errors import BadSetting
from knowledge.provider import Provider, setting

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

#: Tokens of sources sent with a question: eight passages of the default size, with room.
DEFAULT_SOURCE_TOKENS = 4_000


@dataclass(frozen=True)
class Models:
    """A chat model: OpenAI, Azure (the name is the deployment's) or any compatible server."""

    name: str
    provider: Provider
    source_tokens: int = DEFAULT_SOURCE_TOKENS
    temperature: float | None = 0.0

    @classmethod
    def from_environment(cls) -> Models | None:
        """None when no key is set. Raises BadSetting where a setting is missing or wrong."""
        provider = Provider.from_environment()
        if provider is None:
            return None
        name = setting("BERNARD_CHAT_MODEL")
        if not name:
            if setting("BERNARD_EMBEDDING_MODEL"):
                return None  # the key is there for the embeddings
            what = "your deployment's name" if provider.kind == "azure" else "the model's name"
            raise BadSetting(f"A key is set, but no chat model: set BERNARD_CHAT_MODEL to {what}.")
        return cls(name, provider, _source_tokens(), _temperature())

    @cached_property
    def chat(self) -> BaseChatModel:
        """One client for the process; one retry, because a person is waiting."""
        options: dict[str, Any] = {
            "api_key": self.provider.key,
            "use_responses_api": False,  # compatible servers speak chat completions
            "stream_usage": True,
            "timeout": self.provider.timeout,
            "max_retries": 1,
        }
        if self.temperature is not None:
            options["temperature"] = self.temperature
        if self.provider.kind == "azure":
            from langchain_openai import AzureChatOpenAI

            return AzureChatOpenAI(
                azure_endpoint=self.provider.base_url,
                api_version=self.provider.api_version,
                azure_deployment=self.name,
                **options,
            )
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(model=self.name, base_url=self.provider.base_url, **options)

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        """What the openai client or the HTTP library below it raises comes through."""
        with _untraced():
            yield from self.chat.stream(list(messages))

    def invoke(self, messages: Sequence[BaseMessage]) -> str:
        with _untraced():
            return str(self.chat.invoke(list(messages)).text)

    def warm(self) -> None:
        """Imports and builds what the first question would wait for, about a second. Sends
        nothing."""
        import langchain_core.prompts  # noqa: F401

        _ = self.chat


def _untraced() -> AbstractContextManager[None]:
    """LangChain sends every prompt to LangSmith where a variable of the machine says so; the
    documents go to the model that was chosen and to nobody else."""
    from langsmith import tracing_context

    return tracing_context(enabled=False)


def _source_tokens() -> int:
    given = setting("BERNARD_SOURCE_TOKENS")
    if not given:
        return DEFAULT_SOURCE_TOKENS
    if not given.isdigit() or int(given) < 200:
        raise BadSetting("BERNARD_SOURCE_TOKENS takes a whole number of tokens, 200 or more.")
    return int(given)


def _temperature() -> float | None:
    given = setting("BERNARD_MODEL_TEMPERATURE")
    if given.lower() == "none":
        return None
    try:
        return float(given or 0)
    except ValueError:
        raise BadSetting("BERNARD_MODEL_TEMPERATURE takes a number or none.") from None
