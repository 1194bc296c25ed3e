"""Who may spend how much on a chat model: asked before a call is made, told after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from knowledge.access import Scope


@dataclass(frozen=True, slots=True)
class Hold:
    """What was set aside for a call before it was made."""

    day: date
    tokens: int
    cost: float


class Allowance(Protocol):
    def hold(self, scope: Scope, tokens: int, cost: float) -> Hold:
        """Raises ModelUnavailable when there is less than this left."""

    def settle(self, scope: Scope, hold: Hold, tokens: int, cost: float) -> None:
        """Puts what was really used in the place of what was set aside."""
