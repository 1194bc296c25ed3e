"""Exact words of a source, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim's exact words in a passage: `quote` is `[start:end]` of that version's text."""

    n: int  # the number shown, from 1 in each answer; one number a passage
    passage_id: int
    document_id: int
    version_id: int
    document: str  # the document's source
    title: str
    version: int
    page: int | None
    heading_path: tuple[str, ...]
    quote: str
    start: int
    end: int
    owner: str = ""
    effective_from: date | None = None
    review_by: date | None = None
    until: date | None = None  # its last day in force, where it is in force no more


class ComparisonKind(StrEnum):
    CONFLICT = "conflict"  # both in force, and they say different things
    CHANGE = "change"  # the version in force, and the one before it


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents' or versions' words to be shown side by side. Of a change, `one` is what is in
    force and `other` what was before; None where only one of them speaks of it."""

    kind: ComparisonKind
    one: Citation | None
    other: Citation | None
    why: str = ""  # of a conflict: "£25 or £30"

    @property
    def sides(self) -> tuple[Citation, ...]:
        """Those of the two that there are."""
        return tuple(side for side in (self.one, self.other) if side is not None)
