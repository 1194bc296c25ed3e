"""The judge weighs plain signals; what speaks for an answer raises the odds of each sort."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.evidence.judge import judge, weighing_for
from assistant.answering.evidence.signals import Signals
from assistant.answering.question.asked import asked_proper
from assistant.answers.status import Status

NEAR = Signals(
    score=0.7, ahead=0.25, ahead_of_fifth=0.3, passage=0.7, sentence=0.75, heading=0.4, title=0.4,
    words_of_document=0.8, words_of_passage=0.6, words_of_sentence=0.7, bm25=20.0, asked=1.6,
    said=1.7,
)  # fmt: skip
FAR = replace(
    NEAR, score=0.15, ahead=0.0, ahead_of_fifth=0.02, passage=0.15, sentence=0.2, heading=0.05,
    title=0.05, words_of_document=0.1, words_of_passage=0.05, words_of_sentence=0.0, bm25=2.0,
)  # fmt: skip
SORTS = [
    pytest.param({}, id="plain"),
    pytest.param({"said": 2.9}, id="story"),
    pytest.param({"heading": 0.6}, id="named"),
]


@pytest.mark.parametrize("sort", SORTS)
def test_near_is_answered_and_far_is_not_covered(sort: dict[str, float]) -> None:
    assert judge(replace(NEAR, **sort), 0.5).status is Status.ANSWERED
    far = judge(replace(FAR, **sort), 0.0)
    assert far.status is Status.NOT_COVERED
    assert "0.15" in far.reason


@pytest.mark.parametrize("sort", SORTS)
def test_between_them_is_unsure(sort: dict[str, float]) -> None:
    seen = {
        judge(
            replace(FAR, **sort, score=0.15 + step * 0.02, sentence=0.2 + step * 0.02), 0.2
        ).status
        for step in range(40)
    }
    assert Status.UNSURE in seen


def test_a_passage_that_is_not_ahead_of_the_next_is_no_answer() -> None:
    levels = [judge(NEAR, ahead) for ahead in (-1.0, 0.0, 0.8)]
    assert levels[0].status is Status.UNSURE and levels[-1].status is Status.ANSWERED
    assert not any(one.likely and one.status is Status.ANSWERED for one in levels)
    assert not levels[0].sure and levels[-1].sure


def test_probably_the_answer_is_between_unsure_and_answered() -> None:
    seen = [judge(replace(NEAR, score=0.35, sentence=0.4), step / 50) for step in range(60)]
    order = [(one.status, one.likely) for one in seen]
    assert order == sorted(order, key=[(Status.UNSURE, False), (Status.UNSURE, True),
                                       (Status.ANSWERED, False)].index)  # fmt: skip
    assert (Status.UNSURE, True) in order


@pytest.mark.parametrize("sort", SORTS)
def test_a_better_score_never_lowers_the_odds(sort: dict[str, float]) -> None:
    low, high = replace(NEAR, **sort, score=0.4), replace(NEAR, **sort, score=0.6)
    assert weighing_for(low).odds(low) < weighing_for(high).odds(high)


def test_a_story_around_what_a_heading_names_is_told_apart() -> None:
    named = replace(FAR, heading=0.6)
    assert judge(replace(named, asked=1.1, said=2.9), 0.1).topical
    assert not judge(replace(named, asked=1.6, said=1.6), 0.1).topical
    assert not judge(replace(FAR, asked=1.1, said=2.9), 0.1).topical
    assert judge(replace(FAR, asked=1.1, said=2.9, words_of_sentence=1.0), 0.1).topical
    assert not judge(replace(FAR, asked=0.7, said=2.9, words_of_sentence=1.0), 0.1).topical


def test_what_is_asked_proper() -> None:
    assert asked_proper("I am a parent. I work part time. Can I get leave?") == "Can I get leave?"
    assert asked_proper("Tell me about leave.") == "Tell me about leave."


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_near_is_not_refused_for_its_wording(sort: dict[str, float]) -> None:
    """Typing errors and everyday words leave few of the words asked for."""
    for near in ({"passage": 0.55}, {"sentence": 0.55}):
        assert judge(replace(FAR, **sort, **near), 0.0).status is Status.UNSURE
