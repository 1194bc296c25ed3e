"""Embeddings from OpenAI, Azure OpenAI or any compatible `/v1/embeddings`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.errors import ModelUnavailable
from knowledge.outside.failures import explain, log_reason
from knowledge.outside.provider import Provider
from knowledge.outside.sending import Sent, tell
from knowledge.runtime.settings import LibrarySettings

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings
    from numpy.typing import NDArray

#: Texts in one request: at 256 tokens each far below OpenAI's limit of 300,000 tokens.
BATCH_TEXTS = 128
#: Waits with growing pauses: loading is not in a hurry, and Retry-After is obeyed.
RETRIES = 3
#: Tokens read by OpenAI's models; for others what nearly every model reads.
OPENAI_TOKENS = 8_191
OTHER_TOKENS = 512
CHARACTERS_A_TOKEN = 3.5


class RemoteEmbeddings:
    """Knows a model by its name and its server: the same name elsewhere may be another model."""

    def __init__(self, model: str, provider: Provider, max_tokens: int = 0) -> None:
        self._model = model
        self._provider = provider
        openai = model.startswith("text-embedding-")
        self.max_tokens = max_tokens or (OPENAI_TOKENS if openai else OTHER_TOKENS)

    @classmethod
    def from_settings(cls, given: LibrarySettings) -> RemoteEmbeddings:
        """BERNARD_EMBEDDING_MODEL at the provider that is set up. Raises BadSetting."""
        provider = Provider.from_settings(given)
        assert provider is not None, "reading the settings has refused this"
        return cls(given.embedding_model, provider, given.embedding_tokens or 0)

    @property
    def name(self) -> str:
        return f"{self._model}@{self._provider.host}"

    @cached_property
    def dimension(self) -> int:
        """Asks the server once. Raises ModelUnavailable."""
        return int(self.embed_query("dimension").shape[0])

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (len(texts), dimension). Raises ModelUnavailable."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        answered = False
        try:
            rows = self._client.embed_documents(list(texts))
            answered = True
            vectors = np.asarray(rows, dtype=np.float32)
            if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
                raise ValueError(f"vectors of shape {vectors.shape}")
        except Exception as error:
            words = explain(error, self._provider, self._model, what="embedding model").words
            reason = log_reason(error, self._provider)
            raise ModelUnavailable(
                f"The embedding model did not answer ({words}).", reason, words
            ) from error
        finally:
            characters = sum(map(len, texts))
            tell(Sent(self._provider.host, self._model, len(texts), characters, answered))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-12))
        return unit

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Shape (dimension,). Raises ModelUnavailable."""
        row: NDArray[np.float32] = self.embed_passages([text])[0]
        return row

    def count_tokens(self, text: str) -> int:
        """Approximate, rather too many: exact counts need tables that are downloaded."""
        return math.ceil(len(text) / CHARACTERS_A_TOKEN)

    @cached_property
    def _client(self) -> OpenAIEmbeddings:
        options: dict[str, Any] = {
            "api_key": self._provider.key,
            "check_embedding_ctx_length": False,  # else tiktoken downloads its tables
            "chunk_size": BATCH_TEXTS,
            "timeout": self._provider.timeout,
            "max_retries": RETRIES,
        }
        if self._provider.kind == "azure":
            from langchain_openai import AzureOpenAIEmbeddings

            return AzureOpenAIEmbeddings(
                azure_endpoint=self._provider.base_url,
                api_version=self._provider.api_version,
                azure_deployment=self._model,
                **options,
            )
        from langchain_openai import OpenAIEmbeddings

        return OpenAIEmbeddings(model=self._model, base_url=self._provider.base_url, **options)
