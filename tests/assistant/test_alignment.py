"""What a claim turns of its sentence is told, and what only says it in other words is not."""

from __future__ import annotations

import pytest

from assistant.answering.checking.alignment import cell_swapped, row_swapped, turned
from assistant.answering.checking.sums import reckoned
from assistant.answering.writing.unclaiming import claims_nothing
from knowledge.language.quantities import quantities

TABLE = "Grade | Days | Hours\nAO | 25 | 185\nHEO | 28 | 207\nTop of scale | 30 | 222"


@pytest.mark.parametrize(
    ("claim", "sentence", "note"),
    [
        ("Refund requests are taken before the sale closes.",
         "Refund requests are taken after the sale closes.", "“after”, not “before”"),
        ("Rent is worked out on gross income.", "Rent is worked out on net income.", "“net”"),
        ("The tenant needs a permit to park.", "The tenant does not need a permit to park.",
         "“not need”"),
        ("The office will charge a fee for late forms.",
         "The office can charge a fee for late forms.", "“may”, not “will”"),
        ("The grant is paid over at most 10 months.", "The grant is paid over at least 10 months.",
         "at least 10"),
        ("All visitors sign the book.", "Visitors sign the book on weekdays.", "“all”"),
        ("You can swap your shift.", "You can swap your shift provided the duty officer agrees.",
         "“provided”"),
    ],
)  # fmt: skip
def test_what_turns_a_rule(claim: str, sentence: str, note: str) -> None:
    assert note in turned(claim, sentence, sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Forms must arrive by 5 May.", "Forms must arrive by 5 May."),
        ("You do not need a permit.", "The tenant does not need a permit to park."),
        ("Keep papers for no more than 10 years.", "Keep papers for at most 10 years."),
        ("Staff pay the lower rate before June.", "The lower rate is paid until June."),
        ("You can swap your shift if the duty officer agrees.",
         "You can swap your shift provided the duty officer agrees."),
        ("Bring a lamp.", "All visitors sign the book before they leave."),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_no_fault(claim: str, sentence: str) -> None:
    assert turned(claim, sentence, sentence) == ""


def test_a_figure_stays_in_its_row() -> None:
    assert "“HEO”" in row_swapped("An AO gets 28 days.", TABLE)
    assert row_swapped("An HEO gets 28 days.", TABLE) == ""
    assert "“AO”" in cell_swapped("AO | 28 | 185", TABLE)
    assert "another order" in cell_swapped("AO | 185 | 25", TABLE)
    assert cell_swapped("AO | 25 | 185", TABLE) == ""


def test_a_sum_is_reckoned_from_what_is_said() -> None:
    def working(claim: str, lacking: str, question: str = "", source: str = "") -> list[str] | None:
        return reckoned(quantities(lacking), claim, question, source)

    claim = "Both rates together are £152.15 a week, of £89.60 and £62.55."
    assert working(claim, "£152.15") == ["89.6 + 62.55 = 152.15"]
    assert working(claim.replace("152", "153"), "£153.15") is None
    asked = "I drove 120 miles. How much may I claim?"
    assert working("You may claim £54.", "£54", asked, "The rate is £0.45 a mile.")
    assert working("You may claim £55.", "£55", asked, "The rate is £0.45 a mile.") is None


@pytest.mark.parametrize(
    "text",
    ["Does your lease say so?", "Here is what applies.", "Yes.", "No, sadly.", "Good morning!",
     "I can draft a note.", "Let me know your grade.", "Rates for two grades", "What to send:"],
)  # fmt: skip
def test_what_claims_nothing(text: str) -> None:
    assert claims_nothing(text, alone=True)


@pytest.mark.parametrize(
    "text",
    ["You must tell HR.", "Here you pay £5.", "I find that you must pay.", "It costs 5 pounds!",
     "Staff may leave early.", "No gifts above £25", "there is more"],
)  # fmt: skip
def test_what_claims_something(text: str) -> None:
    assert not claims_nothing(text, alone=True)
    assert not claims_nothing("Your line manager", alone=False)
