"""What an answer leaves open, as it is drawn; the button and the table themselves in a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from assistant.answers.answer import Answer
from assistant.answers.parts import Claim, Gap, Item, Listing, Words, without_last_gaps
from assistant.answers.status import Status, Verdict
from assistant.record.gaps import Near, Unanswered
from tests.answers import marked, written
from ui.parts.ask.answer import announcement, finished_html
from ui.parts.common.render import part
from ui.parts.library.gaps import cells_html

DOGS = Claim("Dogs may come in.", (), Verdict.SUPPORTED, marks=marked(1, "Dogs may come in"))
LACKING = Gap("The documents do not say whether <b>cats</b> may.")
PART = Answer(
    "May dogs and cats come in?",
    "May dogs and cats come in?",
    Status.PARTIAL,
    (*written(DOGS), Listing((Item(((LACKING,),)),))),
    mode="model",
)


def test_a_part_answer_says_once_and_first_what_is_missing() -> None:
    shown = finished_html(1, PART, [])
    drawn = '<p class="missing">The documents do not say whether &lt;b&gt;cats&lt;/b&gt; may.</p>'
    assert "Part of this is not in the documents" in shown
    assert shown.index(drawn) < shown.index("Dogs may come in")
    assert shown.count("do not say") == 1
    assert announcement(PART) == "Part of this is not in the documents."


def test_only_the_end_of_a_text_is_moved() -> None:
    middle = replace(PART, parts=written(LACKING, DOGS))
    assert middle.missing == LACKING.text
    assert without_last_gaps(middle.parts) == middle.parts
    assert without_last_gaps(PART.parts) == written(DOGS)
    behind = written(DOGS, LACKING)
    assert without_last_gaps(behind) == written(DOGS)
    assert replace(PART, status=Status.ANSWERED).missing == ""


def test_an_answer_cut_short_is_not_said_to_be_missing_from_the_documents() -> None:
    cut = replace(PART, parts=written(DOGS, Words("Cats")), notice="The answer stops early.")
    shown = finished_html(1, cut, [])
    assert "The answer is not complete" in shown and "The answer stops early." in shown
    assert "not in the documents" not in shown


def test_no_words_of_a_question_or_a_title_become_markup() -> None:
    near = Near(1, 2, 3, "<img src=x>", 4, 9)
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    gap = Unanswered(7, "<script>", "<b>", "u", moment, "HR", "<i>", (near,), None, "")
    shown = "".join(cells_html(gap))
    for words in ("<script>", "<img", "<b>", "<i>"):
        assert words not in shown
    assert "/document?version=3&amp;start=4&amp;end=9#words" in shown
    assert "24 November 2026" in shown and "Question 7" in shown


def test_the_table_says_that_words_are_kept() -> None:
    gap = Unanswered(7, "Pets?", "", "u", datetime.now(UTC), "", "", (), None, "")
    assert "Their words are kept for the owner" in part("library/gaps", "overview", listed=[gap])
    assert "None was near" in "".join(cells_html(gap))
    assert "None is open" in part("library/gaps", "overview", listed=[])
