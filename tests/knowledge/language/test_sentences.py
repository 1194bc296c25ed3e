"""Sentences end where a reader would end them, and finding them takes linear time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from knowledge.language.sentences import sentences

PARAGRAPHS = [
    line
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_of_policies(paragraph: str) -> None:
    expected = paragraph.split("‖")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    "part", ["Keep a record of each hour, e.g. on form TR4 (para. 4.2). ", ". ", "a. ", "U.S. A"]
)
def test_a_line_of_any_length_takes_linear_time(part: str) -> None:
    """One paragraph of 400 kB took 90 seconds; four times the text must not take ten times as
    long, and a megabyte not three seconds."""

    def seconds(characters: int) -> float:
        text = part * (characters // len(part))
        began = time.process_time()
        sentences(text)
        return time.process_time() - began

    quarter = min(seconds(250_000) for _ in range(3))
    whole = min(seconds(1_000_000) for _ in range(2))
    assert whole < 3
    assert whole < 10 * quarter
