"""No text from outside takes more time than its length is worth, or stops an answer by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.answering.question.screen.screening import LONGEST_QUESTION
from assistant.answering.writing.parse import LONGEST, parse
from assistant.answers.status import Status
from knowledge.language.quantities import quantities
from knowledge.library import Library
from knowledge.outside.failures import retry_after
from tests.assistant.asking import ask

#: An ordinary text of this length takes a tenth of it. One that was read anew at each of its
#: letters took three to ten seconds.
SECONDS = 3.0
DIGITS = "9" * 5_000  # Python turns no more than 4,300 into a number

FRAGMENTS = (
    *"%?“'`[(<{*_~1aA中",
    *("\n", "\n#", "\n.", "\n> ", "\n- ", "\n1. ", " ", "\t", "\u00a0", " -", " ,", ". ", ".\n"),
    *("1-", "1,", "1.", "0 ", "£", "£1m ", "+44 ", "a.", "a@", "a-", "@a", '"a" ', "https://a."),
    *(
        "| a | b |\n",
        "| a ",
        "|-",
        "![",
        "[1]",
        "[1, ",
        "(1)",
        "\n1",
        "<think>",
        "</think>",
        "<|channel|>",
        "<sup>1",
        "**a",
        "&amp;",
        "<b>",
        "```\n",
    ),
    *("SECRET ", "   REL TO A", "/ LEGAL", "marking ", "classification: ", "SI, ", "STRAP "),
    *("and what ", "what is it and ", "is it a ", "what's ", "who's it, and "),
    *("version 1 ", "section 4.2 ", "the 2024 policy ", "Mr. ", "1 June ", "e.g. ", "in force on "),
)


@pytest.mark.parametrize("fragment", FRAGMENTS)
@pytest.mark.parametrize("opening", ["How many days", "[NATO TOP SECRET"])
def test_a_question_of_one_thing_over_and_over(
    sample_library: Library, opening: str, fragment: str
) -> None:
    room = LONGEST_QUESTION - len(opening) - len(" of leave?")
    with _in_time():
        ask(sample_library, f"{opening} {fragment * (room // len(fragment))}of leave?")


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_reply_of_one_thing_over_and_over(fragment: str) -> None:
    with _in_time():
        text = "You may carry over 5 days " + fragment * (LONGEST // len(fragment))
        parse(text, 3)


@contextmanager
def _in_time() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("text", [DIGITS, f"It is {DIGITS}.", f"{DIGITS} days", f"£{DIGITS} bn"])
def test_a_number_too_long_to_be_one(sample_library: Library, text: str) -> None:
    assert quantities(text) == []
    assert ask(sample_library, f"Is the limit {text}").status is not Status.ERROR_INTERNAL


def test_a_mark_and_a_wait_too_long_to_be_numbers() -> None:
    assert parse(f"You may [{DIGITS}].", 3)
    assert retry_after({"retry-after-ms": DIGITS}) == 86_400.0
