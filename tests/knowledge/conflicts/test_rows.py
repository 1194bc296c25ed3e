"""Rows of tables: the same row with another value, in another document's table or sentence."""

from __future__ import annotations

import pytest

from knowledge.curation.conflicts.pairs import ClaimPair, pairs
from knowledge.documents.types import Passage

HOTELS = "Place | Ceiling for a night\nLondon | £165\nElsewhere | £100"


def passage(number: int, text: str, heading: str) -> Passage:
    return Passage(
        number, number, number, 1, 1, "Policy", f"{number}.md", "", (heading,), None, 10,
        10 + len(text), text,
    )  # fmt: skip


def apart(
    one: str, other: str, headings: tuple[str, str] = ("Hotels", "Hotels")
) -> list[ClaimPair]:
    return list(pairs(passage(1, one, headings[0]), passage(2, other, headings[1])))


def why(found: list[ClaimPair], cosine: float) -> list[str]:
    return [what.why for pair in found if (what := pair.decide(cosine)) is not None]


def test_the_row_that_differs_where_another_agrees() -> None:
    other = HOTELS.replace("£165", "£150")
    found = apart(HOTELS, other, ("Hotels", "Booking"))
    assert why(found, 0.7) == ["£165 or £150"]
    assert why(found, 0.5) == []
    (pair,) = found
    assert pair.one.text == "London | £165"
    start = pair.one.start - 10
    assert HOTELS[start : pair.one.end - 10] == pair.one.text
    assert pair.key == "London"


def test_other_tables_with_the_same_rows_are_no_conflict() -> None:
    meals = "Place | Most for a day\nLondon | £30\nElsewhere | £25"
    assert why(apart(HOTELS, meals, ("Hotels", "Meals")), 0.9) == []


def test_a_bare_number_takes_its_measure_from_the_header() -> None:
    one = "Service | Notice in weeks\nUnder two years | 4\nOver two years | 8"
    assert why(apart(one, one.replace("| 4", "| 2")), 0.9) == ["4 weeks or 2 weeks"]


def test_columns_are_compared_with_their_own_kind() -> None:
    one = "Vehicle | First 10,000 miles | Each further mile\nCar | 45p | 25p"
    assert why(apart(one, "Vehicle | Each further mile\nCar | 25p"), 0.99) == []


@pytest.mark.parametrize(
    ("sentence", "differs"),
    [
        ("The ceiling for a night in a hotel in London is £150.", ["£165 or £150"]),
        ("The ceiling for a night in a hotel in Leeds is £150.", []),
    ],
)
def test_a_row_and_a_sentence(sentence: str, differs: list[str]) -> None:
    assert why(apart(HOTELS, sentence), 0.8) == differs
    assert why(apart(sentence, HOTELS), 0.8) == [
        " or ".join(d.split(" or ")[::-1]) for d in differs
    ]


def test_of_one_side_only_the_sentences_that_count_are_compared() -> None:
    one = "Staff must claim hotels within 30 days. Staff must claim meals within 20 days."
    other = "Staff must claim hotels within 60 days. Staff must claim meals within 10 days."
    sides = passage(1, f"{one}\n\n{HOTELS}", "Claims"), passage(2, other, "Claims")
    every = {pair.one.text for pair in pairs(*sides)}
    assert any("hotels" in text for text in every) and any("meals" in text for text in every)
    some = {pair.one.text for pair in pairs(*sides, lambda sentence: "meals" in sentence.text)}
    assert some and not any("hotels" in text for text in some)
