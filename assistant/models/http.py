"""The HTTP client below a chat model: follows no redirect, and hangs up when nobody waits."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx2
import openai

from assistant.models.streaming import given_up

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
