"""A text to be made of a document: what Bernard can do without a model, and its outline."""

from __future__ import annotations

import pytest

from assistant.answering.steps.quoted import OUTLINES, TO_WRITE_FROM, WRITES_NOTHING
from assistant.answers.status import Status
from knowledge.library import Library
from tests.assistant.asking import ask


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Summarise the gifts policy", "Gifts and Hospitality Policy"),
        ("Could you write me a short summary of the AI policy for the board", "Use of Artificial "
         "Intelligence Tools"),
        ("Draft an email about the data breach procedure", "Data Breach Procedure"),
    ],
)  # fmt: skip
def test_each_heading_is_quoted_with_its_first_rule(
    sample_library: Library, question: str, title: str
) -> None:
    answer = ask(sample_library, question)
    assert answer.status is Status.PARTIAL
    assert answer.notice == f"{WRITES_NOTHING} {OUTLINES.format(f'“{title}”')}"
    citations = [claim.citations for claim in answer.claims]
    assert {one.title for each in citations for one in each} == {title}
    headings = [each[0].heading_path[-1] for each in citations]
    assert len(headings) > 4
    assert headings == sorted(headings, key=lambda one: int(one.split(".")[0]))
    for claim, heading in zip(answer.claims, headings, strict=True):
        assert claim.text.startswith(f"{heading}\n")


def test_without_a_document_the_words_on_the_subject_are_quoted(sample_library: Library) -> None:
    """ "An email" says how it is sent, and not what it is about."""
    answer = ask(sample_library, "Write an email to my team about booking trains")
    assert answer.status in (Status.PARTIAL, Status.UNSURE)
    assert answer.notice == f"{WRITES_NOTHING} {TO_WRITE_FROM}"
    assert answer.claims[0].citations[0].title in ("Travel Policy", "Rail and Air Booking Guide")


def test_a_question_about_drafts_asks_for_none(sample_library: Library) -> None:
    answer = ask(sample_library, "Who clears a draft reply to an MP?")
    assert WRITES_NOTHING not in answer.notice


def test_documents_to_be_compared_are_outlined_one_behind_the_other(
    sample_library: Library,
) -> None:
    question = "Compare the whistleblowing policy with the flexible working policy"
    answer = ask(sample_library, question)
    cited = [claim.citations[0].title for claim in answer.claims]
    assert list(dict.fromkeys(cited)) == [
        "Raising a Concern: Whistleblowing Policy",
        "Flexible Working Policy",
    ]
