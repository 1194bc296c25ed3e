"""Which passage leads: its place and its words count beside its best sentence."""

from __future__ import annotations

import numpy as np

from assistant.answering.evidence.candidates import Candidate
from assistant.answering.evidence.leading import by_passage, leading
from knowledge.documents.types import Found, Reason
from tests.assistant.fakes import passage
from tests.lab.leading import Row, fitted, led

RULE = passage(1, "A claim is made within sixty days of the journey.", "Travel")
NEAR = passage(2, "A journey is a day out, and no claim.", "Words")


def _candidates(words: tuple[float, float], scores: tuple[float, float]) -> list[Candidate]:
    """The second passage's sentence is a little nearer to the question."""
    return [
        Candidate(
            Found(item, score, (Reason("meaning", rank + 1, 0.5),)),
            rank,
            item.units[0],
            0.5,
            share,
            meaning,
        )
        for rank, (item, score, share, meaning) in enumerate(
            zip((RULE, NEAR), scores, words, (0.60, 0.64), strict=True)
        )
    ]


def test_what_was_found_first_leads_though_a_sentence_elsewhere_is_a_little_nearer() -> None:
    assert leading(_candidates((0.5, 0.5), (0.50, 0.50)), lambda one: one.meaning).rank == 1
    assert leading(_candidates((0.5, 0.5), (0.60, 0.50)), lambda one: one.meaning).rank == 0


def test_the_words_of_the_whole_passage_count() -> None:
    assert leading(_candidates((0.8, 0.4), (0.50, 0.50)), lambda one: one.meaning).rank == 0


def test_a_passage_put_first_has_the_score_of_the_first_place() -> None:
    """One of the document that the talk is about goes first, whatever it scored."""
    seen = by_passage(_candidates((0.5, 0.5), (0.30, 0.60)), lambda one: one.meaning)
    assert [seen[rank].score for rank in (0, 1)] == [0.60, 0.30]


def test_the_fit_finds_the_signal_that_tells() -> None:
    chance = np.random.default_rng(0)
    rows = []
    for number in range(300):
        seen = chance.normal(0.5, 0.1, (5, 4))
        right = np.arange(5) == number % 5
        seen[:, 0] += 0.05 * right
        seen[:, 2] += 0.3 * right
        rows.append(Row(str(number), "one" if number % 2 else "other", seen, right))
    weights = fitted(rows)
    assert weights["words"] > 2 * abs(weights["score"])
    assert led(rows, weights) > led(rows, {"unit": 1.0}) + 0.3
