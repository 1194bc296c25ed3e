"""What to search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to search. `text` is matched by words and by meaning; `last` is a follow-up's last turn
    alone, whose own closeness counts too (models.md: last turn's cosine)."""

    text: str
    last: str = ""
