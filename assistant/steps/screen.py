"""Screen: is this a question, and is there anything to answer it from?"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Status
from knowledge.blocks import clean_characters

#: About four pages of text: beyond it somebody pasted a document, not a question.
LONGEST_QUESTION = 10_000


@dataclass(frozen=True, slots=True)
class Screened:
    """The question as it will be used; `blocked` and `sentence` say why it will not be."""

    question: str
    blocked: Status | None = None
    sentence: str = ""


def screen(question: str, documents: int) -> Screened:
    """`documents`: how many documents in force the reader may search."""
    cleaned = clean_characters(question[: 2 * LONGEST_QUESTION]).strip()
    if not any(character.isalnum() for character in cleaned):
        return Screened(cleaned, Status.BLOCKED_EMPTY, "Write a question first.")
    if len(cleaned) > LONGEST_QUESTION:
        return Screened(
            cleaned[:LONGEST_QUESTION],
            Status.BLOCKED_TOO_LONG,
            f"This question is longer than {LONGEST_QUESTION:,} characters. "
            "Shorten it, or add the text as a document and ask about that.",
        )
    if documents == 0:
        return Screened(
            cleaned,
            Status.BLOCKED_EMPTY_LIBRARY,
            "There are no documents to answer from yet. Add some in the library, then ask again.",
        )
    return Screened(cleaned)
