"""The chat models as they are set up: asked in order, each call on the receipt."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from assistant.answers.receipt import Call, Purpose
from assistant.models.breaker import Breaker
from assistant.models.calling import Allowance, Calling, Failed, Failures, pause_before_retry
from assistant.models.chat import ChatModel, Price
from assistant.models.streaming import Waiting, sleep
from assistant.settings import BernardSettings, ModelSettings
from knowledge.errors import BadSetting, ModelUnavailable
from knowledge.outside.failures import Cause
from knowledge.outside.provider import Provider

if TYPE_CHECKING:
    from langchain_core.language_models import LanguageModelInput
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

    from knowledge.access import Scope

logger = logging.getLogger(__name__)

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True)
class Models:
    """The model that is asked, and the one that is asked when it fails.

    `for_question` gives one question its own, with the same clients and an empty receipt. Safe to
    use from threads.
    """

    main: ChatModel
    settings: ModelSettings
    fallback: ChatModel | None = None
    judge: ChatModel | None = None  # reads answers for meaning; None: the main one does
    budget: Allowance | None = None
    scope: Scope | None = None  # whose question it is; None before there is one
    calls: list[Call] = field(default_factory=list, compare=False)

    @classmethod
    def from_environment(cls) -> Models | None:
        """None when no key is set. Raises BadSetting where a setting is missing or wrong."""
        given = BernardSettings.read()
        provider = Provider.from_settings(given)
        if provider is None:
            return None
        if not given.chat_model:
            if given.embedding_model:
                return None  # the key is there for the embeddings
            what = "your deployment's name" if provider.kind == "azure" else "the model's name"
            raise BadSetting(f"A key is set, but no chat model: set BERNARD_CHAT_MODEL to {what}.")
        main = _model(given.chat_model, provider, given, given.price_input, given.price_output)
        return cls(main, given, _fallback(provider, given), _judge(provider, given))

    def for_question(self, scope: Scope) -> Models:
        return replace(self, scope=scope, calls=[])

    def with_budget(self, budget: Allowance | None) -> Models:
        return replace(self, budget=budget)

    def _line(self, purpose: Purpose) -> list[ChatModel]:
        """Who is asked, in this order."""
        first = self.judge if self.judge and purpose is Purpose.JUDGE else self.main
        return [first, *([self.fallback] if self.fallback else [])]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where a question's words may go."""
        return tuple(model.provider.base_url for model in self._line(Purpose.COMPOSE))

    @property
    def composed_by(self) -> str:
        """The name of the model that wrote the answer."""
        written = [call.model for call in self.calls if call.purpose is Purpose.COMPOSE]
        return written[-1] if written else self.main.name

    @property
    def judged_by(self) -> str:
        """The name of the model that read the answer for its meaning."""
        judged = [call.model for call in self.calls if call.purpose is Purpose.JUDGE]
        return judged[-1] if judged else (self.judge or self.main).name

    @property
    def stand_in(self) -> str:
        """Where the second model wrote the answer: a sentence that says why. Empty otherwise."""
        written = [call for call in self.calls if call.purpose is Purpose.COMPOSE]
        if self.fallback is None or not written or written[-1].model != self.fallback.name:
            return ""
        failed = [call.outcome for call in written if call.model == self.main.name and call.outcome]
        why = f" ({failed[-1]})" if failed else ""
        return f"The language model {self.main.name} did not answer{why}; {written[-1].model} did."

    def runnable(
        self, purpose: Purpose, prompt_version: str = ""
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """For a chain that `stream` or `invoke` runs: asks the second model where the first fails
        before its first word. A reply without a finish reason ends as it ends: who reads it must
        look."""
        from assistant.models.guarded import Guarded, TryAnother

        def ask(
            model: ChatModel, messages: Sequence[BaseMessage]
        ) -> Generator[list[AIMessageChunk], None, None]:
            return self._asked(model, messages, purpose, prompt_version)

        failures: Failures = []
        first, *others = [
            Guarded(chat=model, ask=ask, purpose=purpose.value, failures=failures)
            for model in self._line(purpose)
        ]
        if not others:
            return first
        return first.with_fallbacks(others, exceptions_to_handle=(TryAnother,))

    def stream(self, chain: Runnable[In, Out], given: In) -> Generator[Out, None, None]:
        """What the chain gives, as it comes. Raises GivenUp, and ModelUnavailable, which says in a
        sentence what failed: also in the middle, after all that came."""
        with _running() as (waiting, context):
            stream = context.run(chain.stream, given)
            try:
                while True:
                    try:
                        piece = context.run(next, stream)
                    except StopIteration:
                        return
                    yield piece
            finally:
                waiting.give_up()  # LangChain would read a stream to its end before it closes it
                context.run(stream.close)  # type: ignore[attr-defined]

    def invoke(self, chain: Runnable[In, Out], given: In) -> Out:
        """Raises GivenUp, ModelUnavailable."""
        with _running() as (_, context):
            return context.run(chain.invoke, given)

    def warm(self) -> None:
        """Imports and builds what the first question would wait for, about a second. Sends
        nothing."""
        import langchain_core.prompts  # noqa: F401

        _ = self.main.client

    def _asked(
        self, model: ChatModel, messages: Sequence[BaseMessage], purpose: Purpose, prompt: str
    ) -> Generator[list[AIMessageChunk], None, None]:
        """One model, with further tries. Raises Failed."""
        try:
            _ = model.client  # what it costs to build is not the server's time
        except BadSetting as error:  # wrong only since the settings were read
            raise Failed(Cause(error.message.rstrip("."), sent=False), error.reason) from None
        patience = model.patience(purpose)
        deadline = time.monotonic() + patience.first
        for tries in range(1, self.settings.model_retries + 2):
            resting = model.breaker.closed_for()
            if resting:
                raise Failed(resting, "its circuit breaker is open")
            remaining = max(0.001, deadline - time.monotonic())
            calling = Calling(model, messages, purpose, prompt, patience, remaining)
            try:
                yield from calling.run(self.budget, self.scope, self.calls.append)
                return
            except Failed as failed:
                if not calling.spoke and model.leave_out(failed.cause.not_taken):
                    logger.warning("%s is asked without %s", model.name, failed.cause.not_taken)
                    continue
                left = deadline - time.monotonic()
                most = self.settings.model_retries
                pause = pause_before_retry(failed.cause, tries, left, most)
                if calling.spoke or pause is None:
                    raise
                logger.warning("Asking %s again in %.1f s: %s", model.name, pause, failed.reason)
                sleep(pause)


@contextmanager
def _running() -> Iterator[tuple[Waiting, Context]]:
    """For a chain to run in. LangChain sends every prompt to LangSmith where a variable of the
    machine says so; the documents go to the model that was chosen and to nobody else."""
    from langsmith import tracing_context

    from assistant.models.guarded import TryAnother

    waiting = Waiting()
    context = waiting.context()
    untraced = tracing_context(enabled=False)
    context.run(untraced.__enter__)
    try:
        yield waiting, context
    except (Failed, TryAnother) as failed:
        raise unavailable(failed.failures) from failed
    finally:
        waiting.give_up()
        context.run(untraced.__exit__, None, None, None)


def _judge(provider: Provider, given: ModelSettings) -> ChatModel | None:
    if not given.judge_model:
        return None
    sent, received = given.judge_price_input, given.judge_price_output
    if sent is None:
        sent, received = given.price_input, given.price_output
    named = replace(provider, model_setting="BERNARD_JUDGE_MODEL")
    return _model(given.judge_model, named, given, sent, received)


def _fallback(provider: Provider, given: ModelSettings) -> ChatModel | None:
    """At the same server, or at one of its own with a key of its own."""
    if not given.fallback_model:
        return None
    provider = replace(provider, model_setting="BERNARD_FALLBACK_MODEL")
    if given.fallback_api_key:
        key, named = given.fallback_api_key, "BERNARD_FALLBACK_API_KEY"
        provider = replace(provider, key=key, key_setting=named)
    if given.fallback_base_url:
        url, named = given.fallback_base_url, "BERNARD_FALLBACK_BASE_URL"
        provider = replace(provider, kind="openai", base_url=url, url_setting=named)
    sent, received = given.fallback_price_input, given.fallback_price_output
    return _model(given.fallback_model, provider, given, sent, received)


def _model(
    name: str, provider: Provider, given: ModelSettings, sent: float | None, received: float | None
) -> ChatModel:
    price = None if sent is None or received is None else Price(sent, received, given.currency)
    breaker = Breaker(given.model_breaker_failures, given.model_breaker_seconds)
    return ChatModel(name, provider, given, price, breaker)


def unavailable(failures: Failures) -> ModelUnavailable:
    last = failures[-1][1]
    if last.as_it_is is not None:
        return last.as_it_is
    reasons = "; ".join(failed.reason for _, failed in failures)
    if len(failures) == 1:
        why = last.cause.words
        return ModelUnavailable(f"The language model did not answer ({why}).", reasons, why)
    why = "; ".join(f"{name}: {failed.cause.words}" for name, failed in failures)
    return ModelUnavailable(f"Neither language model answered ({why}).", reasons, why)
