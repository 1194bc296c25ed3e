"""Takes one question along its way: streams, times, stops, and falls from WRITE back to QUOTE."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answering.assembled import assembled
from assistant.answering.pipeline import QUOTE, WRITE
from assistant.answering.step import Step, Tools
from assistant.answering.values import Compared, End, Question, Value
from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece, StepStarted
from assistant.answers.parts import said
from assistant.answers.receipt import Call, Purpose
from assistant.answers.status import Status
from assistant.models.streaming import GivenUp, go_on
from knowledge.errors import BernardError, IndexUnavailable, ModelUnavailable
from knowledge.outside.sending import Sent, hearing

logger = logging.getLogger(__name__)

Clock = Callable[[], float]  # seconds

FAILED = (
    "Something in Bernard failed. Your question is kept; ask it again, "
    "and tell whoever runs Bernard if it fails again."
)


@dataclass
class Meter:
    """What an answer took: time by step, and the calls that left the machine."""

    clock: Clock = time.perf_counter
    calls: list[Call] = field(default_factory=list)
    times_ms: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def step(self, name: str, began: float) -> None:
        self.times_ms[name] = self._milliseconds(began)

    def first_piece(self) -> None:
        self.times_ms.setdefault("first_piece", self._milliseconds(self._started))

    def sent(self, sent: Sent) -> None:
        """Puts on the receipt what the search itself sent outside."""
        outcome = "" if sent.answered else "it did not answer"
        self.calls.append(
            Call(
                sent.host,
                sent.model,
                Purpose.SEARCH,
                sent_characters=sent.characters,
                outcome=outcome,
            )
        )

    def whole(self, stopped: bool) -> dict[str, float]:
        """An answer that showed nothing while it was made is there when it is whole."""
        total = self._milliseconds(self._started)
        first = {} if stopped else {"first_piece": total}
        return {**first, **self.times_ms, "answer": total}

    def _milliseconds(self, since: float) -> float:
        return round(1000 * (self.clock() - since), 2)


class Runner:
    """One question on its way. `events` is read once."""

    def __init__(self, question: Question, tools: Tools, meter: Meter) -> None:
        self._tools = replace(tools, sent=meter.sent)
        self._meter = meter
        self._at: Value = question
        self._shown: list[str] = []

    def events(self) -> Iterator[Event]:
        """StepStarted and Piece as they come, then exactly one Finished, whatever happened."""
        try:
            with ExitStack() as held:
                self._tools = replace(self._tools, held=held)
                answer = yield from self._walked()
        except GivenUp:
            answer = self._stopped()
        except IndexUnavailable as error:
            answer = self._failed(Status.ERROR_INDEX, error)
        except ModelUnavailable as error:
            answer = self._failed(Status.ERROR_MODEL, error)
        except BernardError as error:
            answer = self._failed(Status.ERROR_INTERNAL, error)
        except Exception as error:
            logger.exception("A step failed")
            kind = BernardError(FAILED, type(error).__name__)
            answer = self._failed(Status.ERROR_INTERNAL, kind)
        yield Finished(answer)

    def _walked(self) -> Generator[Event, None, Answer]:
        if self._tools.models is None:
            return (yield from self._along(QUOTE.steps))
        try:
            return (yield from self._along(WRITE.steps))
        except ModelUnavailable as failure:
            common = WRITE.common(QUOTE)
            if self._shown or self._steps < common:
                raise
            logger.warning("Answered without the model: %s", failure.reason)
            self._tools = replace(self._tools, models=None, failure=failure.message)
            self._at = self._common
            return (yield from self._along(QUOTE.steps[common:]))

    def _along(self, steps: tuple[Step[Any, Any], ...]) -> Generator[Event, None, Answer]:
        shared = WRITE.common(QUOTE)
        for self._steps, step in enumerate(steps):
            if self._steps == shared:
                self._common = self._at  # the evidence, from which quotes can be made instead
            came = yield from self._taken(step)
            if isinstance(came, End):
                at = came.at or self._at
                notice = came.notice or self._tools.failure
                return self._answer(at, came.status, came.parts, notice)
            self._at = came
        if not isinstance(self._at, Compared):
            raise AssertionError("a way ends with a compared answer")
        checked = self._at.before
        return self._answer(self._at, checked.status, checked.parts, checked.notice)

    def _taken(self, step: Step[Any, Any]) -> Generator[Event, None, Value | End]:
        began = self._meter.clock()
        try:
            if sentence := step.says(self._at):
                yield StepStarted(step.name, sentence)
                go_on()
            with hearing(self._meter.sent):
                came: Any = step.run(self._at, self._tools)
                value: Value | End = (
                    (yield from self._streamed(came)) if isinstance(came, Generator) else came
                )
            go_on()
        finally:
            self._meter.step(step.name, began)
        return value

    def _streamed(self, streaming: Generator[Event, None, Any]) -> Generator[Event, None, Any]:
        with closing(streaming):
            while True:
                try:
                    event = next(streaming)
                except StopIteration as stop:
                    return stop.value
                if isinstance(event, Piece):
                    self._shown.append(event.text)
                    self._meter.first_piece()
                yield event
                go_on()

    def _stopped(self) -> Answer:
        """Nobody waits for it any more: what is there stays, unchecked."""
        text = "".join(self._shown)
        return self._answer(self._at, Status.STOPPED, said(text) if text else (), "")

    def _failed(self, status: Status, error: BernardError) -> Answer:
        """The text already shown stays; the notice, or the text where there is none, says why."""
        text = "".join(self._shown)
        if text:
            return self._answer(self._at, status, said(text), error.message)
        return self._answer(self._at, status, said(error.message), "")

    def _answer(self, at: Value, status: Status, parts: Any, notice: str) -> Answer:
        stopped = status is Status.STOPPED
        models = self._tools.models
        return assembled(
            at, status, parts, notice, models, self._meter.calls, self._meter.whole(stopped)
        )
