"""What whoever follows an answer is told while it is made."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers.answer import Answer


@dataclass(frozen=True, slots=True)
class StepStarted:
    """For the quiet line above an answer: the step and a sentence ("Searching 25 documents")."""

    step: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer's text, streamed before it is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    answer: Answer


Event = StepStarted | Piece | Finished
