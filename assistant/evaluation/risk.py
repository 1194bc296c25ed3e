"""The risk–coverage curve: what would be answered, rightly and wrongly, with another bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.evaluation.separation import area

#: Shares of the answerable questions for which the curve is told.
COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def risk_coverage(answerable: Sequence[float], unanswerable: Sequence[float]) -> dict[str, Any]:
    """`auroc` of the margins, and a point for each of COVERAGES: the lowest `margin` that is
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
