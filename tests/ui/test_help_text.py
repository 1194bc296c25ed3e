"""The help page explains what answers are headed with, and says what is kept."""

from __future__ import annotations

import pytest

from assistant.answering.steps.quoted import MAY_NOT_ANSWER, PROBABLY
from assistant.answers.answer import Answer
from assistant.answers.status import Status
from ui.parts.ask.answer import announcement
from ui.parts.common.render import render


@pytest.mark.parametrize("status", [Status.NOT_COVERED, Status.UNSURE, Status.CLARIFY])
def test_every_heading_of_an_answer_is_explained(status: Status) -> None:
    heading = announcement(Answer("", "", status, "")).removesuffix(".")
    assert f"<dt>{heading}</dt>" in render("help")


@pytest.mark.parametrize("notice", [PROBABLY, MAY_NOT_ANSWER])
def test_how_sure_an_answer_is_is_explained(notice: str) -> None:
    heading = announcement(Answer("", "", Status.UNSURE, "", notice=notice)).removesuffix(".")
    assert notice.startswith(heading)
    assert f"<dt>{heading}</dt>" in render("help")


def test_it_says_what_is_kept_where_and_for_whom() -> None:
    said = " ".join(render("help").split())
    for words in (
        "Bernard keeps every question, word for word",
        "“Tell the owner” keeps your question, word for word, for the owner",
        "in Bernard's own folder",
        "Conversations are shown to the person who asked.",
    ):
        assert words in said
