"""What to search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A question to search for. The last two say what a follow-up adds to it: its last turn alone,
    and what was said just before with that turn."""

    text: str
    last: str = ""
    context: str = ""

    @property
    def asked(self) -> str:
        """What is asked now: its words are the ones that are searched."""
        return self.last or self.text

    @property
    def readings(self) -> list[str]:
        """The texts that are compared by meaning: the question; of a follow-up, the last two turns
        together, the last alone, and the context."""
        return [self.text, self.last, self.context] if self.last else [self.text]
