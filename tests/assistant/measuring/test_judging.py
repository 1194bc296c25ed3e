"""Whether the passage that leads is the right one is told by how far it is ahead."""

from __future__ import annotations

import random

from tests.lab.judging import Row, fitted, report


def _rows(name: str) -> list[Row]:
    """Being ahead tells right from wrong; the margin is chance."""
    chance = random.Random(name)
    kinds = ("right", "wrong", "right", "unanswerable")
    return [
        Row(
            f"{name}{number}",
            name,
            kind := kinds[number % 4],
            chance.gauss(0, 1),
            chance.gauss(0.7 if kind == "right" else 0.2, 0.1),
        )
        for number in range(200)
    ]


def test_the_signal_that_tells_weighs_most() -> None:
    weighing = fitted(_rows("one"))
    assert weighing.ahead > 5 * abs(weighing.margin)


def test_the_report_has_each_set_left_out_and_where_its_questions_end() -> None:
    table, _, apart = report([*_rows("one"), *_rows("other")])
    assert min(apart.values()) > 0.95
    assert table.count("| 200 |") == 2
    right, wrong = table.splitlines()[2].split(" | ")[5:7]
    assert float(right.split(" / ")[0]) > float(wrong.split(" / ")[0]) + 0.3
