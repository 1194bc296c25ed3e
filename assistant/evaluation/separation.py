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
#: Shares of the answerable questions for which the risk–coverage curve is told.
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


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


def area(values: Sequence[float], truth: Sequence[bool]) -> float:
    """Area under the ROC curve: how often one of the true has the higher value, ties half."""
    each, is_true = np.asarray(values, dtype=float), np.asarray(truth, dtype=bool)
    true, false = each[is_true], each[~is_true]
    if not len(true) or not len(false):
        return float("nan")
    higher = (true[:, None] > false[None]) + 0.5 * (true[:, None] == false[None])
    return round(float(higher.mean()), 3)


def best_threshold(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The value from which on to say "true" for the highest F1."""
    best = (0.0, 0.0)
    for threshold in sorted(set(values)):
        found = [value >= threshold for value in values]
        right = sum(a and b for a, b in zip(found, truth, strict=True))
        best = max(best, (2 * right / (sum(found) + sum(truth)), threshold))
    return best[1]


def risk_coverage(answerable: Sequence[float], unanswerable: Sequence[float]) -> dict[str, Any]:
    """What would be answered, rightly and wrongly, with another bar: `auroc` of the margins, and a
    point for each of COVERAGES: the lowest `margin` that is
    answered, and the share of the unanswerable questions answered with it (`false_answers`).

    A margin is a question's log-odds above the bar of its kind. Asking back, for which a question
    must pass the bar too, counts as an answer here. {} where either kind is missing.
    """
    if not len(answerable) or not len(unanswerable):
        return {}
    best_first = -np.sort(-np.asarray(answerable, dtype=float))
    others = np.asarray(unanswerable, dtype=float)
    points = []
    for coverage in COVERAGES:
        margin = float(best_first[int(np.ceil(coverage * len(best_first))) - 1])
        wrong = float((others >= margin).mean())
        points.append({"coverage": coverage, "margin": round(margin, 3), "false_answers": wrong})
    truth = [True] * len(best_first) + [False] * len(others)
    return {"auroc": area([*best_first, *others], truth), "curve": points}
