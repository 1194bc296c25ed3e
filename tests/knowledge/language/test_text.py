"""Sentences keep their exact spans; words meet however they are written."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from knowledge.language.sentences import sentences
from knowledge.language.words import content_words, lowered, stem, words


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n \n", []),
        ("You get 25 days. You may carry 5 over.", ["You get 25 days.", "You may carry 5 over."]),
        (
            "Use rail, e.g. Advance fares. Not taxis.",
            ["Use rail, e.g. Advance fares.", "Not taxis."],
        ),
        ("See No. 5 and para. 4.2. It applies.", ["See No. 5 and para. 4.2.", "It applies."]),
        ("The answer is no. Ask again.", ["The answer is no.", "Ask again."]),
        (
            "Ask J. R. Smith or Dr. Jones. Then wait.",
            ["Ask J. R. Smith or Dr. Jones.", "Then wait."],
        ),
        ("Fill in Annex B. Send it.", ["Fill in Annex B.", "Send it."]),
        (
            "It costs £4.20 a day! Is that all? Yes.",
            ["It costs £4.20 a day!", "Is that all?", "Yes."],
        ),
        ("He said “stop.” Then left.", ["He said “stop.”", "Then left."]),
        ("4. You must ask. (a) First this.", ["4. You must ask.", "(a) First this."]),
        ("1. One line\n2. Two lines", ["1. One line", "2. Two lines"]),
        ("- a bullet. Its rest.\n- another", ["- a bullet.", "Its rest.", "- another"]),
        ("Grade | Days. Note\nAO | 25. Yes", ["Grade | Days. Note", "AO | 25. Yes"]),
        ("You get 25 days. [1] More. [2][3] End", ["You get 25 days. [1]", "More. [2][3]", "End"]),
        ("You get 25 days [1]. More [2].", ["You get 25 days [1].", "More [2]."]),
        ("Open until 5 p.m. every day. Then shut.", ["Open until 5 p.m. every day.", "Then shut."]),
        ("See gov.uk/leave for more. Go.", ["See gov.uk/leave for more.", "Go."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_spans_are_ordered_and_apart() -> None:
    text = "First one.  Second one?\n\n\tThird – with a dash.\nFourth"
    spans = sentences(text)
    assert len(spans) == 4
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)


def test_words() -> None:
    assert words("Staff’s £30,000 limit (s.21A) isn't 4.2%") == [
        "staff", "30000", "limit", "s", "21", "a", "isn't", "4.2",
    ]  # fmt: skip
    assert content_words("How many days of annual leave do I get?") == [
        "many", "days", "annual", "leave",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [("claims", "claimed"), ("claiming", "claim"), ("policies", "policy"), ("days", "day"),
     ("notified", "notify"), ("using", "use"), ("applies", "applying"),
     ("boxes", "box"), ("approve", "approved"), ("planned", "plan"), ("expenses", "expense")],
)  # fmt: skip
def test_stems_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_stems_stay_apart() -> None:
    assert len({stem(word) for word in ("red", "ring", "bus", "thing", "need", "status")}) == 6


def test_threads_do_not_mix_their_stems() -> None:
    """A Snowball stemmer holds the word that it works on."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    asked = [f"{first}{second}ations" for first in "bcdfgklmnprst" for second in "aeiou"] * 30
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(stem.__wrapped__, asked))
    finally:
        sys.setswitchinterval(interval)
    assert found == [stem(word) for word in asked]


def test_small_letters_keep_their_places() -> None:
    assert lowered("ABC £1M") == "abc £1m"
    assert len(lowered("İstanbul")) == len("İstanbul")


def test_a_run_of_marks_costs_little() -> None:
    began = time.perf_counter()
    assert len(sentences("a" + "!" * 20_000)) == 1
    assert time.perf_counter() - began < 1
