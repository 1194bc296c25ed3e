"""An answer while it is being made: on a thread of its own, recorded as it grows, stoppable."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer
from assistant.answers.events import Event, Finished, Piece, StepStarted
from assistant.answers.parts import said
from assistant.answers.status import Status
from assistant.models.streaming import Waiting
from assistant.record.conversations import Conversations, Exchange
from knowledge.access import Scope

#: Seconds between two draws of a growing answer: about ten pieces a second are drawn.
DRAW_EVERY = 0.1
#: Seconds after which whoever draws it looks up, though nothing is new: is anybody there still?
LOOK_EVERY = 0.3
#: Seconds between two writes of a growing answer to the record.
KEEP_EVERY = 1.0
#: Seconds in which a stopped answer ends and leaves its receipt; after them it ends alone.
END_WITHIN = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """What there is to show now: the step's sentence, the text so far, the answer when finished."""

    sentence: str = ""
    text: str = ""
    answer: Answer | None = None


class LiveAnswer:
    """Runs the events of one question. Leave it only through `stop()`, whatever happened."""

    def __init__(
        self,
        conversations: Conversations,
        scope: Scope,
        exchange: Exchange,
        events: Iterator[Event],
    ) -> None:
        self._scope = scope
        self._conversations = conversations
        self._exchange = exchange
        self._events = events
        self._progress = Progress()
        self._kept_at = 0.0
        self._news = threading.Event()
        self._lock = threading.Lock()
        self._stopped = False
        self._waiting = Waiting()
        executor = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._future = executor.submit(self._waiting.context().run, self._run)
        executor.shutdown(wait=False)

    def updates(self, every: float = DRAW_EVERY) -> Iterator[Progress]:
        """What there is, `every` seconds after there is something new, until the end; now and then
        the same again. Raises what the answering raised."""
        ended = threading.Event()
        self._future.add_done_callback(lambda _: ended.set())
        last = False
        while not last:
            self._news.wait(LOOK_EVERY)
            last = ended.wait(every)
            self._news.clear()
            yield self._progress
        self._future.result()

    def stop(self) -> None:
        """Ends it where it stands; does nothing to a finished answer. What it had written is kept
        at once, its receipt when the model has been told."""
        with self._lock:
            self._stopped = True
            if self._progress.answer is None:
                self._conversations.stop(self._scope, self._exchange.id, self._progress.text)
        self._waiting.give_up()
        wait([self._future], END_WITHIN)

    def _run(self) -> None:
        try:
            for event in self._events:
                with self._lock:
                    if not self._stopped:
                        self._take(event)
                    elif isinstance(event, Finished):
                        self._keep_stopped(event.answer)
        finally:
            if isinstance(self._events, Generator):
                self._events.close()
            self._news.set()

    def _take(self, event: Event) -> None:
        now = self._progress
        match event:
            case StepStarted():
                self._progress = Progress(event.sentence, now.text)
            case Piece():
                self._progress = Progress(now.sentence, now.text + event.text)
                if not now.text:
                    self._kept_at = time.monotonic()  # there was nothing to keep before
                if time.monotonic() - self._kept_at >= KEEP_EVERY:
                    self._kept_at = time.monotonic()
                    self._conversations.keep_partial(
                        self._scope, self._exchange.id, self._progress.text
                    )
            case Finished():
                self._conversations.finish(self._scope, self._exchange, event.answer)
                self._progress = Progress(now.sentence, now.text, event.answer)
        self._news.set()

    def _keep_stopped(self, answer: Answer) -> None:
        """As the person left it, also where it came to its end in the same moment."""
        kept = replace(
            answer,
            status=Status.STOPPED,
            parts=said(self._progress.text),
            notice="",
            currency=(),
            comparisons=(),
        )
        self._conversations.keep_stopped(self._scope, self._exchange.id, kept)
