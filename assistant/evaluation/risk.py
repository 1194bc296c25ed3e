"""What another bar would answer, rightly and wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

#: Shares of the answerable questions for which the risk–coverage curve is told.
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def area(values: Sequence[float], truth: Sequence[bool]) -> float:
    """Area under the ROC curve: how often one of the true has the higher value, ties half."""
    each, is_true = np.asarray(values, dtype=float), np.asarray(truth, dtype=bool)
    true, false = each[is_true], each[~is_true]
    if not len(true) or not len(false):
        return float("nan")
    higher = (true[:, None] > false[None]) + 0.5 * (true[:, None] == false[None])
    return round(float(higher.mean()), 3)


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
