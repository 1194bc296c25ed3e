"""How near single sentences are to a question, with what was compared before kept at hand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.embeddings import Embeddings

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Vectors kept: 4,096 of 384 numbers are 6 MiB.
KEPT = 4_096


class RecentVectors:
    """Embeds texts, the most recent ones only once. Safe to use from threads."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension). Raises ModelUnavailable."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        lacking = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(lacking, self._embeddings.embed_passages(lacking), strict=True))
        with self._lock:
            for text in texts:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return np.stack([known[text] for text in texts])

    def alike(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Cosine of the two texts of each pair, all embedded in one go."""
        if not pairs:
            return []
        vectors = self([text for pair in pairs for text in pair])
        return [float(one @ other) for one, other in zip(vectors[::2], vectors[1::2], strict=True)]
