"""The gate: the sample library's labelled questions, asked of the real thing without a model.

The floors lie a little under what was reached (docs/measurements.md), so that a step back is seen.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.steps.quoted import RESTS_ON
from assistant.answers.answer import Answer, Turn
from assistant.answers.events import Finished
from assistant.answers.status import Status
from assistant.sample import examples
from knowledge.library import Library
from tests.assistant.asking import ask
from tests.lab.evaluation.metrics import holds
from tests.people import HERE

QUESTIONS = [
    json.loads(line)
    for line in Path(__file__).parent.with_name("sample_questions.jsonl").read_text().splitlines()
]
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]
UNANSWERABLE = [question for question in QUESTIONS if not question["answerable"]]

#: Each on something else than the one before.
UNRELATED = (
    "How many days off do I get when my brother dies?",
    "How long must my password be?",
    "What is the mileage rate for a bicycle?",
    "Who clears announcements in the Grid?",
    "How late may a holding reply be?",
    "Can I work from Spain for a month?",
    "Who do I ring when I am ill?",
    "What happens after eight wrong passwords?",
    "How many words may a press notice have?",
    "How often are laptops replaced?",
    "When do advance train tickets go on sale?",
    "Can I put personal data into a public AI tool?",
    "How long does an FOI reply take?",
    "What is a Carer's Passport for?",
    "Which countries count as abroad?",
    "Who answers abusive letters?",
)


@pytest.fixture(scope="module")
def library(sample_library: Library) -> Library:
    return sample_library


@pytest.fixture(scope="module")
def answers(library: Library) -> dict[str, Answer]:
    assistant = Assistant(library)
    return {
        question["id"]: _ask(assistant, question["question"], question.get("history") or [])
        for question in QUESTIONS
    }


def _ask(assistant: Assistant, question: str, history: list[dict[str, str]]) -> Answer:
    turns = [Turn(turn["role"], turn["content"]) for turn in history]
    *_, last = assistant.ask(HERE, question, turns, mode="embedded")
    assert isinstance(last, Finished)
    return last.answer


def test_every_quote_is_in_its_source(library: Library, answers: dict[str, Answer]) -> None:
    quoted = [citation for answer in answers.values() for citation in answer.citations]
    assert len(quoted) > 100
    for citation in quoted:
        text = library.text(HERE, citation.version_id)
        assert text[citation.start : citation.end] == citation.quote


def test_the_right_passage_is_found(answers: dict[str, Answer]) -> None:
    found = sum(
        any(
            holds(item.passage.text, relevant["span"])
            for item in answers[question["id"]].found[:5]
            for relevant in question["relevant"]
        )
        for question in ANSWERABLE
    )
    assert found / len(ANSWERABLE) >= 0.80


def test_the_answer_is_quoted_where_one_is_given(answers: dict[str, Answer]) -> None:
    given = [
        question
        for question in ANSWERABLE
        if answers[question["id"]].status in (Status.ANSWERED, Status.UNSURE)
    ]
    right = sum(
        any(
            holds(citation.quote, relevant["span"])
            for citation in answers[question["id"]].citations
            for relevant in question["relevant"]
        )
        for question in given
    )
    assert len(given) / len(ANSWERABLE) >= 0.82
    assert right / len(given) >= 0.75


def test_what_is_not_in_the_documents_is_not_answered(answers: dict[str, Answer]) -> None:
    answered = [
        question["question"]
        for question in UNANSWERABLE
        if answers[question["id"]].status is Status.ANSWERED
    ]
    assert len(answered) <= 4, answered


def test_a_superseded_version_is_never_quoted(library: Library, answers: dict[str, Answer]) -> None:
    in_force = {
        document.current.id for document in library.documents(HERE) if document.current is not None
    }
    cited = {citation.version_id for answer in answers.values() for citation in answer.citations}
    assert cited <= in_force


def test_the_examples_of_the_empty_page_work(library: Library) -> None:
    assistant = Assistant(library)
    for question in examples():
        assert _ask(assistant, question, []).status is Status.ANSWERED, question


def test_a_story_may_not_hide_the_rule_that_decides(library: Library) -> None:
    told = "Our lease ends in March. Can I work from abroad?"
    answer = _ask(Assistant(library), told, [])
    assert answer.status is Status.CLARIFY
    assert answer.options == ("your deputy director and the Security Team have agreed beforehand",)
    assert answer.notice.startswith("The documents may not answer this.")


def test_a_doubt_shows_again_what_the_answer_rests_on(sample_library: Library) -> None:
    first = ask(sample_library, "How many days leave can I carry over?")
    history: tuple[Turn, ...] = (Turn("user", first.question), first.turn)
    for message in ("why?", "Are you sure? I thought it was 5"):
        again = ask(sample_library, message, history)
        assert again.notice == RESTS_ON
        assert again.claims[0].text == first.claims[0].text
        history = (*history, Turn("user", message), again.turn)


def test_what_points_back_stays_with_the_document(sample_library: Library) -> None:
    first = ask(sample_library, "What do I do if a journalist calls me?")
    history = (Turn("user", first.question), first.turn)
    cleared = ask(sample_library, "who clears it", history)
    assert cleared.claims[0].citations[0].title == "Press and Media Guidance"
    other = ask(sample_library, "How many days of annual leave do I get after 3 years?", history)
    assert other.claims[0].citations[0].title.startswith("Annual Leave")
    gift = ask(sample_library, "May I keep a box of chocolates from a contractor?")
    history = (Turn("user", gift.question), gift.turn)
    recorded = ask(sample_library, "and where do I record it", history)
    assert recorded.claims[0].citations[0].title.startswith("Gifts")


@pytest.mark.parametrize(
    "question",
    ["How many days of annual leave can I carry over?", "What is the rate for a mile by bicycle?"],
)
def test_a_sure_answer_has_nothing_of_another_document_beside_it(
    sample_library: Library, question: str
) -> None:
    answer = ask(sample_library, question)
    assert answer.status is Status.ANSWERED
    assert len({one.title for claim in answer.claims for one in claim.citations}) == 1


def test_questions_on_other_things_are_answered_as_if_asked_alone(sample_library: Library) -> None:
    """Sixteen in one conversation. Whether a question of two words ("Who do I ring when I am ill?")
    leans on the one before cannot be known: one may be lost."""
    history: tuple[Turn, ...] = ()
    pairs = []
    for question in UNRELATED:
        later = ask(sample_library, question, history)
        pairs.append((ask(sample_library, question), later))
        history = (*history, Turn("user", question), later.turn)
    answered = [[one.status is Status.ANSWERED for one in pair] for pair in pairs]
    alone, in_talk = map(sum, zip(*answered, strict=True))
    assert alone >= 10
    assert in_talk >= alone - 1
    same = [one.turn.cites == later.turn.cites for one, later in pairs]
    assert sum(same) >= len(same) - 1


def test_the_other_side_of_a_conflict_in_the_list_is_shown_though_its_words_are_far(
    sample_library: Library,
) -> None:
    sample_library.conflicts.look(HERE)
    lost = ask(sample_library, "left my laptop on the train what do i do")
    assert {side.title for one in lost.comparisons for side in one.sides} == {
        "Passwords and Devices",
        "Data Breach Procedure",
    }
    screen = ask(sample_library, "do i have to lock the screen of my laptop")
    assert screen.comparisons == ()
