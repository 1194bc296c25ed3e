"""Dates and months as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.language.dates import Days, months, written_date

DAY = Days(date(2026, 4, 1), date(2026, 4, 1))


@pytest.mark.parametrize(
    "text",
    ["1 April 2026", "1st of April, 2026", "1 Apr. 2026", "April 1, 2026", "April 1 2026",
     "2026-04-01", "01/04/2026", "1.4.2026"],
)  # fmt: skip
def test_one_day(text: str) -> None:
    assert written_date(text) == DAY


def test_a_month_and_no_day() -> None:
    assert written_date("Sept 2026") == Days(date(2026, 9, 1), date(2026, 9, 30))
    assert written_date("31 April 2026") is None


def test_months() -> None:
    assert months("You may start in May or Sept, not in June.") == {
        "may": "May", "september": "Sept", "june": "June",
    }  # fmt: skip
    assert months("May I march in?") == {}
    assert months("May 2026") == {"may": "May"}
