"""The LangChain client of a chat model: OpenAI, Azure, or any server that speaks as they do."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from typing import Any

import httpx2
import openai
from langchain.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from langchain_openai.chat_models.base import BaseChatOpenAI

from assistant.models.spoken import Spoken
from assistant.models.streaming import given_up
from assistant.settings import ModelSettings
from knowledge.outside.failures import LONGEST_BODY, AnsweredWithAnError, AnsweredWithAPage
from knowledge.outside.provider import Provider
from knowledge.outside.proxies import never_for_loopback, require_authority


def make_client(
    name: str, provider: Provider, settings: ModelSettings, left_out: Collection[str] = ()
) -> BaseChatModel:
    """It tries once: trying again is decided by `Models`. `left_out`: what the server does not
    take. Raises BadSetting."""
    import httpx2

    never_for_loopback()
    require_authority()
    timeout = httpx2.Timeout(
        provider.timeout + 1,  # after our own patience, not before
        connect=min(settings.model_connect_seconds, provider.timeout),
    )
    options: dict[str, Any] = {
        "api_key": provider.key,
        "use_responses_api": False,  # compatible servers speak chat completions
        "stream_usage": "stream_options" not in left_out,
        "timeout": timeout,
        "max_retries": 0,
        "http_client": http_client(timeout, settings.openai_proxy.get_secret_value()),
        "openai_proxy": "",  # it is the HTTP client's
        "http_socket_options": (),
    }
    if settings.model_temperature is not None and "temperature" not in left_out:
        options["temperature"] = settings.model_temperature
    if provider.kind == "azure":
        return _AzureChat(
            azure_endpoint=provider.base_url,
            api_version=provider.api_version,
            azure_deployment=name,
            **options,
        )
    return _OpenAIChat(model=name, base_url=provider.base_url, **options)


class _AsServersAre(BaseChatOpenAI):
    """What LangChain leaves out of a stream, or takes for the answer: a refusal in a field of its
    own; reasoning among the words; an end that is only "[DONE]"."""

    def _stream(self, *given: Any, **named: Any) -> Iterator[ChatGenerationChunk]:
        words, finished, came = Spoken(), False, False
        ended.set(False)
        for chunk in super()._stream(*given, **named):
            said = str(chunk.message.text)
            came = True
            finished = finished or bool((chunk.generation_info or {}).get("finish_reason"))
            if said:
                chunk.message.content = words.add(said)
                chunk.text = chunk.message.content
            if words.thinking or chunk.message.additional_kwargs.get("reasoning_content"):
                chunk.message.additional_kwargs["thinks"] = True
            yield chunk
        last: dict[str, Any] = {} if finished or not ended.get() else {"finish_reason": "done"}
        if last or words.rest() or not came:  # LangChain calls a stream of nothing a ValueError
            message = AIMessageChunk(content=words.rest(), response_metadata=last)
            yield ChatGenerationChunk(message=message)

    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], *given: Any
    ) -> ChatGenerationChunk | None:
        converted = super()._convert_chunk_to_generation_chunk(chunk, *given)
        choices = chunk.get("choices") or [{}]
        refusal = (choices[0].get("delta") or {}).get("refusal")
        if refusal and converted is not None:
            converted.message.additional_kwargs["refusal"] = refusal
        return converted


class _OpenAIChat(_AsServersAre, ChatOpenAI):
    pass


class _AzureChat(_AsServersAre, AzureChatOpenAI):
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


#: Whether the stream that this thread reads has said "[DONE]".
ended: ContextVar[bool] = ContextVar("ended", default=False)


class _Watched(httpx2.SyncByteStream):
    """Without it, a server that sends a byte now and then keeps a thread for ever."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        tail = b""
        for data in self._stream:
            if given_up():
                raise httpx2.ReadError("nobody waits for this reply any more")
            if not tail and data.lstrip().startswith(b"<"):
                raise AnsweredWithAPage
            tail = (tail + data)[-64:]
            if b"[DONE]" in tail:
                ended.set(True)
            yield data

    def close(self) -> None:
        self._stream.close()


class _Whole(httpx2.SyncByteStream):
    """A whole reply where a stream was asked for, as the events of one."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        body = b"".join(self._stream).strip()
        if body.startswith(b"<"):
            raise AnsweredWithAPage
        try:
            reply = json.loads(body or b"null")
        except ValueError:
            reply = None
        choices = reply.get("choices") if isinstance(reply, dict) else None
        if not choices:
            raise AnsweredWithAnError(str(reply)[:LONGEST_BODY])
        for choice in choices:
            choice["delta"] = choice.pop("message", {})
        reply["object"] = "chat.completion.chunk"
        yield b"data: " + json.dumps(reply).encode() + b"\n\ndata: [DONE]\n\n"

    def close(self) -> None:
        self._stream.close()


def _watch(response: httpx2.Response) -> None:
    if not isinstance(response.stream, httpx2.SyncByteStream):
        return
    stream: httpx2.SyncByteStream = _Watched(response.stream)
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    streamed = b'"stream":true' in response.request.content.replace(b" ", b"")
    whole = kind in ("application/json", "text/html")
    if streamed and whole and response.status_code == httpx2.codes.OK:
        stream = _Whole(stream)
    response.stream = stream
