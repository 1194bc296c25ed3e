"""The figures of an evaluation, each by its definition; texts are compared word by word.

Everything here works on the objects of a run's `questions.jsonl` and on the labelled questions, so
that anybody can compute the same figures from the same files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
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


_WORD = re.compile(r"\w+")

#: Length of a shingle, in words.
SHINGLE = 5
#: Share of the shorter text's shingles that must stand in the longer: the labelled span is kept to
#: more than the passage, whose ends often lie outside the span.
SPAN_SHARE, PASSAGE_SHARE = 0.8, 0.5


def word_characters(text: str) -> str:
    """Lower-case words parted by one space: what is left when only word characters count."""
    return " ".join(_WORD.findall(text.lower()))


def holds(text: str, span: str) -> bool:
    """Whether `text` (a passage or a quote) holds `span`.

    The shorter of the two stands whole in the longer, or its five-word shingles do: 80 % of them
    when the span is the shorter (or as long), 50 % when the text is. A text of fewer than five
    words has no shingles and must stand whole; an empty one holds nothing and is held by nothing.
    """
    passage_words, span_words = word_characters(text).split(), word_characters(span).split()
    if not passage_words or not span_words:
        return False
    span_is_shorter = len(span_words) <= len(passage_words)
    short, long = (span_words, passage_words) if span_is_shorter else (passage_words, span_words)
    if stands_in(" ".join(short), " ".join(long)):
        return True
    wanted = _shingles(short)
    if not wanted:
        return False
    present = len(wanted & _shingles(long)) / len(wanted)
    return present >= (SPAN_SHARE if span_is_shorter else PASSAGE_SHARE)


def stands_in(short: str, long: str) -> bool:
    """Whether the words of `short` stand in `long`, one after the other, as whole words."""
    inner = word_characters(short)
    return bool(inner) and f" {inner} " in f" {word_characters(long)} "


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def _ranks(ranked: Sequence[str], relevant: Collection[str], depth: int) -> list[int]:
    """Those of the relevant documents among the first `depth`; a document counts once, at its
    best."""
    distinct = list(dict.fromkeys(ranked))[:depth]
    return [rank for rank, document in enumerate(distinct, start=1) if document in relevant]


def ndcg(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Gain 1 for each distinct relevant document, discounted by log2(rank + 1); 1 is the best order
    there can be."""

    def gain(ranks: Iterable[int]) -> float:
        return sum(1 / math.log2(rank + 1) for rank in ranks)

    best = gain(range(1, min(depth, len(set(relevant))) + 1))
    return gain(_ranks(ranked, relevant, depth)) / best if best else 0.0


def recall(ranked: Sequence[str], relevant: Collection[str], depth: int = 5) -> float:
    """Share of the relevant documents among the first `depth` distinct ones."""
    wanted = len(set(relevant))
    return len(_ranks(ranked, relevant, depth)) / wanted if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """1 / rank of the first relevant document; 0 when none is among the first `depth`."""
    return next((1 / rank for rank in _ranks(ranked, relevant, depth)), 0.0)


def span_hit(passages: Sequence[str], spans: Sequence[str], depth: int = 5) -> bool:
    """Whether one of the first `depth` passages holds a relevant span."""
    return any(holds(passage, span) for passage in passages[:depth] for span in spans)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, between neighbours in proportion; 0
    for no values."""
    return float(np.quantile(values, share)) if values else 0.0


def mean(values: Sequence[float]) -> float:
    """0 for no values."""
    return sum(values) / len(values) if values else 0.0
