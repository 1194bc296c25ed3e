"""The fit of the two searches' weights moves what the questions say should move, nothing else."""

from __future__ import annotations

from dataclasses import replace

from knowledge.search.fusion import FITTED, Closeness
from tests.lab.fusion import Asked, by_set, fitted


def _asked(number: int) -> Asked:
    """The words find what is relevant; the meaning is nearer to something else."""
    return Asked(
        "made", str(number), ("right",), {1: 10, 2: 20}, {10: "right", 20: "wrong"},
        Closeness.alone({1: 0.40, 2: 0.60}), {1: 9.0, 2: 4.0},
    )  # fmt: skip


def test_words_gain_where_words_are_right() -> None:
    told = [_asked(number) for number in range(4)]
    assert by_set(told, FITTED)["made"] < 1
    now = fitted(told, FITTED)
    assert by_set(told, now)["made"] == 1
    assert now.words / now.meaning > FITTED.words / FITTED.meaning


def test_nothing_moves_without_a_gain() -> None:
    told = [_asked(1)]
    best = replace(FITTED, meaning=1.0)
    assert fitted(told, best) == best
