"""The figures of an evaluation, each by its definition; texts are compared word by word.

Everything here works on the objects of a run's `questions.jsonl` and on the labelled questions, so
that anybody can compute the same figures from the same files.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

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


def distinct(documents: Sequence[str]) -> list[str]:
    """Each document once, at its best rank."""
    return list(dict.fromkeys(documents))


def ndcg(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Gain 1 for each distinct relevant document, discounted by log2(rank + 1); 1 is the best order
    there can be."""
    wanted = set(relevant)
    if not wanted:
        return 0.0
    gain = sum(
        1 / math.log2(rank + 1)
        for rank, document in enumerate(distinct(ranked)[:depth], start=1)
        if document in wanted
    )
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(depth, len(wanted)) + 1))
    return gain / best


def recall(ranked: Sequence[str], relevant: Collection[str], depth: int = 5) -> float:
    """Share of the relevant documents among the first `depth` distinct ones."""
    wanted = set(relevant)
    return len(wanted & set(distinct(ranked)[:depth])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """1 / rank of the first relevant document; 0 when none is among the first `depth`."""
    wanted = set(relevant)
    ranks = (
        rank
        for rank, document in enumerate(distinct(ranked)[:depth], start=1)
        if document in wanted
    )
    return next((1 / rank for rank in ranks), 0.0)


def span_hit(passages: Sequence[str], spans: Sequence[str], depth: int = 5) -> bool:
    """Whether one of the first `depth` passages holds a relevant span."""
    return any(holds(passage, span) for passage in passages[:depth] for span in spans)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, between neighbours in proportion; 0
    for no values."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def mean(values: Sequence[float]) -> float:
    """0 for no values."""
    return sum(values) / len(values) if values else 0.0
