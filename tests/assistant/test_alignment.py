"""What a claim turns of its sentence is told, and what only says it in other words is not."""

from __future__ import annotations

import pytest

from assistant.answering.checking.alignment import cell_swapped, rows_mixed, turned
from assistant.answering.checking.figures import in_another_unit
from assistant.answering.checking.places import displaced
from assistant.answering.checking.sentences import Sentences, said_instead
from assistant.answering.checking.sums import reckoned, supposed
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
        ("You can swap your shift.", "You can swap your shift provided the duty officer agrees.",
         "“provided”"),
        ("The grant is paid over at most 10 months.", "The grant is paid over at least 10 months.",
         "at least 10"),
        ("All visitors sign the book.", "Visitors sign the book on weekdays.", "“all”"),
        ("Later visits are paid.", "Later visits are unpaid.", "“unpaid”"),
        ("Share your full home address in the form.",
         "Do say who you are, but do not put your home address in the form.", "“not put"),
        ("You may enter by the gate only after a guard has searched you.",
         "You may enter by the north gate.", "“only after a guard"),
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
        ("In all, 12 visitors came.", "Visitors came on weekdays, 12 of them."),
        ("No permit is given without a photo.", "A permit is given to those with a photo."),
        ("It is paid once every two years.", "It is paid once in two years."),
        ("Bring a lamp.", "All visitors sign the book before they leave."),
        ("A plant needs the light.", "Seas provided a plant with all the light and salt it had."),
        ("You owe the sum that you proved.", "Prove the sum you owe, or say why none is not owed."),
        ("It will be of help to keep papers.", "Papers that you keep can help."),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_no_fault(claim: str, sentence: str) -> None:
    assert turned(claim, sentence, sentence) == ""


@pytest.mark.parametrize(
    ("claim", "sentence", "note"),
    [
        ("The last twelve codes are kept.", "The last ten codes are kept.", "“ten”"),
        ("Inspections take place once a week.", "Inspections take place once a month.", "“month”"),
        ("All shops charge a fee.", "Some shops charge a fee.", "“Some”"),
        ("Ask the Welsh Land Office for a plan.", "Ask the Scottish Land Office for a plan.",
         "“Scottish”"),
        ("Tenants pay for the paint.", "Owners pay for the paint. Tenants choose it.", "“Owners”"),
        ("The caretaker may approve repairs.",
         "Repairs may be approved by the housing officer, who keeps a list.", "“housing officer”"),
        ("A deputy warden signs the pass.", "A warden signs the pass.", "“deputy”"),
        ("Demand rises by 54 units a day.", "Demand rises by 53 units a day and falls by 54 later.",
         "“53”"),
    ],
)  # fmt: skip
def test_what_stands_in_anothers_place(claim: str, sentence: str, note: str) -> None:
    assert note in displaced(claim, sentence.split(". ")[0], sentence)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Visits last two weeks at most.", "Visits last ten working days at most."),
        ("Every site you plan to use is checked.", "All sites you intend to use are checked."),
        ("The agency checks the form.", "The form is checked."),
        ("Repairs are approved by organizations.", "Repairs are approved by organisations."),
        ("It helps to show that you are fair.", "It helps to demonstrate that you are fair."),
    ],
)
def test_another_word_in_its_place_may_say_the_same(claim: str, sentence: str) -> None:
    assert displaced(claim, sentence, sentence) == ""


def test_cells_of_different_rows_are_no_row() -> None:
    assert "“HEO” stands beside “28 | 207”" in rows_mixed("An HEO has 25 days.", TABLE)
    for right in ("An HEO has 28 days.", "An HEO has 3 days more than an AO.", "The AO has days."):
        assert rows_mixed(right, TABLE) == ""


def test_a_case_in_brackets_has_its_own_figure() -> None:
    rule = [Sentences.of("Owners get up to £100 (£150 for low income) off the yearly tax.")]
    found = said_instead("Owners with a low income get £100 off the tax.", rule)
    assert found is not None and found[1].said == "£150"
    assert said_instead("Owners get £100 off the tax.", rule) is None


def test_a_figure_stays_in_its_row() -> None:
    table = [Sentences.of(TABLE)]
    assert said_instead("An AO gets 28 days.", table)
    assert said_instead("An HEO gets 28 days.", table) is None
    assert "“AO”" in cell_swapped("AO | 28 | 185", TABLE)
    assert "another order" in cell_swapped("AO | 185 | 25", TABLE)
    assert cell_swapped("AO | 25 | 185", TABLE) == ""
    # A label in more or fewer words is of the same row; of several such, one with the same cells.
    assert "another order" in cell_swapped("Grade AO | 185 | 25", TABLE)
    two = "Full time | 3 | 4\nPart time | 5 | 6"
    assert "another order" in cell_swapped("time | 6 | 5", two)
    assert cell_swapped("time | 5 | 6", two) == ""


@pytest.mark.parametrize(
    ("claim", "source", "stands", "said"),
    [
        ("The limit is £90 in Leeds.", "The limit is £60 in Leeds and £90 in York.", "£60", "£90"),
        ("Urgent repairs are made within 20 days.", "Repairs are made within 20 days. "
         "Urgent repairs that a tenant reports are made within 5 days.", "5 days", "20 days"),
    ],
)  # fmt: skip
def test_a_figure_stays_with_what_it_is_said_of(
    claim: str, source: str, stands: str, said: str
) -> None:
    held = [Sentences.of(source)]
    found = said_instead(claim, held)
    assert found and (found[0].said, found[1].said) == (said, stands)
    assert said_instead(claim.replace(said, stands), held) is None


def test_a_number_keeps_its_unit() -> None:
    rule = ["Give notice between 2 months and a year before you start."]
    ((one, other),) = in_another_unit("Give notice 2 weeks before you start.", rule)
    assert (one.said, other.said) == ("2 weeks", "2 months")
    assert not list(in_another_unit("Give 2 months' notice.", rule))
    both = ["Between 2 weeks and 2 months."]
    assert not list(in_another_unit("Give notice 2 weeks before you start.", both))


def test_a_sum_is_reckoned_from_what_is_said() -> None:
    def working(claim: str, lacking: str, question: str = "", source: str = "") -> list[str] | None:
        return reckoned(quantities(lacking), claim, question, source, source)

    claim = "Both rates together are £152.15 a week, of £89.60 and £62.55."
    assert working(claim, "£152.15") == ["89.6 + 62.55 = 152.15"]
    assert working(claim.replace("152", "153"), "£153.15") is None
    both = "Printing cost £6,600. Posting cost £8,800. In the north 73 jobs, in the south 54."
    assert working("They cost £15,400.", "£15,400", source=both) == ["6600 + 8800 = 15400"]
    assert working("North and south have 127 jobs.", "127", source=both) == ["73 + 54 = 127"]
    assert working("They have 127 jobs.", "127", source=both) is None
    assert working("It starts in 2011.", "2011", source="From 1 April 2010.") is None
    asked = "I drove 120 miles. How much may I claim?"
    assert working("You may claim £54.", "£54", asked, "The rate is £0.45 a mile.")
    assert working("You may claim £55.", "£55", asked, "The rate is £0.45 a mile.") is None


def test_a_supposed_amount_makes_a_sum_by_a_rate_that_is_said() -> None:
    def working(claim: str, source: str) -> list[str] | None:
        return supposed(quantities(claim), claim, source)

    rule = "Contractors deduct 20% from a payment."
    assert working("On £2,000 that is £400.", rule) == ["20% × 2000 = 400"]
    assert working("On £2,000 that is £500.", rule) is None
    said = "It is twice the leave plus 1 day, so 5 days need 11 days."
    lacking = quantities("5 days need 11 days")
    assert supposed(lacking, said, "") == ["twice × 5 + 1 = 11"]
    assert supposed(quantities("5 days need 10 days"), "5 days need 10 days.", "twice, 1") is None


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
