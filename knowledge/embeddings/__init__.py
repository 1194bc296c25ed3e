"""Text → vectors: the embedded model, or OpenAI, Azure or a compatible server by setting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Embeddings(Protocol):
    """An embedding model. Vectors are float32 of unit length, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """Stored with each vector; another name is another index."""

    @property
    def dimension(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads; text past it is invisible."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension). Raises ModelUnavailable."""

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,). Raises ModelUnavailable."""

    def count_tokens(self, text: str) -> int: ...


def open_embeddings(models_dir: Path) -> Embeddings:
    """The model that BERNARD_EMBEDDING_MODEL names, else the embedded one. Raises BadSetting."""
    from knowledge.runtime.settings import LibrarySettings

    given = LibrarySettings.read()
    if given.embedding_model:
        from knowledge.embeddings.remote import RemoteEmbeddings

        return RemoteEmbeddings.from_settings(given)
    from knowledge.embeddings.embedded import EmbeddedModel

    return EmbeddedModel.open(models_dir)
