"""all-MiniLM-L6-v2 on onnxruntime: no torch, no model hub, no key."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from knowledge.embeddings.weights import (
    TOKENIZER_SHA256,
    WEIGHTS_SHA256,
    find_files,
    verified,
)

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

#: Word pieces that the model was trained to read; text past them is invisible.
MAX_TOKENS = 256
#: Tokens (with padding) in one run: enough to keep both cores busy, little enough for memory.
TOKENS_PER_RUN = 8192
#: Raised when the graph changes: the file is built anew beside the old one.
GRAPH_VERSION = 1


class EmbeddedModel:
    """Open with `open()`, which builds the ONNX file at the first start (about 3 s)."""

    name = "all-MiniLM-L6-v2-int8"
    dimension = 384
    max_tokens = MAX_TOKENS

    def __init__(self, model: Path, tokenizer: bytes, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Spinning threads would hold the cores while the chat waits for its next question.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False  # the arena keeps the largest batch's memory for ever
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Any = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._counter: Any = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._counter.no_padding()
        self._counter.no_truncation()
        self._lock = threading.Lock()

    @classmethod
    def open(cls, models_dir: Path, threads: int | None = None) -> Self:
        """Raises BadSetting where the weights are not to be had or not the known ones."""
        files = find_files()
        target = models_dir / f"minilm-int8-{WEIGHTS_SHA256[:16]}-v{GRAPH_VERSION}.onnx"
        if not target.exists():
            from knowledge.embeddings.onnx_graph import build, read_safetensors

            build(read_safetensors(verified(files.weights, WEIGHTS_SHA256)), target)
        tokenizer = verified(files.tokenizer, TOKENIZER_SHA256)
        return cls(target, tokenizer, threads or os.cpu_count() or 1)

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text`, without the two that frame it."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Batches of like length, each padded only to its own longest."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        vectors = np.empty((len(encoded), self.dimension), dtype=np.float32)
        for batch in _batches(order, encoded):
            vectors[batch] = self._run([encoded[i] for i in batch])
        return vectors

    def _run(self, encoded: list[list[int]]) -> Vectors:
        ids = np.zeros((len(encoded), max(map(len, encoded))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(encoded):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        with self._lock:  # two runs at once would fight for the same cores
            (vectors,) = self._session.run(["vectors"], {"ids": ids, "mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _batches(order: list[int], encoded: list[list[int]]) -> list[list[int]]:
    """Runs of indexes, shortest texts first, of at most TOKENS_PER_RUN tokens with padding."""
    batches: list[list[int]] = [[]]
    for i in order:
        if batches[-1] and len(encoded[i]) * (len(batches[-1]) + 1) > TOKENS_PER_RUN:
            batches.append([])
        batches[-1].append(i)
    return batches
