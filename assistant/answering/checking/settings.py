"""Two settings: who checks claims, and what becomes of those that nothing supports."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.errors import BadSetting
from knowledge.outside.provider import setting


@dataclass(frozen=True, slots=True)
class Checking:
    withhold: bool = False  # BERNARD_UNSUPPORTED=withhold: unsupported claims are left out
    ask_model: bool = False  # BERNARD_JUDGE=model: the chat model gives a second opinion

    @classmethod
    def from_environment(cls) -> Checking:
        """Raises BadSetting for a word that means nothing here."""
        return cls(
            withhold=_choice("BERNARD_UNSUPPORTED", ("mark", "withhold")) == "withhold",
            ask_model=_choice("BERNARD_JUDGE", ("words", "model")) == "model",
        )


def _choice(name: str, choices: tuple[str, str]) -> str:
    given = setting(name).lower() or choices[0]
    if given not in choices:
        raise BadSetting(f"{name} is either {choices[0]} (the default) or {choices[1]}.")
    return given
