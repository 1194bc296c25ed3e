"""Asking back: only where a rule decides by conditions of which nothing was said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.evidence.quotes import Quoted
from assistant.answering.question.by_example import Classify
from assistant.answering.question.intent import intent_of
from assistant.answering.quoting.clarify import conditions, undecided, with_lead_in
from assistant.answers.answer import Turn
from tests.assistant.fakes import found, passage

LIST = """You can carry over more than ten days if:
- you were on long-term sick leave; or
- your manager asked you not to take the leave"""
SENTENCE = "You may work abroad if you have permission and your line manager agrees in writing."


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Can I carry over leave?", True),
        ("I was ill for months. Can I carry over leave?", True),
        ("Does this scheme apply to me?", True),
        ("Is my child eligible?", True),
        ("Will the canal boat require a licence?", True),
        ("We are a small team. Is it possible to report each quarter?", True),
        ("How much leave can I carry over?", False),
        ("What is flexi?", False),
        ("Who signs it?", False),
        ("Can you explain how flexible working works?", False),
        ("Would you please say who signs it?", False),
        ("staying at my sister's instead of a hotel, what can I claim", False),
        ("a reporter just phoned me, what do I say", False),
        ("I was told that nobody checks what I claim, can I trust that?", True),
    ],
)
def test_which_questions_ask_for_a_decision(
    classify: Classify, question: str, expected: bool
) -> None:
    intent = intent_of(question, (), classify, date(2026, 11, 24))
    assert intent.wants_decision is expected


def test_conditions_in_the_rules_own_words() -> None:
    assert conditions(LIST) == [
        "you were on long-term sick leave",
        "your manager asked you not to take the leave",
    ]
    assert conditions(SENTENCE) == [
        "you have permission",
        "your line manager agrees in writing",
    ]
    assert conditions("You get 25 days of leave a year.") == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("2.1 If a case is urgent, the deputy director may agree.", ["a case is urgent"]),
        ("You must wear a face covering at the counter.", []),
        ("This policy allows employees to carry over leave.", []),
        ("Section 4 entitles employees to a rest day.", []),
        ("You must have your pass with you at all times.", []),
        ("You must be careful not to show screens.", []),
        ("To keep the office clean you must clear your desk.", []),
        ("Staff must book standard class unless the journey is long.", ["the journey is long"]),
        ("Whether leave is paid depends on your length of service.", ["your length of service"]),
        ("The limit is in proportion to hours for people who work part-time.", []),
        ("Value | Who must agree, beforehand\nLess than £25 | Nobody", []),
        ("Say who offered what, to whom, when, and its value.", []),
        ("You can claim where you:\n- paid yourself\n- kept the receipt",
         ["paid yourself", "kept the receipt"]),
    ],
)  # fmt: skip
def test_forms_of_a_condition(rule: str, expected: list[str]) -> None:
    assert conditions(rule) == expected


def test_the_lead_in_of_a_list_is_read_with_its_items() -> None:
    lead_in = "You can get paid leave if:"
    items = "- you are on the payroll\n- you gave the right notice"
    one = found(passage(1, f"About leave.\n\n{lead_in}\n\n{items}", "Leave", offset=50))
    start = one.passage.start + one.passage.text.index(items)
    quote = Quoted(one, start, start + len(items))
    assert conditions(with_lead_in(quote)) == [
        "you are on the payroll",
        "you gave the right notice",
    ]
    assert with_lead_in(Quoted(one, one.passage.start, one.passage.start + 12)) == "About leave."


def test_asked_back_when_nothing_was_said_of_the_conditions() -> None:
    assert undecided("Can I carry over twelve days?", (), LIST) == tuple(conditions(LIST))


def test_not_asked_back_when_the_story_tells() -> None:
    told = "I was on long-term sick leave last year. Can I carry over twelve days?"
    assert undecided(told, (), LIST) == ()
    assert undecided("Can I work abroad if my line manager agrees?", (), SENTENCE) == ()


def test_a_year_and_a_day_are_in_any_story() -> None:
    rule = "Payments stop if you go abroad for one year or more."
    told = "I have worked here for the last few years. Do my payments stop?"
    assert undecided(told, (), rule) == ("you go abroad for one year or more",)


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("train was an hour late do I keep the delay repay",
         "If your train is more than 30 minutes late, claim the compensation."),
        ("consultants for ten months, does the minister have to agree",
         "The minister must agree if it would last longer than nine months."),
        ("Can permanent staff apply for a career break?",
         "Only permanent staff may apply for a career break."),
        ("Can I carry over leave? I took 25 days this year.",
         "You may carry over leave if you have taken at least 20 days."),
        ("is it ok to go first class if it's cheaper",
         "First class may be booked only if it is cheaper than the standard fare at the time."),
    ],
)  # fmt: skip
def test_not_asked_back_about_what_was_told_while_asking(question: str, rule: str) -> None:
    assert undecided(question, (), rule) == ()


def test_an_answer_of_ours_is_nothing_that_was_told() -> None:
    history = [Turn("user", "Can I carry over leave?"), Turn("assistant", f"{LIST} [1]")]
    assert undecided("Can I carry over twelve days?", history, LIST) == tuple(conditions(LIST))


def test_not_asked_back_where_the_rule_has_no_conditions() -> None:
    assert undecided("Can I carry over leave?", (), "You may carry over ten days.") == ()


def test_a_reply_leads_on_or_ends_it() -> None:
    asked = (
        Turn("user", "Can I work abroad?"),
        Turn("assistant", "It depends on this: you have permission.", "Is that so in your case?"),
    )
    assert undecided("Yes", asked, SENTENCE) == ("your line manager agrees in writing",)
    assert undecided("No", asked, SENTENCE) == ()
    both = (
        *asked,
        Turn("user", "Yes"),
        Turn("assistant", "Does your line manager agree?", "Does your line manager agree?"),
    )
    assert undecided("Yes", both, SENTENCE) == ()
