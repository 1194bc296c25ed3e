"""The risk–coverage curve from margins written by hand."""

from __future__ import annotations

import pytest

from tests.lab.evaluation.metrics import risk_coverage


def test_each_point_is_the_lowest_margin_that_reaches_the_coverage() -> None:
    answerable = [5.0, 4.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0, -4.0]
    risk = risk_coverage(answerable, [1.0, -1.5, -5.0, -6.0])
    by_coverage = {point["coverage"]: point for point in risk["curve"]}
    assert by_coverage[0.5] == {"coverage": 0.5, "margin": 1.0, "false_answers": 0.25}
    assert by_coverage[0.8] == {"coverage": 0.8, "margin": -2.0, "false_answers": 0.5}
    assert by_coverage[1.0] == {"coverage": 1.0, "margin": -4.0, "false_answers": 0.5}
    assert risk["auroc"] == pytest.approx((4.5 + 7 + 10 + 10) / 40, abs=0.001)


def test_without_one_of_the_two_kinds_there_is_no_curve() -> None:
    assert risk_coverage([], [1.0]) == {}
    assert risk_coverage([1.0], []) == {}
