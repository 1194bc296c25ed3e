"""One chat model at one provider: its client, its patience, its price."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answers.receipt import Purpose
from assistant.models.breaker import Breaker
from assistant.models.streaming import Patience
from knowledge.outside.provider import Provider

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import ModelSettings


@dataclass(frozen=True, slots=True)
class Price:
    """Per million tokens, in `currency` as it is written before an amount."""

    sent: float
    received: float
    currency: str

    def of(self, sent: int, received: int) -> float:
        return (sent * self.sent + received * self.received) / 1_000_000


@dataclass(frozen=True)
class ChatModel:
    """OpenAI, Azure (the name is the deployment's) or any compatible server."""

    name: str
    provider: Provider
    settings: ModelSettings
    price: Price | None
    breaker: Breaker = field(compare=False)
    left_out: set[str] = field(default_factory=set, compare=False)  # what the server does not take

    def patience(self, purpose: Purpose) -> Patience:
        first, pause = self.provider.timeout, self.settings.model_pause_seconds
        if purpose is not Purpose.COMPOSE:
            # The answer stands already while it is judged.
            times = 3 if purpose is Purpose.JUDGE else 1
            helping = self.settings.model_helping_seconds
            return Patience(min(first, helping), min(pause, helping), helping * times)
        return Patience(first, min(pause, first), max(self.settings.model_total_seconds, first))

    @cached_property
    def client(self) -> BaseChatModel:
        """One for the process; its imports take about a second."""
        from assistant.models.client import make_client

        return make_client(self.name, self.provider, self.settings, self.left_out)

    def leave_out(self, parameter: str) -> bool:
        """From now on. False where it is left out already."""
        if not parameter or parameter in self.left_out:
            return False
        self.left_out.add(parameter)
        self.__dict__.pop("client", None)
        return True
