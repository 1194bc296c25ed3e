"""Every figure against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from tests.lab.evaluation import metrics


def words(first: int, last: int) -> str:
    """ "w1 w2 w3 …" with both ends."""
    return " ".join(f"w{i}" for i in range(first, last + 1))


class TestHolds:
    def test_case_punctuation_and_white_space_do_not_count(self) -> None:
        assert metrics.holds("You may carry over\n“10 days” of leave.", "carry over: 10 DAYS")

    def test_a_short_span_stands_whole_or_not_at_all(self) -> None:
        assert metrics.holds("brothers and sisters, then parents", "Brothers and sisters")
        assert not metrics.holds("brothers, sisters and parents", "Brothers and sisters")

    def test_whole_words_only(self) -> None:
        assert not metrics.holds("I know what is known of it", "now")

    def test_the_passage_may_be_the_shorter_and_stand_whole_in_the_span(self) -> None:
        assert metrics.holds(words(3, 5), words(1, 30))

    def test_shorter_span_needs_four_fifths_of_its_shingles(self) -> None:
        # Span of 14 words: 10 shingles. Without its last two words the passage has 8 of them.
        passage = f"{words(1, 12)} {' '.join(f'x{i}' for i in range(20))}"
        assert metrics.holds(passage, words(1, 14))
        # Without its last three: 7 of 10.
        passage = f"{words(1, 11)} {' '.join(f'x{i}' for i in range(20))}"
        assert not metrics.holds(passage, words(1, 14))

    def test_shorter_passage_needs_half_of_its_shingles(self) -> None:
        # Passage of 14 words, 10 shingles, inside a longer span: 9 words of it give 5 shingles.
        assert metrics.holds(f"{words(1, 9)} x1 x2 x3 x4 x5", words(1, 40))
        assert not metrics.holds(f"{words(1, 8)} x1 x2 x3 x4 x5 x6", words(1, 40))

    def test_equal_lengths_are_held_to_the_span_share(self) -> None:
        assert metrics.holds(f"{words(1, 12)} x y", words(1, 14))
        assert not metrics.holds(f"{words(1, 11)} x y z", words(1, 14))

    def test_four_words_that_differ_by_one_do_not_hold(self) -> None:
        assert not metrics.holds(f"{words(1, 3)} x {words(5, 40)}", words(1, 4))

    def test_nothing_holds_nothing(self) -> None:
        assert not metrics.holds("", "")
        assert not metrics.holds("some words", "—")
        assert not metrics.holds("…", "some words")


class TestRanking:
    def test_ndcg_of_one_relevant_document_is_its_discount(self) -> None:
        assert metrics.ndcg(["a", "b", "c"], {"a"}) == 1.0
        assert metrics.ndcg(["x", "y", "a"], {"a"}) == pytest.approx(0.5)  # 1 / log2(4)

    def test_ndcg_divides_by_the_best_order(self) -> None:
        gained = 1 / math.log2(2) + 1 / math.log2(4)  # ranks 1 and 3
        best = 1 / math.log2(2) + 1 / math.log2(3)
        assert metrics.ndcg(["a", "x", "b"], {"a", "b"}) == pytest.approx(gained / best)

    def test_a_document_gains_once_and_takes_one_rank(self) -> None:
        assert metrics.ndcg(["a", "a", "a", "b"], {"a", "b"}) == pytest.approx(1.0)

    def test_nothing_past_the_tenth_counts(self) -> None:
        ranked = [f"x{i}" for i in range(10)] + ["a"]
        assert metrics.ndcg(ranked, {"a"}) == 0.0
        assert metrics.reciprocal_rank(ranked, {"a"}) == 0.0

    def test_more_relevant_documents_than_ranks_can_still_reach_one(self) -> None:
        relevant = [f"a{i}" for i in range(15)]
        assert metrics.ndcg(relevant, relevant) == pytest.approx(1.0)

    def test_recall_is_a_share_of_the_relevant(self) -> None:
        assert metrics.recall(["a", "x", "y", "z", "w", "b"], {"a", "b"}) == 0.5
        assert metrics.recall(["a", "a", "a", "a", "a", "b"], {"a", "b"}) == 1.0

    def test_reciprocal_rank_is_of_the_first(self) -> None:
        assert metrics.reciprocal_rank(["x", "a", "b"], {"a", "b"}) == 0.5


def test_span_hit_looks_at_the_first_five() -> None:
    passages = ["one", "two", "three", "four", "five", words(1, 20)]
    assert not metrics.span_hit(passages, [words(1, 20)])
    assert metrics.span_hit(passages[1:], [words(1, 20)])
    assert metrics.span_hit(passages, ["nowhere to be found", "three"])


def test_percentiles_lie_between_neighbours() -> None:
    assert metrics.percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert metrics.percentile([10.0, 20.0], 0.95) == pytest.approx(19.5)
    assert metrics.percentile([7.0], 0.95) == 7.0
    assert metrics.percentile([], 0.5) == 0.0
