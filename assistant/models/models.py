"""The chat models as they are set up: asked in order, each call on the receipt."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answers.receipt import Call, Purpose
from assistant.models.calling import Calling, Failed
from assistant.models.chat import ChatModel
from assistant.models.retries import RETRIES, pause_before_retry
from assistant.models.streaming import sleep
from knowledge.access import Scope
from knowledge.errors import ModelUnavailable
from knowledge.outside.provider import Provider

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    from assistant.record.budget import Budget

logger = logging.getLogger(__name__)

#: Tokens of sources sent with a question: eight passages of the default size, with room.
DEFAULT_SOURCE_TOKENS = 4_000
#: Requests for one question side by side; more is what servers count as too many.
AT_ONCE = 4


@dataclass(frozen=True)
class Models:
    """The model that is asked, and the one that is asked when it fails.

    `for_question` gives one question its own, with the same clients and an empty receipt. Safe to
    use from threads.
    """

    main: ChatModel
    fallback: ChatModel | None = None
    source_tokens: int = DEFAULT_SOURCE_TOKENS
    retries: int = RETRIES
    context_tokens: int | None = None  # of the smaller one's context; None: the sources fit
    at_once: int = AT_ONCE  # requests that the server answers side by side
    budget: Budget | None = None
    scope: Scope | None = None  # whose question it is; None before there is one
    calls: list[Call] = field(default_factory=list, compare=False)

    @classmethod
    def from_environment(cls) -> Models | None:
        """None when no key is set. Raises BadSetting where a setting is missing or wrong."""
        from assistant.models.choice import choose

        return choose()

    def for_question(self, scope: Scope) -> Models:
        return replace(self, scope=scope, calls=[])

    def with_budget(self, budget: Budget | None) -> Models:
        return replace(self, budget=budget)

    @property
    def name(self) -> str:
        return self.main.name

    @property
    def provider(self) -> Provider:
        return self.main.provider

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where a question's words may go."""
        every = [self.main, *([self.fallback] if self.fallback else [])]
        return tuple(model.provider.base_url for model in every)

    @property
    def temperature(self) -> float | None:
        return self.main.temperature

    @property
    def chat(self) -> BaseChatModel:
        return self.main.client

    @property
    def composed_by(self) -> str:
        """The name of the model that wrote the answer."""
        written = [call.model for call in self.calls if call.purpose is Purpose.COMPOSE]
        return written[-1] if written else self.name

    @property
    def stand_in(self) -> str:
        """Where the second model wrote the answer: a sentence that says why. Empty otherwise."""
        written = [call for call in self.calls if call.purpose is Purpose.COMPOSE]
        if self.fallback is None or not written or written[-1].model != self.fallback.name:
            return ""
        failed = [call.outcome for call in written if call.model == self.name and call.outcome]
        why = f" ({failed[-1]})" if failed else ""
        return f"The language model {self.name} did not answer{why}; {written[-1].model} did."

    def batches(
        self, messages: Sequence[BaseMessage], purpose: Purpose, prompt_version: str = ""
    ) -> Generator[list[AIMessageChunk], None, None]:
        """The reply as it comes, the first words at once. Asks again, and then the second model,
        while no words have come.

        Raises ModelUnavailable, which says in a sentence what failed: also in the middle, after all
        that came. A reply without a finish reason ends as it ends: who reads it must look.
        """
        line = [self.main, *([self.fallback] if self.fallback else [])]
        failures: list[tuple[ChatModel, Failed]] = []
        for model in line:
            try:
                with closing(self._asked(model, messages, purpose, prompt_version)) as stream:
                    yield from stream
                return
            except Failed as failed:
                logger.warning("%s failed to %s: %s", model.name, purpose.value, failed.reason)
                failures.append((model, failed))
                if failed.final:
                    break
        raise _unavailable(failures)

    def invoke(
        self,
        messages: Sequence[BaseMessage],
        purpose: Purpose = Purpose.REWRITE,
        prompt_version: str = "",
    ) -> str:
        """The whole reply. Raises ModelUnavailable, also when it is cut off."""
        text, finish = "", ""
        for batch in self.batches(messages, purpose, prompt_version):
            for chunk in batch:
                text += str(chunk.text)
                finish = chunk.response_metadata.get("finish_reason") or finish
        if finish in ("length", "content_filter", ""):
            raise ModelUnavailable(
                "The language model did not answer (its reply was cut off).",
                f"finish reason {finish or 'missing'}",
            )
        return text

    def warm(self) -> None:
        """Imports and builds what the first question would wait for, about a second. Sends
        nothing."""
        import langchain_core.prompts  # noqa: F401

        _ = self.chat

    def _asked(
        self, model: ChatModel, messages: Sequence[BaseMessage], purpose: Purpose, prompt: str
    ) -> Generator[list[AIMessageChunk], None, None]:
        """One model, with further tries. Raises Failed."""
        _ = model.client  # what it costs to build is not the server's time
        patience = model.patience(purpose)
        deadline = time.monotonic() + patience.first
        for tries in range(1, self.retries + 2):
            resting = model.breaker.closed_for()
            if resting:
                raise Failed(resting, "its circuit breaker is open")
            remaining = max(0.001, deadline - time.monotonic())
            calling = Calling(model, messages, purpose, prompt, patience, remaining)
            try:
                yield from calling.run(self.budget, self.scope, self.calls.append)
                return
            except Failed as failed:
                left = deadline - time.monotonic()
                pause = pause_before_retry(failed.cause, tries, left, self.retries)
                if calling.spoke or pause is None:
                    raise
                logger.warning("Asking %s again in %.1f s: %s", model.name, pause, failed.reason)
                sleep(pause)


def _unavailable(failures: Sequence[tuple[ChatModel, Failed]]) -> ModelUnavailable:
    last = failures[-1][1]
    if last.as_it_is is not None:
        return last.as_it_is
    if len(failures) == 1:
        words = last.cause.words
        return ModelUnavailable(f"The language model did not answer ({words}).", last.reason, words)
    each = "; ".join(f"{model.name}: {failed.cause.words}" for model, failed in failures)
    return ModelUnavailable(
        f"Neither language model answered ({each}).",
        "; ".join(failed.reason for _, failed in failures),
        each,
    )
