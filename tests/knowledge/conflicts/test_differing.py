"""Which sentences contradict each other, and which only look as if they did."""

from __future__ import annotations

import pytest

from knowledge.curation.conflicts.differing import Differing, differ, pair_key
from knowledge.curation.conflicts.values import values


def differ_at(cosine: float, one: str, other: str) -> Differing | None:
    what = differ(one, other)
    return what if what is not None and cosine >= what.near else None


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (
            "A gift worth £30 or more must be entered in the register within ten working days.",
            "Any gift worth £25 or more must be entered in the Register within 5 working days.",
            Differing("10 working days and £30", "5 working days and £25"),
        ),
        (
            "Report a lost or stolen laptop within 24 hours.",
            "Lost or stolen laptops are reported within two hours.",
            Differing("24 hours", "2 hours"),
        ),
        (
            "Passwords must be changed every 60 days.",
            "You should change your passwords at least every two months, or four weeks.",
            None,
        ),
        (
            "Passwords must be changed once within 60 days of being issued.",
            "Passwords must be changed once within six months of being issued.",
            Differing("60 days", "6 months"),
        ),
        (
            "Contractors must record their hours in the time system.",
            "Contractors need not record their hours in the time system.",
            Differing("must", "need not"),
        ),
        (
            "Fire drills are held twice a year in every building.",
            "Every building holds a fire drill once a year.",
            Differing("2 times per year", "1 time per year"),
        ),
        (
            "A sick note is needed from the eighth day of absence.",
            "From the fifth day of absence a sick note is needed.",
            Differing("the eighth day", "the fifth day"),
        ),
        (
            "Staff may use personal phones for departmental e-mail.",
            "Staff must not use personal phones for departmental e-mail.",
            Differing("may", "must not"),
        ),
    ],
)
def test_different(one: str, other: str, what: Differing | None) -> None:
    assert differ_at(0.9, one, other) == what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gifts worth £25 must be registered at once.", "Gifts worth £25.00 must be registered."),
        ("Passwords must be changed in 90 days.", "Passwords must be changed in three months."),
        ("The limit for hotels in London is £150.", "The limit for breakfast is £8."),
        ("Staff accrue 4 hours of leave per week.", "Staff may use 40 hours of leave at once."),
        ("Staff must not use such phones unless agreed.", "Staff must use such phones."),
        ("Leave of 5 days, 10 days or 20 days is agreed.", "Leave of 30 days is agreed."),
        ("Report within 7 days of the issuance of this policy.", "Report it in 30 days of it."),
        (
            "The hotel ceiling in London is £165 a night.",
            "The hotel ceiling in Leeds is £115 a night.",
        ),
        ("Grade 6 staff may fly first class.", "Grade 7 staff may not fly first class."),
        ("Full-time staff get 25 days of leave.", "Part-time staff get 15 days of leave."),
        ("Deputy directors approve £100,000 of travel.", "Directors approve £500,000 of travel."),
        (
            "You must declare a gift of more than £5.",
            "You need not declare a gift of less than £5.",
        ),
        ("For claims under £50 the manager decides:", "For claims under £90 the manager decides."),
    ],
)
def test_not_different(one: str, other: str) -> None:
    assert differ_at(0.99, one, other) is None


def test_far_apart_is_no_conflict() -> None:
    one = "The Security Team answers reports within two working days."
    other = "The Security Team answers reports within one working day."
    assert differ_at(0.9, one, other) is not None
    assert differ_at(0.5, one, other) is None


def test_amounts() -> None:
    said = {value.words for value in values("Up to £1.5m or 45p a mile, 12 per cent, one day, £25")}
    assert said == {"£1,500,000", "45 pence per mile", "12 per cent", "1 day", "£25"}
    assert values("From 9 a.m. to 6 p.m.") == set()
    assert values("- Minutes of the meeting of 12 May (PDF, 281KB, 4 pages)") == set()
    assert values("PDF, 27.5KB, 4 pages") == set()


def test_the_key_of_a_pair() -> None:
    assert pair_key("A is 5 days.", "B is 6  days.") == pair_key("B is 6 days.", "A is 5 days.")
