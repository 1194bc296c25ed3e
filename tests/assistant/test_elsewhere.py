"""A figure that the source says of something else."""

from __future__ import annotations

import pytest

from assistant.answering.checking.sentences import Sentences, said_instead

LEAVE = (
    "You may carry over up to 10 days of annual leave into the next leave year. "
    "You must take at least 20 days in each leave year. "
    "Managers answer a request within three working days."
)
RATES = (
    "Vehicle | First 10,000 miles | After that\n"
    "Car or van | 45p | 25p\n"
    "Motorcycle | 24p | 24p\n"
    "Bicycle | 20p | 20p"
)


@pytest.mark.parametrize(
    ("claim", "text", "said"),
    [
        ("You can carry over up to 20 days of annual leave.", LEAVE, ("20 days", "10 days")),
        ("For a motorcycle the rate is 25p after that.", RATES, ("25p", "24p")),
    ],
)
def test_the_nearest_sentence_says_another_figure(
    claim: str, text: str, said: tuple[str, str]
) -> None:
    found = said_instead(claim, [Sentences.of(text)])
    assert found is not None
    assert tuple(figure.said for figure in found) == said


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("You can carry over up to 10 days of annual leave.", LEAVE),
        ("You must take at least 20 days a year.", LEAVE),
        ("Carry over 10 days of annual leave, and take at least 20 days.", LEAVE),
        ("A car costs 45p for the first 10,000 miles and 25p after that.", RATES),
        ("The rate for a bicycle is 20p.", RATES),
        ("It is 20 days.", LEAVE),  # too few words to say which sentence it speaks of
        ("Requests are answered in three working days.", LEAVE),
    ],
)
def test_a_figure_in_its_place_is_none_of_another(claim: str, text: str) -> None:
    assert said_instead(claim, [Sentences.of(text)]) is None


def test_another_source_that_says_it_as_nearly_supports_it() -> None:
    other = "Up to 20 days of annual leave may be carried over into the next year by nurses."
    claim = "You can carry over up to 20 days of annual leave."
    assert said_instead(claim, [Sentences.of(LEAVE), Sentences.of(other)]) is None
