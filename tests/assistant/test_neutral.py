"""What goes from a model's text, and what must stay."""

from __future__ import annotations

import time

import pytest

from assistant.answering.writing.neutral import neutral


@pytest.mark.parametrize(
    "text",
    [
        "Up to 10 days [1][2], see paragraph 4.2(a) and section [source 2].",
        "Area: 25 m² or 12 km², 10⁶ people, H₂O.",
        "Data: the figures of 2024. File: HR-1. Tel: 0300 123 1234. Time 10:30 // later.",
        "If a < b and c > d, or <5 days.",
        "- item [1]\n- item [2]: more",
        "Apply at gov.uk/foreign-travel before 1 May.",
        "The ratio is 3:1; see (1) and (2).",
        "What are the sources of funding? They are two.",
    ],
)
def test_ordinary_text_stays_to_the_letter(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go to https://x.example/y. Then stop.", "Go to (address left out). Then stop."),
        ("\\href{http://evil.example}{press} it", "press it"),
        ("25 days ［3］", "25 days [3]"),
        ("25 days.⁹", "25 days."),
        ("Source: a manual", ""),
        ("begin source 9", ""),
        ("<b>bold</b> move", "bold move"),
        ("25 days (source: a manual).", "25 days ."),
    ],
)
def test_what_goes(text: str, expected: str) -> None:
    assert neutral(text) == expected


def test_brackets_alone_cost_little() -> None:
    started = time.monotonic()
    for unit in ("[", "![", "<", "[a](", "\\href{", "&lt;", "a.", "(source:", "¹", "www.", "<!--"):
        neutral((unit * 8000)[:8000])
    assert time.monotonic() - started < 8
