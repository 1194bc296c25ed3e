"""Quantities are found however they are written, each with its place."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest

from knowledge.language.quantities import nth, numbers, quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1.5m and £ 30,000", ["1500000 £", "30000 £"]),
        ("$25 a night, 30 dollars, €5", ["25 $", "30 $", "5 €"]),
        ("1 000 forms, 12 500 pages", ["1000", "12500 page"]),
        ("call 0300 123 456", ["300", "123", "456"]),
        ("twenty-five days, a hundred and ten pages", ["25 day", "110 page"]),
        ("half a day, half an hour, half the cost", ["0.5 day", "0.5 hour"]),
        ("two and a half days, 1½ hours", ["2.5 day", "1.5 hour"]),
        ("half a million people, 20k, 5 bn", ["500000 people", "20000", "5000000000"]),
        ("18m wide, 5 km, 5p", ["18 metre", "5 kilometre", "5 pence"]),
        ("12 per cent, 4.20%, 3 percent", ["12 per cent", "4.2 per cent", "3 per cent"]),
        ("ten working days, 30-day", ["10 working day", "30 day"]),
        ("three written quotations", ["3 quote"]),
        ("one day, no one, one in ten", ["1 day", "10"]),
        ("9.30 a.m., 5pm, 17:00, 8:30", ["9.3 am", "5 pm", "5 pm", "8.3"]),
        ("Sept 30 or 3 Jan. or 31 May", ["30 september", "3 january", "31 may"]),
        ("1st of April, March 2026", ["1 april", "2026"]),
        ("grade 30 may be paid", ["30"]),
        ("para 4.2.1 days", ["4.2.1 day"]),
        ("Grade 7\nDays of leave", ["7"]),
        ("the second reader, the second day", ["2 day"]),
        ("5 full-time staff", ["5"]),
    ],
)
def test_value_and_unit(text: str, expected: list[str]) -> None:
    assert [f"{one.value} {one.unit}".rstrip() for one in quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("37 hours a week", ["hour per week"]),
        ("twice a year, once in every month, once only", ["time per year", "time per month"]),
        ("from the eighth day, on the 21st day", ["nth day", "nth day"]),
        ("£25 per night", ["£"]),
        ("5 p.m. on 3 May, room 7, para 4.2.1 days", ["", "", "", ""]),
    ],
)
def test_what_is_measured(text: str, measures: list[str]) -> None:
    assert [one.measure for one in quantities(text)] == measures


def test_places_and_words_are_those_of_the_text() -> None:
    text = "In İstanbul: TEN Working Days, then £2 Million by May 3rd"
    assert [one.said for one in quantities(text)] == ["TEN Working Days", "£2 Million", "May 3rd"]
    assert all(text[slice(*one.span)] == one.said for one in quantities(text))


def test_numbers() -> None:
    assert numbers("From £30,000 to 4.20 in twenty-five or ten days, no one on 21st") == [
        "30000", "4.20", "25", "10", "21",
    ]  # fmt: skip
    assert numbers("half a day, twice a year, the second week") == []


def test_ordinals() -> None:
    told = [nth(number) for number in (1, 10, 11, 12, 21, 22, 113)]
    assert told == ["first", "tenth", "11th", "12th", "21st", "22nd", "113th"]


def test_whatever_is_read() -> None:
    rng = random.Random(7)
    parts = [*"0123456789.,:- £$½٣²İ", "half", "a", "one", "hundred", "and", "twice", "per", "day",
             "st", "May", "pm", "m", "\u00a0", "\n"]  # fmt: skip
    for _ in range(3_000):
        text = "".join(rng.choices(parts, k=rng.randint(1, 14)))
        found = quantities(text)
        assert all(one.span[1] <= other.span[0] for one, other in pairwise(found)), text
        assert all(float(one.value) >= 0 for one in found if one.measure), text


@pytest.mark.parametrize("part", ["1 000 ", "1,000", "1.", "twenty-", "half a ", "£", "5 working "])
def test_a_long_text_takes_linear_time(part: str) -> None:
    def seconds(characters: int) -> float:
        text = part * (characters // len(part))
        began = time.process_time()
        quantities(text)
        return time.process_time() - began

    quarter = min(seconds(25_000) for _ in range(3))
    assert min(seconds(100_000) for _ in range(2)) < 10 * quarter + 0.02
