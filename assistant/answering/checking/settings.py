"""Two settings: who checks claims, and what becomes of those that nothing supports."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.settings import BernardSettings


@dataclass(frozen=True, slots=True)
class Checking:
    withhold: bool = False  # BERNARD_UNSUPPORTED=withhold: unsupported claims are left out
    ask_model: bool = False  # BERNARD_JUDGE=model: the chat model gives a second opinion

    @classmethod
    def from_environment(cls) -> Checking:
        """Raises BadSetting."""
        given = BernardSettings.read()
        return cls(given.unsupported == "withhold", given.judge == "model")
