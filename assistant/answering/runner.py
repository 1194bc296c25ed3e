"""Takes one question along its way: streams, times, stops, and falls from WRITE back to QUOTE."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from typing import Any

from assistant.answering.pipeline import QUOTE, WRITE
from assistant.answering.step import Step, Tools
from assistant.answering.values import (
    Compared,
    End,
    Evidence,
    Judged,
    Question,
    Screened,
    Understood,
    Value,
    WrittenDraft,
    of,
)
from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece, StepStarted
from assistant.answers.parts import Part, said
from assistant.answers.receipt import Call, Purpose, Receipt
from assistant.answers.status import Status
from assistant.models.streaming import GivenUp, go_on
from knowledge.errors import BernardError, IndexUnavailable, ModelUnavailable
from knowledge.outside.sending import Sent, hearing
from knowledge.search.words_alone import hearing_of_words_alone

logger = logging.getLogger(__name__)

Clock = Callable[[], float]  # seconds

FAILED = (
    "Something in Bernard failed. Your question is kept; ask it again, "
    "and tell whoever runs Bernard if it fails again."
)

#: Answers made at once where no model words them: work for this machine's processor alone. More at
#: a time end no sooner: thirty together cost a sixth more of it each, spent on taking turns.
_PLACES = BoundedSemaphore(2 * (os.cpu_count() or 1))

#: How an error of each kind ends a question; the first that fits.
_STATUSES = (
    (IndexUnavailable, Status.ERROR_INDEX),
    (ModelUnavailable, Status.ERROR_MODEL),
    (BernardError, Status.ERROR_INTERNAL),
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
        given = sent.host, sent.model, Purpose.SEARCH
        self.calls.append(Call(*given, sent_characters=sent.characters, outcome=outcome))

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
        self._lacking: tuple[str, ...] = ()  # what the search could not do, in sentences

    def events(self) -> Iterator[Event]:
        """StepStarted and Piece as they come, then exactly one Finished, whatever happened."""
        try:
            answer = yield from self._walked()
        except GivenUp:
            answer = self._stopped()
        except BernardError as error:
            status = next(status for kind, status in _STATUSES if isinstance(error, kind))
            answer = self._failed(status, error.message)
        except Exception:
            logger.exception("A step failed")
            answer = self._failed(Status.ERROR_INTERNAL, FAILED)
        yield Finished(answer)

    def _walked(self) -> Generator[Event, None, Answer]:
        if self._tools.models is None:
            return (yield from self._in_turn(QUOTE.steps))
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

    def _in_turn(self, steps: tuple[Step[Any, Any], ...]) -> Generator[Event, None, Answer]:
        if not _PLACES.acquire(blocking=False):
            yield StepStarted("wait", "Waiting until others have been answered")
            _PLACES.acquire()
        try:
            go_on()
            return (yield from self._along(steps))
        finally:
            _PLACES.release()

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
            with hearing(self._meter.sent), hearing_of_words_alone(self._words_alone):
                came: Any = step.run(self._at, self._tools)
                value: Value | End = (
                    (yield from self._streamed(came)) if isinstance(came, Generator) else came
                )
            go_on()
        finally:
            self._meter.step(step.name, began)
        return value

    def _words_alone(self, sentence: str) -> None:
        self._lacking = (sentence,)

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

    def _failed(self, status: Status, message: str) -> Answer:
        """The text already shown stays; the notice, or the text where there is none, says why."""
        text = "".join(self._shown)
        return self._answer(self._at, status, said(text or message), message if text else "")

    def _answer(self, at: Value, status: Status, parts: tuple[Part, ...], notice: str) -> Answer:
        """Put together from how far the question came."""
        question, screened, understood = of(Question, at), of(Screened, at), of(Understood, at)
        evidence, judged = of(Evidence, at), of(Judged, at)
        written, compared = of(WrittenDraft, at), of(Compared, at)
        text = screened.text if screened else question.text if question else ""
        found = judged.found if judged else evidence.found if evidence else ()
        comparisons = evidence.comparisons if evidence else ()
        model, prompt = self._written_by(written, status)
        return Answer(
            question=text,
            query=understood.query.text if understood else text,
            status=status,
            parts=parts,
            found=found,
            mode="model" if self._tools.models else "embedded",
            model=model,
            prompt_version=prompt,
            notice=notice,
            times_ms=self._meter.whole(status is Status.STOPPED),
            tokens=written.tokens if written else {},
            reason=judged.judgement.reason if judged else "",
            margin=judged.judgement.margin if judged else None,
            receipt=Receipt(tuple(self._meter.calls)),
            remarks=(*(screened.remarks if screened else ()), *self._lacking),
            sent_anyway=screened.sent_anyway if screened else (),
            currency=compared.currency if compared else (),
            comparisons=compared.comparisons if compared else comparisons,
            sources=written.given if written else (),
            kind=understood.intent.kind.value if understood else "",
            judge=compared.before.judge if compared else "",
        )

    def _written_by(self, written: WrittenDraft | None, status: Status) -> tuple[str, str]:
        """The model's name and its prompt's version; of an answer that was stopped, those of the
        call that was writing it."""
        if written is not None:
            return written.model, written.prompt_version
        writing = [call for call in self._meter.calls if call.purpose is Purpose.COMPOSE]
        if status is Status.STOPPED and writing:
            return writing[-1].model, writing[-1].prompt_version
        return "", ""
