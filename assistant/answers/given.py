"""A passage that a model was given, and why."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents.types import Found


@dataclass(frozen=True, slots=True)
class Given:
    found: Found
    why: str  # "found", or in words what it was fetched for
