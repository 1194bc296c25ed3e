"""The sample library asked about now, about then, about what changed and what contradicts it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.evidence.in_time import InTime, versions_used
from assistant.answering.question.asked import asked_proper
from assistant.answering.question.asked_when import Asked, asked_when
from assistant.answering.question.by_example import Classify
from assistant.answers.citation import Citation, ComparisonKind
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.library import Library
from tests.assistant.asking import ask
from tests.people import HERE

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def library(sample_library: Library) -> Library:
    return sample_library


@pytest.mark.parametrize(
    ("question", "asked", "words"),
    [
        ("What was the mileage rate on 1 June 2022?", Asked.THEN, "1 June 2022"),
        ("I travelled in March 2025, what could I claim?", Asked.THEN, "March 2025"),
        ("How many days could be carried over last year?", Asked.THEN, "2025"),
        ("What did the policy say before the change?", Asked.BEFORE, ""),
        ("How long did managers have under the old leave policy?", Asked.BEFORE, ""),
        ("Has the carry over limit gone up?", Asked.CHANGED, ""),
        ("What's different in the new policy compared with the old one", Asked.CHANGED, ""),
        ("Can I carry over leave from last year?", Asked.NOW, ""),
        ("I was hired on 1 June 2022, how much leave do I get?", Asked.NOW, ""),
        ("I have previously been allowed a laptop. Can I keep it?", Asked.NOW, ""),
        ("My income has gone down. Do I have to tell anyone?", Asked.NOW, ""),
        ("What does the Data Protection Act 2018 require?", Asked.NOW, ""),
        ("What was agreed for 1 June 2030?", Asked.NOW, ""),
    ],
)
def test_what_time_is_asked_about(
    classify: Classify, question: str, asked: Asked, words: str
) -> None:
    when = asked_when(question, TODAY, classify(asked_proper(question)).label)
    assert (when.asked, when.words) == (asked, words)


def test_a_question_about_a_date_is_answered_from_the_version_of_that_time(
    library: Library,
) -> None:
    answer = ask(library, "How many days could be carried over in March 2025?")
    quoted = [one for one in answer.citations if one.title == "Annual Leave Policy 2024"]
    assert any("up to 5 days" in one.quote for one in quoted)
    assert {one.until for one in quoted} == {date(2026, 1, 4)}
    assert (
        "From version 1 of “Annual Leave Policy 2024”, in force from 8 January 2024 until "
        "4 January 2026." in answer.currency
    )
    assert all("Leave Policy 2026" not in one.title for one in answer.citations)


def test_before_what_the_library_holds(library: Library) -> None:
    answer = ask(library, "What was the mileage rate for a car in June 2022?")
    assert any("no version of it from June 2022" in one for one in answer.currency)


def test_no_superseded_words_pass_for_those_in_force(library: Library) -> None:
    questions = [
        "How many days of leave can I carry over?",
        "When must carried-over days be used?",
        "How long do managers have to answer a leave request?",
        "When may the privilege day be taken?",
    ]
    for question in questions:
        answer = ask(library, question)
        assert answer.citations, question
        assert all(one.until is None for one in answer.citations), question
        assert all(item.passage.until is None for item in answer.found), question
        assert all(one.title != "Annual Leave Policy 2024" for one in answer.citations), question


def test_what_changed_is_shown_with_both_versions(library: Library) -> None:
    answer = ask(library, "Has the time that managers have to answer a leave request changed?")
    assert {one.kind for one in answer.comparisons} == {ComparisonKind.CHANGE}
    sides = [
        (one.one, one.other)
        for one in answer.comparisons
        if one.one is not None and one.other is not None
    ]
    assert ("three working days" in sides[0][0].quote, sides[0][0].until) == (True, None)
    assert "five working days" in sides[0][1].quote
    assert sides[0][1].until == date(2026, 1, 4)
    assert all(one.until is None for one in answer.citations)  # quotes as such: only in force
    for one in answer.compared:
        text = library.text(HERE, one.version_id)
        assert text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("at what value do I have to register a gift", {"£25", "£30"}),
        ("laptop stolen from my car, how soon must I report it", {"24 hours", "2 hours"}),
        # Not sure of its answer, and still two policies disagree on the words it shows.
        ("device gone missing, who to tell and when", {"24 hours", "2 hours"}),
    ],
)
def test_what_contradicts_is_shown(library: Library, question: str, why: set[str]) -> None:
    (conflict,) = ask(library, question).comparisons
    assert conflict.kind is ComparisonKind.CONFLICT
    assert conflict.one is not None
    assert conflict.other is not None
    assert conflict.one.document_id != conflict.other.document_id
    assert conflict.one.owner
    assert conflict.other.owner
    assert all(words in conflict.why for words in why)


def test_the_librarys_conflicts_are_the_two_that_it_holds_and_can_be_dismissed(
    library: Library,
) -> None:
    kept: Conflicts = library.conflicts
    kept.look(HERE)
    found = {one.why: one for one in kept.listed(HERE)}
    assert len(found) == 2
    report = next(one for why, one in found.items() if "24 hours" in why)
    kept.dismiss(HERE, report.id)
    assert ask(library, "laptop stolen from my car, how soon must I report it").comparisons == ()
    kept.take_back(HERE, report.id)


@pytest.mark.parametrize("other", ["Sheds", "Sheds and barns"])
def test_two_that_are_nearly_the_same_are_told_apart(other: str) -> None:
    where = (1, None, (), "Locked at 6am.", 0, 14)
    one = Citation(1, 11, 1, 21, "sheds.md", "Sheds", *where)
    two = Citation(2, 12, 2, 22, "sheds-2026.md", other, *where)
    (said,) = versions_used(InTime((), alike=[(2, 1)]), [one, two])
    named = f"“{other}” (sheds-2026.md)" if other == "Sheds" else f"“{other}”"
    assert said.startswith(f"{named} may be the next version of “Sheds”")
    assert versions_used(InTime((), alike=[(2, 1)]), [one]) == ()
