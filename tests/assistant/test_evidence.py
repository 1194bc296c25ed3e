"""What was found is held to the question: near enough, and of the answer type that it expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answering.evidence.weigh import Weighed, weigh
from assistant.answering.question.intent import AnswerType, Intent
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


def weighed(
    question: str, expects: AnswerType | None = None, items: Sequence[Found] | None = None
) -> Weighed:
    intent = Intent(SearchQuery(question), expects=expects)
    return weigh(intent, found() if items is None else items, near)


@pytest.mark.parametrize(
    ("question", "expects", "status"),
    [
        ("Who may book rail travel in standard class?", None, Status.ANSWERED),
        ("How many journeys by rail before a railcard is paid for?", AnswerType.FIGURE,
         Status.ANSWERED),
        ("How soon do I book rail travel in standard class?", AnswerType.TIME, Status.ANSWERED),
        ("How much does rail travel in standard class cost?", AnswerType.MONEY, Status.UNSURE),
    ],
)  # fmt: skip
def test_words_without_the_type_expected_do_not_answer(
    question: str, expects: AnswerType | None, status: Status
) -> None:
    judgement = weighed(question, expects).judgement
    assert judgement.status is status
    if status is Status.UNSURE:
        assert judgement.reason == (
            "The question expects a sum of money, and the nearest words hold none."
        )


def test_a_figure_of_another_document_answers_something_else() -> None:
    other = passage(2, "A gift by rail worth £25 or more is refused.", "Gifts")
    elsewhere = [found()[0], replace(found()[1], passage=other)]
    evidence = weighed("How much does rail travel cost?", AnswerType.MONEY, elsewhere)
    assert any("£25" in quote.text for quote in evidence.quotes())
    assert evidence.judgement.status is Status.UNSURE


def test_the_sentence_with_the_type_expected_leads() -> None:
    plain = weighed("What about rail travel in standard class?")
    assert plain.quotes()[0].text.startswith("Book rail travel")
    typed = weighed("How many times by rail in standard class?", AnswerType.FIGURE)
    assert typed.quotes()[0].text.startswith("A railcard")


def test_nothing_to_quote_is_not_covered() -> None:
    assert weighed("Rail?", items=[]).judgement.status is Status.NOT_COVERED
