"""The receipt of an answer: what left this machine for it, to whom, at what price."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: A call's outcome where the person did not wait for it; not a failure.
STOPPED = "it was stopped"


class Purpose(StrEnum):
    """What a call to an outside model was for."""

    COMPOSE = "compose"
    REWRITE = "rewrite"
    JUDGE = "judge"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an outside model, whatever came of it; a try that failed is a call as well."""

    host: str  # to whom: "api.openai.com"
    model: str
    purpose: Purpose
    prompt_version: str = ""
    sent_characters: int = 0  # 0 when there was no connection
    received_characters: int = 0
    sent_tokens: int = 0
    received_tokens: int = 0
    tokens_estimated: bool = False  # counted here from the characters: the server did not say
    cost: float | None = None  # in `currency`, where prices are set
    currency: str = ""
    milliseconds: float = 0.0
    outcome: str = ""  # in words, why the reply was not whole; "" when it was


@dataclass(frozen=True, slots=True)
class Receipt:
    calls: tuple[Call, ...] = ()  # in the order in which they ended

    @property
    def sent(self) -> tuple[Call, ...]:
        """Those that took something out of the building."""
        return tuple(call for call in self.calls if call.sent_characters)

    @property
    def tokens(self) -> int:
        return sum(call.sent_tokens + call.received_tokens for call in self.calls)

    @property
    def cost(self) -> float | None:
        """None unless every call that cost anything has a price."""
        costs = [call.cost for call in self.sent]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if known and len(known) == len(costs) else None
