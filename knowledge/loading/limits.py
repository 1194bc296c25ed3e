"""How long a step of loading may take, and which job is beyond it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

#: Seconds for a step of work on a file's words, or for one batch of it: a model of a server that is
#: asked again, with pauses, may take five minutes.
STEP_SECONDS = 600.0


class Work(StrEnum):
    """As it is called in a sentence."""

    SPLIT = "splitting it into passages"
    EMBED = "embedding its passages"


class Limits:
    """The steps that threads are at. Waiting for another job, or for the index, is no step."""

    def __init__(self) -> None:
        self._begun: dict[int, tuple[Work, float]] = {}
        self._lock = threading.Lock()

    @contextmanager
    def on(self, job_id: int, step: Work) -> Iterator[None]:
        self.begin(job_id, step)
        try:
            yield
        finally:
            with self._lock:
                del self._begun[job_id]

    def begin(self, job_id: int, step: Work) -> None:
        """The step's time begins now, or anew."""
        with self._lock:
            self._begun[job_id] = (step, time.monotonic())

    def overdue(self) -> dict[int, Work]:
        """The jobs that are beyond it, and at which step."""
        late = time.monotonic() - STEP_SECONDS
        with self._lock:
            return {one: step for one, (step, begun) in self._begun.items() if begun < late}


def too_slow(step: Work) -> str:
    """What is said of a job that was ended for it."""
    return (
        f"{step.value} took longer than {STEP_SECONDS / 60:.0f} minutes and was stopped. Nothing "
        "of the file is in answers; what was in force before still is. Split the file, or save it "
        "in a simpler form, and add it again."
    )
