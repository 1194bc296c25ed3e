"""How well a score tells two kinds apart; the logistic that makes one score of several signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.floating[Any]]  # one a signal, then the constant

#: Pull of the weights towards 0, so that a signal that is nearly always 0 gets no wild weight.
RIDGE = 1.0
STEPS = 30


def fit(
    signals: NDArray[Any],
    truth: NDArray[Any],
    share: NDArray[Any] | None = None,
    ridge: float = RIDGE,
) -> Weights:
    """`signals` of shape (n, signals), `truth` of shape (n,): the weights of a logistic by Newton's
    method. A signal that never changes gets 0. `share` of shape (n,) is what each row counts."""
    share = np.ones(len(signals)) if share is None else share
    mean, spread = signals.mean(axis=0), signals.std(axis=0)
    spread[spread == 0] = np.inf
    inputs = np.c_[(signals - mean) / spread, np.ones(len(signals))]
    weights = np.zeros(inputs.shape[1])
    pull = np.eye(len(weights)) * ridge
    pull[-1, -1] = 0.0
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (share * (truth - likely)) - pull @ weights
        curve = (inputs.T * (share * likely * (1 - likely))) @ inputs + pull
        weights = weights + np.linalg.solve(curve, gradient)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean)


def scores(signals: NDArray[Any], weights: Weights) -> NDArray[Any]:
    """Shape (n,), each between 0 and 1."""
    likely: NDArray[Any] = 1 / (1 + np.exp(-(signals @ weights[:-1] + weights[-1])))
    return likely


def best_threshold(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The value from which on to say "true" for the highest F1."""
    best = (0.0, 0.0)
    for threshold in sorted(set(values)):
        found = [value >= threshold for value in values]
        right = sum(a and b for a, b in zip(found, truth, strict=True))
        best = max(best, (2 * right / (sum(found) + sum(truth)), threshold))
    return best[1]
