"""What of a title is its own, and which title a name may mean."""

from __future__ import annotations

import pytest

from knowledge.language.titles import beside_title, may_mean, own_words, same_title


def test_own_words() -> None:
    assert own_words("Travel and Expenses Policy 2026") == {"travel", "expens"}
    assert own_words("The Code") == {"code"}, "there is nothing else"
    assert beside_title("Please summarise the travel policy", "Travel Policy") == set()
    assert beside_title("Does the travel policy cover bicycles?", "Travel Policy") == {"bicycl"}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("the Travel Policy 2019", "Travel Policy"),
        ("BOD 16-01", "Binding Operational Directive 16-01"),
        ("Leave Policy", "Leave Policies"),
        ("Travel", "Travel and Expenses Policy"),
    ],
)
def test_a_name_may_mean_a_title(name: str, title: str) -> None:
    assert may_mean(name, title)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Travel Policy 2019", "Travel Policy 2020"),
        ("BOD 16-02", "Binding Operational Directive 16-01"),
        ("Departmental Policy", "Leave Policy"),
        ("Leave Policy", "Travel Policy"),
        ("Leave Policy 4", "Leave Policy"),
    ],
)
def test_a_name_of_something_else(name: str, title: str) -> None:
    assert not may_mean(name, title)


def test_the_same_title() -> None:
    assert same_title("the travel policy", "Travel Policy")
    assert not same_title("Policy on travel", "Travel policy")
