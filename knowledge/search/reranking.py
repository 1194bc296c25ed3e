"""A second opinion on the order of what was found, from a `/rerank` server, where a setting names
one. Off by default: what is found, and the question, are sent to that server."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.documents.passages import embedded_text
from knowledge.documents.types import Passage, Reason
from knowledge.outside.sending import Sent

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

#: Passages that are sent: the first answers come from far fewer, and servers charge by the text.
DEPTH = 30
#: Seconds without asking a server that failed, so that not every question waits for it.
REST = 30.0
#: Of a reply; thirty passages sent back with their scores stay far below.
MOST_BYTES = 1 << 20


class _Unusable(Exception):
    """The server's reply is not an order; the message says why, without any text of it."""

    def __init__(self, why: str, *, sent: bool = True) -> None:
        super().__init__(why)
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Reranked:
    """Passage ids, best first, with the server's rank for those it ranked; `sent` is None when
    nothing was sent."""

    order: Sequence[int]
    reasons: Mapping[int, Reason] = field(default_factory=dict)
    sent: Sent | None = None


class Reranker:
    """Asks one server. Without a model's name the request is that of Hugging Face's Text Embeddings
    Inference, else the one that Cohere, Jina, vLLM, LiteLLM and llama.cpp share. Safe to use from
    threads."""

    def __init__(
        self,
        url: str,
        model: str = "",
        key: str = "",
        *,
        timeout: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = _address(url, model)
        self.host = urlsplit(self.url).netloc.rpartition("@")[2]
        self.model = model
        self._key = key
        self._timeout = timeout
        self._clock = clock
        self._rests_until = -math.inf

    @classmethod
    def from_environment(cls) -> Reranker | None:
        """None without BERNARD_RERANK_URL. Raises BadSetting."""
        from knowledge.outside.proxies import require_authority
        from knowledge.runtime.settings import LibrarySettings

        given = LibrarySettings.read()
        if not given.rerank_url:
            return None
        require_authority()
        key, timeout = given.rerank_key.get_secret_value(), given.rerank_timeout_seconds
        return cls(given.rerank_url, given.rerank_model, key, timeout=timeout)

    def __call__(
        self, question: str, order: Sequence[int], passages: Mapping[int, Passage]
    ) -> Reranked:
        """The first `DEPTH` of `order` as the server ranks them, the others behind them; the same
        order when it fails, is too slow, or failed a moment ago."""
        first = order[:DEPTH]
        if len(first) < 2 or self._clock() < self._rests_until:
            return Reranked(order)
        texts = [
            embedded_text(one.title, one.heading_path, "", one.text)
            for one in (passages[each] for each in first)
        ]
        characters = len(question) + sum(map(len, texts))
        sent = Sent(self.host, self.model, len(texts), characters, answered=True)
        try:
            ranked = _ranking(self._ask(question, texts), len(texts))
        except _Unusable as error:
            self._rests_until = self._clock() + REST
            log.warning("reranking by %s failed, our own order is used: %s", self.host, error)
            return Reranked(order, sent=replace(sent, answered=False) if error.sent else None)
        reasons = {
            first[index]: Reason("reranking", rank, score)
            for rank, (index, score) in enumerate(ranked, start=1)
        }
        return Reranked([*reasons, *(one for one in order if one not in reasons)], reasons, sent)

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        headers["Content-Type"] = "application/json"
        return httpx.Client(headers=headers, timeout=self._timeout)

    def _ask(self, question: str, texts: Sequence[str]) -> bytes:
        import httpx

        body: dict[str, Any] = {"query": question}
        if self.model:
            body |= {"model": self.model, "documents": list(texts), "top_n": len(texts)}
        else:
            body |= {"texts": list(texts), "truncate": True}
        until = self._clock() + self._timeout
        reply = b""
        try:
            with self._client.stream("POST", self.url, content=json.dumps(body)) as response:
                if response.status_code != httpx.codes.OK:
                    raise _Unusable(f"HTTP {response.status_code}")
                for piece in response.iter_bytes():
                    reply += piece
                    if self._clock() > until:
                        raise _Unusable("too slow")
                    if len(reply) > MOST_BYTES:
                        raise _Unusable("too long a reply")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            nobody = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            raise _Unusable(type(error).__name__, sent=not nobody) from error
        return reply


def _address(url: str, model: str) -> str:
    """An address that ends in /rerank is taken as it is."""
    url = url.rstrip("/")
    if url.endswith("/rerank"):
        return url
    versioned = url.endswith(("/v1", "/v2")) or not model
    return f"{url}/rerank" if versioned else f"{url}/v1/rerank"


def _ranking(reply: bytes, count: int) -> list[tuple[int, float]]:
    """(index, score) of the texts that the server ranked, best first. Raises _Unusable."""
    try:
        said = json.loads(reply)
        rows, score = (
            (said["results"], "relevance_score") if isinstance(said, dict) else (said, "score")
        )
        ranked = [(int(row["index"]), float(row[score])) for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _Unusable("the reply is not a ranking") from error
    indexes = {index for index, _ in ranked}
    if not ranked or len(indexes) < len(ranked) or not indexes <= set(range(count)):
        raise _Unusable("the reply ranks other texts")
    if not all(math.isfinite(score) for _, score in ranked):
        raise _Unusable("a score is no number")
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))
