"""Questions about the library are answered from the catalogue, complete, with a count."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.question.about_library import about_library
from assistant.answering.question.by_example import (
    ByExample,
    Kind,
    Label,
    Labelled,
    digest,
    library_examples,
)
from assistant.answering.question.period import period
from assistant.answers.answer import Turn
from assistant.answers.parts import Table
from assistant.answers.status import Status
from assistant.fitted import load
from assistant.sample import manifest
from knowledge.language.dates import Days
from knowledge.library import Library
from tests.assistant.asking import ask

TODAY = date(2026, 11, 28)
IN_FORCE = len(manifest()) - sum(bool(one.supersedes) for one in manifest())


def test_the_weights_are_those_of_these_examples() -> None:
    """Else: `python -m tests.lab.library DATA`."""
    assert load("library")["examples"] == digest(library_examples())
    plain = [text.lower().strip(" ?") for text, _ in library_examples()]
    assert len(set(plain)) == len(plain)


@pytest.mark.parametrize(
    ("question", "label", "subjects"),
    [
        ("How many policies are there?", Label.HELD, ()),
        ("list all your documents", Label.HELD, ()),
        ("what documents do you have on travel", Label.HELD, ("travel",)),
        ("What guidance do you have on freedom of information?", Label.HELD,
         ("freedom of information",)),
        ("Which documents mention the Ethics Committee?", Label.MENTION, ("Ethics Committee",)),
        ('which policies use the term "material change"', Label.MENTION, ("material change",)),
        ("does anything mention Teams", Label.MENTION, ("Teams",)),
        ("Which policies are owned by Legal?", Label.OWNED, ("Legal",)),
        ("who do I ask about gifts", Label.WHOM, ("gifts",)),
        ("which policies are out of date", Label.OVERDUE, ()),
        ("show me the policies that are overdue", Label.OVERDUE, ()),
        ("Which documents are due for review in 2031?", Label.DUE, ()),
        ("which policies came into force this year", Label.NEW, ()),
    ],
)  # fmt: skip
def test_what_is_asked_of_it(
    question: str, label: Label, subjects: tuple[str, ...], classify: ByExample
) -> None:
    asked = about_library(question, (), classify, classify.of_library, TODAY)
    assert asked is not None
    assert (asked.label, asked.subjects) == (label, subjects)


@pytest.mark.parametrize(
    "question",
    ["Which policy applies to gifts?", "What documents do I need for a visa?",
     "What policies must contractors follow on expenses?", "How many days' leave do I get?",
     "Which documents must I send with my claim?", "Are there documents I must keep?",
     "which documents do I need to claim mileage", "which form do I use", "who approves travel",
     "who do I tell about a stolen laptop", "list the steps for raising an order",
     "is there a limit on gifts", "is the passwords policy still valid?",
     "Is there information on which documents to bring?"],
)  # fmt: skip
def test_a_question_for_a_rule_is_none(question: str, classify: ByExample) -> None:
    assert about_library(question, (), classify, classify.of_library, TODAY) is None


def _other(text: str) -> Labelled:
    return Labelled(Kind.OTHER, Label.OTHER, 1.0)


def _held(text: str) -> Labelled:
    return Labelled(Kind.LIBRARY, Label.HELD, 1.0)


def test_what_somebody_does_is_no_subject() -> None:
    assert about_library("which documents should we provide", (), _other, _held, TODAY) is None


def test_in_a_conversation_it_names_documents_and_points_to_nothing_before() -> None:
    history = (Turn("user", "What help is there?"), Turn("assistant", "Leave."))
    assert about_library("anything for carers?", (), _other, _held, TODAY)
    assert about_library("anything for carers?", history, _other, _held, TODAY) is None
    assert about_library("which documents are on carers?", history, _other, _held, TODAY)
    assert about_library("which documents mention it?", history, _other, _held, TODAY) is None


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in 2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("this year", date(2026, 1, 1), date(2026, 12, 31)),
        ("next month", date(2026, 12, 1), date(2026, 12, 31)),
        ("next quarter", date(2027, 1, 1), date(2027, 3, 31)),
        ("by 1 May 2027", date.min, date(2027, 5, 1)),
        ("before May 2027", date.min, date(2027, 4, 30)),
        ("before the end of March 2027", date.min, date(2027, 3, 31)),
        ("since March 2026", date(2026, 3, 1), date.max),
        ("in March", date(2027, 3, 1), date(2027, 3, 31)),
        ("in the next six months", TODAY, date(2027, 5, 28)),
        ("within 10 days", TODAY, date(2026, 12, 8)),
    ],
)
def test_the_days_that_words_name(words: str, first: date, last: date) -> None:
    found = period(f"anything due {words}", TODAY, ahead=True)
    assert found is not None
    assert found[0] == Days(first, last)


def test_days_that_have_passed() -> None:
    found = period("what came in over the last six months", TODAY, ahead=False)
    assert found is not None
    assert found[0] == Days(date(2026, 5, 28), TODAY)
    assert period("what may I carry over", TODAY, ahead=True) is None


def test_all_of_them_with_their_count(sample_library: Library) -> None:
    answer = ask(sample_library, "How many policies are there?")
    assert answer.status is Status.ANSWERED
    _, table = answer.parts
    assert answer.text.startswith(f"{IN_FORCE} documents in force:")
    assert isinstance(table, Table) and len(table.rows) == IN_FORCE + 1


def test_by_words_by_owner_and_by_review(sample_library: Library) -> None:
    words = ask(sample_library, "Which policies mention the Permanent Secretary?").text
    assert "whose text holds “Permanent Secretary”" in words and "| Travel Policy" not in words
    whose = ask(sample_library, "Which policies are owned by the Finance Directorate?").text
    assert "| Travel Policy | Finance Directorate | 1 April 2025 |" in whose
    assert "People Directorate" not in whose
    late = ask(sample_library, "Which policies are due for review in 2025?").text
    assert late.startswith("1 document in force due for review in 2025:")
    none = ask(sample_library, "Which policies mention giraffes?")
    assert none.text == "0 documents in force whose text holds “giraffes”."


def test_by_subject_by_whom_to_ask_and_by_what_is_late(sample_library: Library) -> None:
    leave = ask(sample_library, "list everything about leave").text
    assert leave.startswith("6 documents in force with “leave” in the title, a heading")
    assert leave.index("| Annual Leave Policy 2026") < leave.index("| Acceptable Use Policy")
    travel = ask(sample_library, "what have we got on travel").text
    table, _, others = travel.partition("9 more documents with “travel” in the text alone: ")
    assert "| Travel Policy" in table and "Rail and Air Booking Guide; " in others
    gifts = ask(sample_library, "who do I ask about gifts").text
    assert "| Gifts and Hospitality Policy | Finance Directorate |" in gifts
    late = ask(sample_library, "which policies are out of date").text
    assert late.startswith("1 document in force past the review date:")
    newest = ask(sample_library, "which policies came into force in 2026?").text
    assert newest.startswith("3 documents in force that came into force in 2026:")


def test_words_with_small_ones_among_them_stand_as_they_are(sample_library: Library) -> None:
    found = ask(sample_library, 'Which policies mention "freedom of information"?').text
    assert not found.startswith("0 documents")


def test_what_the_library_does_not_know_is_searched_for(sample_library: Library) -> None:
    for unknown in ("which documents are on giraffes", "what's the total number of giraffes"):
        assert "documents in force" not in ask(sample_library, unknown).text
