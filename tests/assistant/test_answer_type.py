"""Which answer type a question expects, and which words hold one."""

from __future__ import annotations

import time

import pytest

from assistant.answering.evidence.answer_type import AnswerType, expected, holds

MONEY, FIGURE, TIME, DATE = AnswerType


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much does the course cost?", MONEY),
        ("What is the fee for a replacement pass?", MONEY),
        ("What would be the cost for this licence?", MONEY),
        ("How many days of annual leave can I carry over into next year?", FIGURE),
        ("How much can I claim for a hotel in Edinburgh?", FIGURE),
        ("What is the maximum number of days?", FIGURE),
        ("How long do we keep correspondence with MPs?", TIME),
        ("laptop stolen from my car, how soon must I report it", TIME),
        ("how long does my password need to be", FIGURE),
        ("From what date does the new rate apply?", DATE),
        ("When was the wall built?", DATE),
        ("When do I have to tell my manager?", None),
        ("Who approves overtime?", None),
        ("Can I bring my dog to work?", None),
        ("What does the amount depend on?", None),
        ("What does the fee cover?", None),
        ("If we pay by Direct Debit, how much time should we allow?", FIGURE),
        ("do I have to come into the office and how often", TIME),
        ("For how long can I extend my visa?", TIME),
        ("I live in Leeds How much will it cost?", MONEY),
        ("What are the fees for a course?", MONEY),
        ("What costs can I claim when I move house?", None),
        ("What charges can be brought against an employee?", None),
        ("How do I find out how much leave I have left?", None),
        ("Who decides how long I can work abroad?", None),
        ("How much detail should a submission contain?", None),
        ("How far does the duty of candour extend?", None),
        ("What is the minimum standard of dress?", None),
        ("Which year group is eligible?", None),
    ],
)
def test_expected(question: str, kind: AnswerType | None) -> None:
    assert expected(question) is kind


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
    expected("how much " * 1_200)
    assert time.perf_counter() - began < 2
