"""An amount asked for is met by the row of the table whose band it falls into."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.answering.steps.quoted import PROBABLY
from assistant.answers.parts import Quote
from knowledge.documents.bands import amounts, named_rows, rows_for
from knowledge.documents.types import Passage
from knowledge.documents.units import Unit, UnitKind
from knowledge.language.words import stems
from knowledge.library import Library
from tests.assistant.asking import ask


def _table(*rows: str) -> Passage:
    text = "\n".join(("Band | Rule", *rows))
    units, at = [], len("Band | Rule") + 1
    for row in rows:
        end = at + len(row)
        units.append(Unit(UnitKind.ROW, at, end, (at, end), (0, len("Band | Rule"))))
        at = end + 1
    return Passage(1, 1, 1, 1, 1, "", "", "", (), None, 0, len(text), text, units=tuple(units))


def _rows(asked: str, *rows: str) -> list[str]:
    table = _table(*rows)
    return [table.text[slice(*span)] for span in sorted(rows_for(amounts(asked), table))]


PRICES = ("Up to £1,000 | one", "£1,001 to £9,999 | two", "£10,000 and above | three")
YEARS = ("Less than 1 year | one", "1 to 2 years | two", "2 years or more | three")


@pytest.mark.parametrize(
    ("asked", "rows", "right"),
    [
        ("something for £6,000", PRICES, "two"),
        ("it costs £80", PRICES, "one"),
        ("a £2m contract", PRICES, "three"),
        ("after eighteen months", YEARS, ""),  # of another unit
        ("after 5 years", YEARS, "three"),
        ("after 9.5 years", YEARS, "three"),
        ("what is paragraph 4.2.1 on £80", PRICES, "one"),
        ("a fee of £15", ("£20 licence | at the counter", "£10 licence | by post"), ""),
        ("a fee of £15", ("£10 licence | at the counter", "£20 licence | by post"), ""),
        ("with two people", PRICES, ""),
        ("a room at £90 a night", PRICES, ""),
    ],
)
def test_the_row_whose_band_holds_it(asked: str, rows: tuple[str, ...], right: str) -> None:
    assert [row.split(" | ")[1] for row in _rows(asked, *rows)] == ([right] if right else [])


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("the deadline for a yellow letter", ["Yellow"]),
        ("blue or green letters", ["Green", "Blue"]),
        ("a letter", []),
        ("a campaign about red tape", []),
    ],
)
def test_the_row_that_is_named(asked: str, right: list[str]) -> None:
    table = _table("Yellow | 15 days", "Green | 20 days", "Blue | 10 days", "Red letter | 5 days")
    rows = sorted(named_rows(stems(asked), table))
    assert [table.text[slice(*span)].split(" | ")[0] for span in rows] == right


@pytest.mark.parametrize(
    ("asked", "pounds"),
    [
        ("chairs for about 7k", [7000]),
        ("a 1.5 million contract", [1_500_000]),
        ("dinner at £90 a head", [90]),
        ("gifts of £20 each", [20]),
        ("a room at £90 a night", []),
        ("section 4.20", []),
        ("7 chairs", []),
    ],
)
def test_what_is_money(asked: str, pounds: list[int]) -> None:
    assert amounts(asked).get("£", set()) == {Decimal(one) for one in pounds}


def test_units_stand_apart() -> None:
    assert amounts("3 years and £500, form 7") == {"year": {Decimal(3)}, "£": {Decimal(500)}}


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("How many quotations do I need for something costing £6,000?", "£1,001 to £9,999"),
        ("Who approves a contract of £250,000?", "£139,000 to £999,999"),
        ("What is the deadline for replying to a yellow letter?", "Yellow"),
        ("My flight takes 7 hours: which class do I fly?", "More than 5 and up to 10 hours"),
    ],
)
def test_it_leads_and_is_marked(sample_library: Library, question: str, label: str) -> None:
    lead = next(part for part in ask(sample_library, question).parts if isinstance(part, Quote))
    marked = [lead.claim.text[start:end] for start, end in lead.claim.strong]
    assert len(marked) == 1 and marked[0].startswith(label)


@pytest.mark.parametrize(
    "question",
    ["need some chairs about 7k, how many quotes", "whos got to approve a 300k contract"],
)
def test_where_a_row_is_for_the_amount_it_is_probably_the_answer(
    sample_library: Library, question: str
) -> None:
    assert ask(sample_library, question).notice == PROBABLY
