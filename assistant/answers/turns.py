"""A conversation as the next question needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of the conversation, oldest first in a history."""

    role: str  # "user" | "assistant"
    content: str
    asks: str = ""  # of the assistant's: the question that it asks back, in its words


History = Sequence[Turn]
