"""What was found is held to the question: near enough, and of the answer type that it expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering.evidence.weigh import weigh
from assistant.answers.status import Status
from knowledge.documents.types import Found, Reason
from knowledge.library import SearchQuery
from tests.assistant.fakes import passage

RAIL = passage(
    1,
    "Book rail travel in standard class as soon as the dates are known. "
    "A railcard for travel in standard class is paid for after 3 journeys.",
    "Travel policy",
    "Rail travel",
)
GIFTS = passage(2, "Record every offer of a gift in the gifts register.", "Gifts")


def found() -> list[Found]:
    return [
        Found(item, score, (Reason("meaning", rank, score), Reason("words", rank, 20 * score)))
        for rank, (item, score) in enumerate([(RAIL, 0.8), (GIFTS, 0.2)], start=1)
    ]


def near(query: SearchQuery, texts: Sequence[str]) -> list[float]:
    """Everything about rail is near, the sentence that opens the passage nearest."""
    return [0.8 if "as soon as" in text else 0.75 if "ail" in text else 0.2 for text in texts]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Who may book rail travel in standard class?", Status.ANSWERED),
        ("How many journeys by rail before a railcard is paid for?", Status.ANSWERED),
        ("How soon do I book rail travel in standard class?", Status.ANSWERED),
        ("How much does rail travel in standard class cost?", Status.UNSURE),
    ],
)
def test_words_without_the_type_expected_do_not_answer(question: str, status: Status) -> None:
    judgement = weigh(SearchQuery(question), found(), near).judgement
    assert judgement.status is status
    if status is Status.UNSURE:
        assert judgement.reason == (
            "The question expects a sum of money, and the nearest words hold none."
        )


def test_a_figure_of_another_document_answers_something_else() -> None:
    other = passage(2, "A gift by rail worth £25 or more is refused.", "Gifts")
    elsewhere = [found()[0], replace(found()[1], passage=other)]
    evidence = weigh(SearchQuery("How much does rail travel cost?"), elsewhere, near)
    assert any("£25" in quote.text for quote in evidence.quotes())
    assert evidence.judgement.status is Status.UNSURE


def test_the_sentence_with_the_type_expected_leads() -> None:
    plain = weigh(SearchQuery("What about rail travel in standard class?"), found(), near)
    assert plain.quotes()[0].text.startswith("Book rail travel")
    typed = weigh(SearchQuery("How many times by rail in standard class?"), found(), near)
    assert typed.quotes()[0].text.startswith("A railcard")


def test_nothing_to_quote_is_not_covered() -> None:
    assert weigh(SearchQuery("Rail?"), [], near).judgement.status is Status.NOT_COVERED
