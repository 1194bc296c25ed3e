"""Misspelt words of a question are put right by the documents' words, and no others."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.search.respelling import slip, with_words
from tests.assistant.asking import ask
from tests.people import HERE, STRANGER


@pytest.mark.parametrize(
    ("word", "right"),
    [("anual", "annual"), ("recieve", "receive"), ("expences", "expenses"), ("polciy", "policy")],
)
def test_slips(word: str, right: str) -> None:
    assert slip(word, right)
    assert with_words(f"The {word}?", {word: right}) == f"The {right}?"


@pytest.mark.parametrize(
    ("word", "other"), [("moped", "moved"), ("annual", "annual"), ("sick", "sack it")]
)
def test_what_is_no_slip(word: str, other: str) -> None:
    assert not slip(word, other)


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("How much hospitalty may I accept?", "hospitalty", "hospitality"),
        ("What happens in my probaton period?", "probaton", "probation"),
        ("how do i book accomodation", "accomodation", "accommodation"),
    ],
)
def test_it_is_searched_as_meant_and_said(
    sample_library: Library, question: str, wrong: str, right: str
) -> None:
    answer = ask(sample_library, question)
    assert any(f"“{wrong}” as “{right}”" in one for one in answer.remarks)
    assert answer.query == question.replace(wrong, right)
    as_written = ask(sample_library, question.replace(wrong, f'"{wrong}"'))
    assert as_written.remarks == ()


@pytest.mark.parametrize(
    "question",
    [
        "How many days of annual leave can I carry over?",
        "May I work from Spain?",
        "may i work from spain",  # a word that the documents lack, and no slip of theirs
        "Is a bottle of rum fine?",
        "Write to records@daa.exmaple",
    ],
)
def test_other_words_stay(sample_library: Library, question: str) -> None:
    assert sample_library.read_as(question, HERE) == {}


def test_nobody_learns_a_word_of_what_he_may_not_read(sample_library: Library) -> None:
    assert sample_library.read_as("how do i book accomodation", HERE)
    assert sample_library.read_as("how do i book accomodation", STRANGER) == {}


def test_everyday_words_are_read_as_policies_call_them(sample_library: Library) -> None:
    answer = ask(sample_library, "Can my boss say no to a holiday?")
    assert answer.query == "Can my line manager refuse an annual leave?"
    assert "“boss” as “line manager”" in answer.remarks[0]
    assert "“holiday” as “annual leave”" in answer.remarks[0]
    assert sample_library.read_as("Is there a bank holiday in May?", HERE) == {}
    assert sample_library.read_as('May I use "WhatsApp"?', HERE) == {}


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("my wife works for a firm", {"my wife": "my partner"}),  # "my spouse" stands first
        ("my boss’s boss", {"boss": "line manager"}),
        ("a dinner at 90 quid a head", {"quid": "pounds"}),
        ("sar deadline", {"sar": "subject access request"}),  # "SAR" is one of its meanings
        ("'usb stick' or \"whatsapp\"", {}),
    ],
)
def test_the_meaning_that_the_documents_have_is_read(
    sample_library: Library, question: str, read: dict[str, str]
) -> None:
    assert sample_library.read_as(question, HERE) == read


def test_a_misspelt_everyday_word_is_read_too(sample_library: Library) -> None:
    assert sample_library.read_as("can i use watsapp", HERE) == {"watsapp": "messaging app"}
    assert sample_library.read_as("no to my holidya", HERE) == {"holidya": "annual leave"}


def test_a_word_that_the_documents_prefer_stays(sample_library: Library) -> None:
    """They have "reporter" (of a concern) no less often than "journalist"."""
    assert sample_library.read_as("A reporter rang about my boss", HERE) == {"boss": "line manager"}


@pytest.mark.parametrize(
    "question",
    ["Combien de jours de congé puis-je reporter ?", "Wie viele Urlaubstage kann ich mitnehmen?",
     "Ile dni urlopu moge przeniesc?", "Faint o wyliau sydd gennyf yn y flwyddyn?",
     "我可以休多少天假 多少 天 呢"],
)  # fmt: skip
def test_another_language_is_said_to_be_one(sample_library: Library, question: str) -> None:
    assert any("in English" in one for one in ask(sample_library, question).remarks)


@pytest.mark.parametrize("question", ["Travel policy SCS rail", "what about café bills", "leave"])
def test_english_is_not_taken_for_another(sample_library: Library, question: str) -> None:
    assert not any("in English" in one for one in ask(sample_library, question).remarks)
