"""The LangChain client of a chat model: OpenAI, Azure, or any server that speaks as they do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
from langchain.chat_models import BaseChatModel
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from langchain_openai.chat_models.base import BaseChatOpenAI

from assistant.models.streaming import given_up
from assistant.settings import ModelSettings
from knowledge.outside.provider import Provider
from knowledge.outside.proxies import never_for_loopback


def make_client(name: str, provider: Provider, settings: ModelSettings) -> BaseChatModel:
    """It tries once: trying again is decided by `Models`."""
    import httpx2

    never_for_loopback()
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


class _WithRefusal(BaseChatOpenAI):
    """A model's refusal comes in a field of its own, which LangChain leaves out of a stream."""

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *given: Any
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(chunk, *given)
        choices = chunk.get("choices") or [{}]
        refusal = (choices[0].get("delta") or {}).get("refusal")
        if refusal and converted is not None:
            converted.message.additional_kwargs["refusal"] = refusal
        return converted


class _OpenAIChat(_WithRefusal, ChatOpenAI):
    pass


class _AzureChat(_WithRefusal, AzureChatOpenAI):
    pass


#: Their finer levels write whole requests, with the question in them, or the key.
_TALKATIVE = ("openai", "httpx", "httpx2", "httpcore", "httpcore2")


def http_client(timeout: httpx2.Timeout, proxy: str) -> httpx2.Client:
    """A redirect would carry the question, and Azure's key, to a server nobody has chosen."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return openai.DefaultHttpxClient(
        timeout=timeout,
        follow_redirects=False,
        proxy=proxy or None,
        event_hooks={"response": [_watch]},
    )


class _Watched(httpx2.SyncByteStream):
    """Without it, a server that sends a byte now and then keeps a thread for ever."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        for data in self._stream:
            if given_up():
                raise httpx2.ReadError("nobody waits for this reply any more")
            yield data

    def close(self) -> None:
        self._stream.close()


def _watch(response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _Watched(response.stream)
