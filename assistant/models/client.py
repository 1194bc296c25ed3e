"""The LangChain client of a chat model: OpenAI, Azure, or any server that speaks as they do."""

from __future__ import annotations

from typing import Any

from langchain.chat_models import BaseChatModel
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import AzureChatOpenAI, ChatOpenAI

from assistant.models.http import http_client
from assistant.settings import ModelSettings
from knowledge.outside.provider import Provider


def make_client(name: str, provider: Provider, settings: ModelSettings) -> BaseChatModel:
    """It tries once: trying again is decided in `retries`."""
    import httpx2

    timeout = httpx2.Timeout(
        provider.timeout + 1,  # after our own patience, not before
        connect=min(settings.model_connect_seconds, provider.timeout),
    )
    options: dict[str, Any] = {
        "api_key": provider.key,
        "use_responses_api": False,  # compatible servers speak chat completions
        "stream_usage": True,
        "timeout": timeout,
        "max_retries": 0,
        "http_client": http_client(timeout, settings.openai_proxy.get_secret_value()),
        "openai_proxy": "",  # it is the HTTP client's
    }
    if settings.model_temperature is not None:
        options["temperature"] = settings.model_temperature
    if provider.kind == "azure":
        return _AzureChat(
            azure_endpoint=provider.base_url,
            api_version=provider.api_version,
            azure_deployment=name,
            **options,
        )
    return _OpenAIChat(model=name, base_url=provider.base_url, **options)


def _with_refusal(
    converted: ChatGenerationChunk | None, chunk: dict[str, Any]
) -> ChatGenerationChunk | None:
    """A model's refusal comes in a field of its own, which LangChain leaves out of a stream."""
    choices = chunk.get("choices") or [{}]
    refusal = (choices[0].get("delta") or {}).get("refusal")
    if refusal and converted is not None:
        converted.message.additional_kwargs["refusal"] = refusal
    return converted


class _OpenAIChat(ChatOpenAI):
    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *given: Any
    ) -> ChatGenerationChunk | None:
        return _with_refusal(super()._convert_chunk_to_generation_chunk(chunk, *given), chunk)


class _AzureChat(AzureChatOpenAI):
    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *given: Any
    ) -> ChatGenerationChunk | None:
        return _with_refusal(super()._convert_chunk_to_generation_chunk(chunk, *given), chunk)
