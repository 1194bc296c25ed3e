"""A local entailment model: does one text follow from another? It is never fetched.

Any sequence classifier in ONNX form whose labels are entailment, neutral and contradiction, in a
directory with `model.onnx`, `tokenizer.json` and `config.json` (`id2label`), as Hugging Face's
exporter writes them. BERNARD_ENTAILMENT_DIGEST says which files it must be.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from assistant.settings import BernardSettings
from knowledge.errors import BadSetting

FILES = ("model.onnx", "tokenizer.json", "config.json")
_LABELS = ("entailment", "neutral", "contradiction")
#: Tokens of both texts; such models are trained on fewer.
MOST_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Follows:
    """Probabilities that sum to one."""

    entailed: float
    neutral: float
    contradicted: float


class EntailmentModel:
    """Opened at its first use. Safe to use from threads."""

    def __init__(self, directory: Path, digest: str) -> None:
        self._directory = directory
        self._digest = digest
        self._opening = threading.Lock()

    @classmethod
    def from_environment(cls) -> Self | None:
        """None without BERNARD_ENTAILMENT_DIR. Raises BadSetting where its files are not there or
        are not those of the digest."""
        given = BernardSettings.read()
        if not given.entailment_dir:
            return None
        model = cls(Path(given.entailment_dir), given.entailment_digest)
        model.verify()
        return model

    @property
    def name(self) -> str:
        return self._directory.name

    def verify(self) -> None:
        """Raises BadSetting."""
        digest = hashlib.sha256()
        for name in FILES:
            try:
                digest.update((self._directory / name).read_bytes())
            except OSError:
                raise BadSetting(
                    f"BERNARD_ENTAILMENT_DIR holds no {name}: it takes a directory with "
                    f"{', '.join(FILES)}."
                ) from None
        if digest.hexdigest() != self._digest:
            raise BadSetting(
                "The files in BERNARD_ENTAILMENT_DIR are not those that BERNARD_ENTAILMENT_DIGEST "
                f"names. `cat {' '.join(FILES)} | sha256sum` in that directory prints the digest."
            )
        if sorted(self._labels.values()) != sorted(_LABELS):
            raise BadSetting(
                "The model in BERNARD_ENTAILMENT_DIR does not tell entailment, neutral and "
                "contradiction: its config.json names other labels in id2label."
            )

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[Follows]:
        """For each (premise, hypothesis), whether the second follows from the first."""
        with self._opening:
            session, tokenizer = self._session, self._tokenizer
        return [self._one(session, tokenizer.encode(*pair)) for pair in pairs]

    def _one(self, session: Any, encoded: Any) -> Follows:
        given = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        wanted = {one.name for one in session.get_inputs()}
        inputs = {
            name: np.array([values], dtype=np.int64)
            for name, values in given.items()
            if name in wanted
        }
        logits = np.asarray(session.run(None, inputs)[0][0], dtype=np.float64)
        odds = np.exp(logits - logits.max())
        by_label = dict(zip(self._labels.values(), odds / odds.sum(), strict=True))
        return Follows(*(float(by_label[label]) for label in _LABELS))

    @cached_property
    def _labels(self) -> dict[int, str]:
        """By the place of its logit."""
        try:
            told = json.loads((self._directory / "config.json").read_bytes())["id2label"]
            return {int(n): str(told[n]).lower() for n in sorted(told, key=int)}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        model = str(self._directory / "model.onnx")
        return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer: Any = Tokenizer.from_file(str(self._directory / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS, strategy="only_first")
        return tokenizer
