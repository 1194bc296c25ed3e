"""Figures of the variants on one set: means by half and class, and differences with their doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.lab.retrieval.rows import FIGURES, Row

#: Samples of the questions for an interval; the seed makes every run say the same.
SAMPLES, SEED = 2_000, 12


@dataclass(frozen=True, slots=True)
class Labels:
    """What a question counts for."""

    half: str
    classes: Sequence[str]


def figures(
    rows: Mapping[str, Mapping[str, Row]], labels: Mapping[str, Labels], beside: Sequence[str]
) -> dict[str, Any]:
    """{part: {variant: {"n", figure: mean, "against": {other: {figure: [low, mean, high]}}}}}.

    `rows` are variant → question → figures, `labels` question → labels; `beside` are the variants
    that the others are compared with. Parts are "all", the halves, and class and half together
    ("acronym, dev").
    """
    parts: dict[str, list[str]] = {}
    for question, label in labels.items():
        names = ["all", label.half]
        names += [f"{kind}, {half}" for kind in label.classes for half in ("all", label.half)]
        for name in names:
            parts.setdefault(name, []).append(question)
    return {
        name: {
            variant: _part(of, questions, {other: rows[other] for other in beside if other in rows})
            for variant, of in rows.items()
        }
        for name, questions in parts.items()
    }


def _part(
    of: Mapping[str, Row], questions: Sequence[str], others: Mapping[str, Mapping[str, Row]]
) -> dict[str, Any]:
    part: dict[str, Any] = {"n": len(questions), "against": {name: {} for name in others}}
    for at, figure in enumerate(FIGURES):
        usable = [one for one in questions if of[one][at] is not None]
        values = _column(of, usable, at)
        part[figure] = float(values.mean()) if usable else None
        for name, other in others.items():
            difference = values - _column(other, usable, at)
            part["against"][name][figure] = interval(difference) if usable else None
    return part


def _column(of: Mapping[str, Row], questions: Sequence[str], at: int) -> NDArray[np.float64]:
    return np.array([of[one][at] for one in questions], dtype=np.float64)


def interval(differences: NDArray[np.float64]) -> list[float]:
    """[low, mean, high]: the mean, and the 95 % interval of means of samples drawn with replacement
    from these paired differences."""
    size = len(differences)
    low, high = np.percentile(_drawn(size) @ differences.astype(np.float32) / size, [2.5, 97.5])
    return [float(low), float(differences.mean()), float(high)]


@cache
def _drawn(size: int) -> NDArray[np.float32]:
    """How often each of `size` questions is in each sample, shape (SAMPLES, size)."""
    chance = np.random.default_rng(SEED)
    samples = [np.bincount(chance.integers(0, size, size), minlength=size) for _ in range(SAMPLES)]
    return np.array(samples, dtype=np.float32)
