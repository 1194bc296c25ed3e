"""A passage that a model was given, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from knowledge.documents.types import Found, Passage, Reason


@dataclass(frozen=True, slots=True)
class Given:
    found: Found
    why: str  # "found", or in words what it was fetched for


@dataclass(frozen=True, slots=True)
class Pointer:
    """What was found, without its text: whoever goes back to it has to read it again."""

    passage_id: int
    version_id: int
    until: date | None
    score: float
    reasons: tuple[Reason, ...]

    @classmethod
    def to(cls, found: Found) -> Self:
        passage = found.passage
        return cls(passage.id, passage.version_id, passage.until, found.score, found.reasons)

    def found(self, passage: Passage) -> Found:
        """As it was found then; `passage` is it, read again."""
        return Found(replace(passage, until=self.until), self.score, self.reasons)
