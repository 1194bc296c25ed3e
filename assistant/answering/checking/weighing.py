"""What the signals say together: how likely it is that a claim says more than its sources.

A logistic over each statement, fitted on one half (by a hash of the id) of the answers of RAGTruth
whose invented spans people marked, and read off on the other: `python -m tests.lab.checking`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.fitted import load

_FITTED = load("checking")
#: Log-odds of "it says what no source says" per unit of each of `Signals.features`, and at none.
WEIGHTS: tuple[float, ...] = tuple(_FITTED["weights"].values())
CONSTANT: float = _FITTED["constant"]
#: Closeness that says nothing either way: about the mean of statements with new words.
USUAL_CLOSENESS = 0.7
#: From here on rules do not know whether a claim is supported; from the second on it is accused.
UNCHECKED: float = _FITTED["unchecked"]
UNSUPPORTED: float = _FITTED["unsupported"]
#: Between the two a claim is accused from this share of new words on.
SOMETHING_ELSE: float = _FITTED["something else"]


@dataclass(frozen=True, slots=True)
class ClaimSignals:
    """What a claim says beyond the sources that it is held to."""

    new_words: int
    share_new: float
    new_names: int
    new_figures: int
    closeness: float | None = None  # cosine to the best sentence; None: not compared

    @property
    def features(self) -> tuple[float, ...]:
        """In the order of the weights: the logarithm of one more than its new words, their share, a
        name that is in no source, a number that is in none, and closeness of meaning to the best
        sentence where there are new words."""
        compared = self.closeness is not None and self.new_words
        return (
            math.log1p(self.new_words),
            self.share_new,
            float(self.new_names > 0),
            float(self.new_figures > 0),
            (self.closeness or 0.0) - USUAL_CLOSENESS if compared else 0.0,
        )


def risk(signals: ClaimSignals) -> float:
    """Between 0 and 1."""
    odds = CONSTANT + sum(w * x for w, x in zip(WEIGHTS, signals.features, strict=True))
    return 1 / (1 + math.exp(-odds))
