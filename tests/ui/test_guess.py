"""What the form that adds files is filled in with."""

from __future__ import annotations

from datetime import date

from assistant.sample import documents_dir
from knowledge.loading.guess import Guess, guess
from ui.parts.library.adding import summary


def test_a_real_file() -> None:
    file = documents_dir() / "hr-policy" / "annual-leave-policy-2026.docx"
    guessed = guess(file.read_bytes(), file.name)
    assert guessed == Guess(
        "Annual Leave Policy 2026",
        "People Directorate",
        date(2026, 1, 5),
        date(2027, 12, 31),
        "Annual Leave Policy 2024",
    )
    assert summary(guessed) == (
        "in force from 5 January 2026, review by 31 December 2027, owner People Directorate, "
        "replaces Annual Leave Policy 2024?"
    )


def test_front_matter_and_silence() -> None:
    front = b"---\ntitle: Leave\neffective_from: 2025-04-01\n---\nLeave is granted."
    assert guess(front, "leave.md") == Guess("Leave", effective_from=date(2025, 4, 1))
    assert summary(guess(b"Leave is granted.", "leave.txt")) == ""


def test_what_cannot_be_read_is_left_to_loading() -> None:
    assert guess(b"\x00\x01", "leave.pdf") == Guess()
