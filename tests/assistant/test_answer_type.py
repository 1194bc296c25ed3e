"""Which words hold a value of a type."""

from __future__ import annotations

import time

import pytest

from assistant.answering.evidence.quotes import holds
from assistant.answering.question.intent import AnswerType

MONEY, FIGURE, TIME, DATE = AnswerType


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (MONEY, "The course costs £250."),
        (MONEY, "There is no charge for the first copy."),
        (MONEY, "You get one week’s pay for each year."),
        (FIGURE, "You may carry over up to 5 days."),
        (FIGURE, "At least three written quotations are needed."),
        (FIGURE, "| Edinburgh | £120 |"),
        (FIGURE, "Up to 90% of pay"),
        (FIGURE, "5 days' paid leave"),
        (FIGURE, "30 days in any leave year"),
        (FIGURE, "- 10 days for staff"),
        (FIGURE, "Up to £2000 on a laptop"),
        (FIGURE, "A submission has at most 2000 words."),
        (FIGURE, "There is no limit."),
        (MONEY, "It costs EUR 20."),
        (TIME, "Tell your manager without delay."),
        (TIME, "Report it within 24 hours."),
        (TIME, "Report it immediately."),
        (TIME, "Keep them until the case is closed."),
        (DATE, "It applies from 1 April 2024."),
        (DATE, "The limit was raised in March."),
    ],
)
def test_holds(kind: AnswerType, text: str) -> None:
    assert holds(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (MONEY, "A licence is valid for 2 years."),
        (FIGURE, "4.2 Managers may agree to more leave."),
        (FIGURE, "4 Managers may agree to more leave."),
        (FIGURE, "The scheme began in 2019."),
        (FIGURE, "Fill in form P11D."),
        (FIGURE, "The deadline is 5 July."),
        (FIGURE, "You make one annual payment, and a single form covers both."),
        (TIME, "Report it to the Service Desk."),
        (DATE, "The lower rate applies to disabled people."),
        (DATE, "Your manager may agree to another start."),
    ],
)
def test_does_not_hold(kind: AnswerType, text: str) -> None:
    assert not holds(kind, text)


def test_long_text_is_read_quickly() -> None:
    began = time.perf_counter()
    for kind in AnswerType:
        holds(kind, "\n" * 10_000)
        holds(kind, "how " * 2_500)
    assert time.perf_counter() - began < 2
