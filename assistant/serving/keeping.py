"""Keeps one process running: started again when it has ended, or when it answers no more."""

from __future__ import annotations

import logging
import threading
import time
from typing import Protocol

from knowledge.errors import BernardError

log = logging.getLogger(__name__)

#: Seconds between looks whether it runs: a killed one is back within about a second.
LOOK_SECONDS = 0.25
#: Questions without an answer before it is judged by the time that has gone by: a machine that
#: slept, or was too busy for the one who asks, says nothing about the one who is asked.
MISSES = 3
#: Questions asked in the time in which one must be answered.
ASKED_WITHIN = 12
#: Seconds that a start may take: the library may have to be brought up to date in it.
STARTING_SECONDS = 600.0
#: One that ended before it answered is started again after ever longer pauses, up to this.
LONGEST_PAUSE = 30.0


class Kept(Protocol):
    """A process as a keeper needs it."""

    @property
    def name(self) -> str:
        """As a sentence begins with it: "The web server"."""

    def start(self) -> None:
        """Raises BernardError."""

    def ended(self) -> int | None:
        """Its exit status, 0 where it ended in good order; None while it runs."""

    def answers(self, within: float) -> bool:
        """Whether it answers a question in so many seconds."""

    def kill(self) -> None:
        """Ends it, whatever it is at, and waits until it has ended."""


class Keeper:
    """`silent`: seconds without an answer after which a process that runs is ended. Call `run` in a
    thread of its own, once the process has been started."""

    def __init__(self, kept: Kept, silent: float, starting: float = STARTING_SECONDS) -> None:
        self._kept = kept
        self._silent = silent
        self._starting = starting
        self._busy = threading.Lock()
        self._pause = 0.0
        self._begin()

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(LOOK_SECONDS):
            try:
                self._look(stop)
            except BernardError as error:
                log.error("%s could not be started: %s", self._kept.name, error.reason)
            except Exception:  # it must go on, whatever it was
                log.exception("%s could not be looked after", self._kept.name)

    def rest(self) -> None:
        """Once `stop` is set: returns when nothing is being started, and nothing will be."""
        with self._busy:
            pass

    def _begin(self) -> None:
        now = time.monotonic()
        self._answered = False  # in this life
        self._heard, self._ask_at, self._missed = now, now + LOOK_SECONDS, 0

    def _look(self, stop: threading.Event) -> None:
        status = self._kept.ended()
        if status is not None:
            self._start_again(status, stop)
        elif time.monotonic() >= self._ask_at:
            self._ask(stop)

    def _start_again(self, status: int, stop: threading.Event) -> None:
        self._pause = 0.0 if self._answered else min(LONGEST_PAUSE, max(0.5, self._pause * 2))
        self._answered = False  # nor does it where it cannot be started
        if status:
            when = f"in {self._pause:g} seconds" if self._pause else "now"
            log.warning("%s ended with %d. It is started again %s.", self._kept.name, status, when)
        if stop.wait(self._pause):
            return
        with self._busy:
            if not stop.is_set():
                self._kept.start()
                self._begin()

    def _ask(self, stop: threading.Event) -> None:
        answered = self._kept.answers(self._silent / MISSES)
        now = time.monotonic()
        self._ask_at = now + self._silent / ASKED_WITHIN
        if answered:
            self._answered, self._heard, self._missed = True, now, 0
            return
        self._missed += 1
        silent = now - self._heard
        patience = self._silent if self._answered else self._starting
        if (
            self._missed < MISSES
            or silent < patience
            or stop.is_set()
            or self._kept.ended() is not None
        ):
            return
        log.error("%s has not answered for %.0f seconds, so it is ended.", self._kept.name, silent)
        self._kept.kill()
