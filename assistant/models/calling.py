"""One call of one chat model: waited for, measured, paid, put on the receipt."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from assistant.answers.receipt import STOPPED, Call, Purpose
from assistant.models.chat import ChatModel
from assistant.models.streaming import GivenUp, Patience, TooSlow, in_batches
from assistant.models.tokens import about
from knowledge.errors import BernardError, ModelUnavailable
from knowledge.outside.failures import Cause, explain, log_reason

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage

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


EMPTY = Cause("it sent an empty answer", passing=True)
FILTERED = Cause("the provider's content filter stopped it", about_question=True)
REFUSED = Cause("it refused to answer this question", about_question=True)
CUT = "its connection ended early"
LENGTH = "it reached its length limit"


class Failed(Exception):
    """A call without words, or one that broke after some. `as_it_is`: an error that is a whole
    sentence already."""

    def __init__(
        self, cause: Cause | str, reason: str, as_it_is: ModelUnavailable | None = None
    ) -> None:
        super().__init__(reason)
        self.cause = Cause(cause) if isinstance(cause, str) else cause
        self.reason = reason
        self.as_it_is = as_it_is
        self.spoke = False
        self.failures: Failures = []  # of all models that were asked, this one the last

    @property
    def final(self) -> bool:
        """No other model is asked: words were shown, or the question is the cause."""
        return self.spoke or self.cause.about_question or self.as_it_is is not None


#: Each with its model's name, in the order in which they were asked.
Failures = list[tuple[str, Failed]]


@dataclass
class Calling:
    """`spoke` says whether words have come, after which nothing may be asked again."""

    _model: ChatModel
    _messages: Sequence[BaseMessage]
    _purpose: Purpose
    _prompt_version: str
    _patience: Patience
    _remaining: float  # of the seconds until the first words
    spoke: bool = False
    _received: int = 0
    _finish: str = ""
    _refusal: str = ""
    _too_slow: bool = False
    _usage: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self._sent = sum(len(str(message.text)) for message in self._messages)

    def run(
        self, budget: Allowance | None, scope: Scope | None, note: Callable[[Call], None]
    ) -> Generator[list[AIMessageChunk], None, None]:
        """Raises Failed."""
        held = None
        if budget is not None and scope is not None:
            tokens = about(self._sent)
            try:
                held = budget.hold(scope, tokens, self._cost(tokens, 0) or 0.0)
            except ModelUnavailable as used_up:
                raise Failed(used_up.message, used_up.reason, used_up) from None
        started = time.monotonic()
        outcome = Cause(STOPPED)
        try:
            yield from self._read()
            outcome = Cause({"length": LENGTH, "": CUT}.get(self._finish, ""))
            if self._finish == "content_filter":
                outcome = FILTERED
        except Failed as failed:
            outcome = failed.cause
            failed.spoke = self.spoke
            raise
        finally:
            call = self._call(outcome, 1000 * (time.monotonic() - started))
            note(call)
            self._tell_breaker(outcome)
            if budget is not None and scope is not None and held is not None:
                budget.settle(
                    scope, held, call.sent_tokens + call.received_tokens, call.cost or 0.0
                )

    def _read(self) -> Generator[list[AIMessageChunk], None, None]:
        model = self._model
        patience = replace(self._patience, first=self._remaining)
        try:
            stream = in_batches(
                lambda: model.client.stream(list(self._messages)),
                patience,
                says_something=_says_something,
            )
            with closing(stream):
                for batch in stream:
                    self._take(batch)
                    yield batch
        except TooSlow as slow:
            self._too_slow = True
            raise Failed(self._slow(slow), f"{slow} {model.provider.host}") from None
        except (BernardError, GivenUp):
            raise
        except Exception as error:
            cause = explain(error, model.provider, model.name)
            raise Failed(cause, log_reason(error, model.provider)) from error
        if not self.spoke:
            cause = FILTERED if self._finish == "content_filter" else EMPTY
            raise Failed(REFUSED if self._refusal else cause, f"no words {model.provider.host}")

    def _take(self, batch: Sequence[AIMessageChunk]) -> None:
        for chunk in batch:
            text = str(chunk.text)
            self._received += len(text)
            self.spoke = self.spoke or bool(text.strip())
            self._refusal = self._refusal or str(chunk.additional_kwargs.get("refusal") or "")
            self._finish = chunk.response_metadata.get("finish_reason") or self._finish
            if chunk.usage_metadata:
                usage = chunk.usage_metadata
                self._usage = usage["input_tokens"], usage["output_tokens"]

    def _slow(self, slow: TooSlow) -> Cause:
        patience = self._patience
        if slow.phase == "first":
            return Cause(f"timed out after {patience.first:g} s")
        if slow.phase == "between":
            return Cause(f"nothing more came for {patience.between:g} s")
        return Cause(f"it was not finished after {patience.total:g} s")

    def _tell_breaker(self, outcome: Cause) -> None:
        if self._too_slow and self._purpose is not Purpose.COMPOSE:
            return  # little patience: a server that answers one after the other is not a broken one
        if outcome.words in ("", LENGTH) or outcome.about_question:
            self._model.breaker.succeeded()
        elif outcome.words != STOPPED:
            self._model.breaker.failed(outcome.words, outcome.retry_after)
        elif self.spoke:
            self._model.breaker.succeeded()

    def _call(self, outcome: Cause, milliseconds: float) -> Call:
        sent, received = self._usage or (about(self._sent), about(self._received))
        if not (outcome.sent and outcome.worked):
            sent = received = 0
        price = self._model.price
        return Call(
            host=self._model.provider.host,
            model=self._model.name,
            purpose=self._purpose,
            prompt_version=self._prompt_version,
            sent_characters=self._sent if outcome.sent else 0,
            received_characters=self._received,
            sent_tokens=sent,
            received_tokens=received,
            tokens_estimated=self._usage is None and sent > 0,
            cost=self._cost(sent, received),
            currency=price.currency if price else "",
            milliseconds=round(milliseconds, 1),
            outcome=outcome.words,
        )

    def _cost(self, sent: int, received: int) -> float | None:
        price = self._model.price
        return price.of(sent, received) if price else None


def _says_something(chunk: AIMessageChunk) -> bool:
    """Words, or thoughts that keep coming: then it is at work."""
    return bool(str(chunk.text).strip() or chunk.additional_kwargs.get("thinks"))


#: Seconds before the second try; doubled before each further one.
FIRST_PAUSE = 0.4
#: Random seconds on top of what a server asks for, so that not all who wait come back at once.
SPREAD = 0.25


def pause_before_retry(
    cause: Cause,
    tries: int,
    remaining: float,
    retries: int,
    chance: Callable[[], float] = random.random,
) -> float | None:
    """Seconds to wait after so many `tries` (of 1 + `retries`), or None when it is not worth it.

    A server's Retry-After is obeyed; where it is more than the person has patience for
    (`remaining` seconds), there is no further try at all.
    """
    if not cause.passing or tries > retries:
        return None
    if cause.retry_after is not None:
        pause = cause.retry_after + SPREAD * chance()
    else:
        pause = FIRST_PAUSE * 2 ** (tries - 1) * (0.5 + 0.5 * chance())
    return pause if pause < remaining else None
