"""A document that the question names and asks nothing more of."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.steps.quoted import NO_MODEL
from assistant.answers.answer import Answer
from assistant.answers.status import Status
from knowledge.library import Library
from knowledge.work import worker
from tests.assistant.asking import ask
from tests.people import HERE


def by_title(answer: Answer) -> bool:
    return any(reason.by == "title" for item in answer.found for reason in item.reasons)


@pytest.mark.parametrize(
    ("question", "title", "opens"),
    [
        ("travel policy", "Travel Policy", "1.1 This policy applies to everybody who travels"),
        ("What is the policy on gifts?", "Gifts and Hospitality Policy", "1.1 Nobody in the"),
        ("annual leave", "Annual Leave Policy 2026", "1.1 This policy sets out how much"),
        ("Open the data breach procedure", "Data Breach Procedure", "1.1 A personal"),
        ("What does the whistleblowing policy cover?",
         "Raising a Concern: Whistleblowing Policy", "1.1 The Department"),
    ],
)  # fmt: skip
def test_its_beginning_is_quoted(
    sample_library: Library, question: str, title: str, opens: str
) -> None:
    answer = ask(sample_library, question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(opens)
    assert {citation.title for claim in answer.claims for citation in claim.citations} == {title}
    assert answer.notice == f"{NO_MODEL} how “{title}” begins. Open it to read on."


@pytest.mark.parametrize(
    "question",
    ["Who owns the travel policy?", "When was the travel policy last reviewed?",
     "What version of the travel policy is in force?", "when was the travel policy issued",
     "When did the travel policy come into force?"],
)  # fmt: skip
def test_its_cover_is_quoted_to_those_who_ask_for_it(
    sample_library: Library, question: str
) -> None:
    answer = ask(sample_library, question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith("Owner | Finance Directorate")
    assert answer.notice == NO_MODEL


@pytest.mark.parametrize(
    "question",
    [
        "How do I report a data breach?",
        "Who may travel first class?",
        "leave policy",  # annual or special
        "annual leave 2023",
        "pension policy",
        "Can I take annual leave?",
        "What is the travel policy on taxis?",
        "Is annual leave a conflict of interest?",
        "What is annual leave?",
        "What is the meaning of annual leave?",
    ],
)
def test_what_asks_for_more_or_for_no_document_is_searched(
    sample_library: Library, question: str
) -> None:
    assert not by_title(ask(sample_library, question))


def test_a_sentence_that_announces_a_list_comes_with_it(sample_library: Library) -> None:
    answer = ask(sample_library, "travel policy")
    assert "1.3 The budget holder's agreement is needed before booking:\n\n- for any" in answer.text
    assert answer.claims[-1].text.endswith("agreement of the director.")


def test_a_list_is_shown_once(home: Path) -> None:
    text = (
        "# Dogs at Work\n\nDogs may come if they:\n\n- are quiet and calm;\n- are house trained.\n"
    )
    with Library.open(home) as library:
        library.add(HERE, text.encode(), "dogs.md", "Pets")
        assert worker.run(library.home, until_idle=True)
        answer = ask(library, "dogs at work")
    assert answer.text.count("are quiet and calm") == 1
