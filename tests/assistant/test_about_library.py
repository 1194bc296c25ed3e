"""Questions about the library are answered from the catalogue, complete, with a count."""

from __future__ import annotations

import pytest

from assistant.answering.question.about_library import LibraryQuestion, about_library
from assistant.answers.parts import Table
from assistant.answers.status import Status
from assistant.sample import manifest
from knowledge.library import Library
from tests.assistant.asking import ask


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many policies are there?", LibraryQuestion()),
        ("list all your documents", LibraryQuestion()),
        ("Which documents mention the Ethics Committee?",
         LibraryQuestion(mention="the Ethics Committee")),
        ("What guidance do you have on procurement?", LibraryQuestion(topic="procurement")),
        ("Which policies are owned by Legal?", LibraryQuestion(owner="Legal")),
        ("Which documents are due for review in 2031?", LibraryQuestion(review=True, year=2031)),
        ("show me the policies that are overdue", None),
    ],
)  # fmt: skip
def test_what_is_asked_of_it(question: str, asked: LibraryQuestion | None) -> None:
    assert about_library(question) == asked


@pytest.mark.parametrize(
    "question",
    ["Which policy applies to gifts?", "What documents do I need for a visa?",
     "What policies must contractors follow on expenses?", "How many days' leave do I get?",
     "Which documents must I send with my claim?", "Are there documents I must keep?"],
)  # fmt: skip
def test_a_question_for_a_rule_is_none(question: str) -> None:
    assert about_library(question) is None


def test_all_of_them_with_their_count(sample_library: Library) -> None:
    in_force = len(manifest()) - sum(bool(one.supersedes) for one in manifest())
    answer = ask(sample_library, "How many policies are there?")
    assert answer.status is Status.ANSWERED
    _, table = answer.parts
    assert answer.text.startswith(f"{in_force} documents in force:")
    assert isinstance(table, Table) and len(table.rows) == in_force + 1


def test_by_words_by_owner_and_by_review(sample_library: Library) -> None:
    words = ask(sample_library, "Which policies mention the Permanent Secretary?").text
    assert "whose text holds “the Permanent Secretary”" in words and "| Travel Policy" not in words
    whose = ask(sample_library, "Which policies are owned by the Finance Directorate?").text
    assert "| Travel Policy | Finance Directorate | 1 April 2025 |" in whose
    assert "People Directorate" not in whose
    late = ask(sample_library, "Which policies are due for review in 2025?").text
    assert late.startswith("1 document in force due for review in 2025:")
    none = ask(sample_library, "Which policies mention giraffes?")
    assert none.text == "0 documents in force whose text holds “giraffes”."
