"""One chat model at one provider: its client, its time-outs, its price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answers.receipt import Purpose
from assistant.models.breaker import Breaker
from assistant.models.prices import Price
from assistant.models.streaming import Patience
from knowledge.outside.provider import Provider

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

#: Seconds until a connection must stand: a server that is there answers within one.
CONNECT_SECONDS = 5.0
#: Seconds between two pieces of an answer, once it has begun.
PAUSE_SECONDS = 15.0
#: Seconds until an answer must be whole, however steadily it comes.
TOTAL_SECONDS = 180.0
#: Seconds for a rewritten question or a judge's word: the answer can be made without them.
HELPING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds; the first words' are the provider's own."""

    connect: float = CONNECT_SECONDS
    pause: float = PAUSE_SECONDS
    total: float = TOTAL_SECONDS
    helping: float = HELPING_SECONDS


@dataclass(frozen=True)
class ChatModel:
    """OpenAI, Azure (the name is the deployment's) or any compatible server."""

    name: str
    provider: Provider
    temperature: float | None = 0.0
    timeouts: Timeouts = Timeouts()
    price: Price | None = None
    breaker: Breaker = field(default_factory=Breaker, compare=False)

    def patience(self, purpose: Purpose) -> Patience:
        first = self.provider.timeout
        if purpose is not Purpose.COMPOSE:
            helping = min(first, self.timeouts.helping)
            return Patience(helping, min(self.timeouts.pause, helping), helping)
        return Patience(first, min(self.timeouts.pause, first), max(self.timeouts.total, first))

    @cached_property
    def client(self) -> BaseChatModel:
        """One for the process; its imports take about a second."""
        from assistant.models.client import make_client

        return make_client(self.name, self.provider, self.temperature, self.timeouts.connect)

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        """What the openai client or the HTTP library below it raises comes through."""
        with _untraced():
            yield from self.client.stream(list(messages))


def _untraced() -> AbstractContextManager[None]:
    """LangChain sends every prompt to LangSmith where a variable of the machine says so; the
    documents go to the model that was chosen and to nobody else."""
    from langsmith import tracing_context

    return tracing_context(enabled=False)
