"""A circuit breaker: a model that keeps failing is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed: the model is asked. Open: it is not. Half open: one caller tries, the others wait.

    Safe to use from threads.
    """

    def __init__(
        self, failures: int, rest: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`failures` in a row open it, for `rest` seconds."""
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._open = False
        self._until = 0.0
        self._cause = ""

    def closed_for(self) -> str:
        """Why the model may not be asked and until when, in words; empty where it may be. Who may
        ask while it is half open has the one try: whoever comes after waits for its end."""
        with self._lock:
            now = self._clock()
            if not self._open:
                return ""
            if now >= self._until:
                self._until = now + self._rest
                return ""
            again = f"it is asked again in {max(1, round(self._until - now))} s"
            if self._failed == 1:
                return f"not asked, because {self._cause}; {again}"
            after = f"not asked after {self._failed} failures in a row"
            return f"{after}, the last: {self._cause}; {again}"

    def succeeded(self) -> None:
        with self._lock:
            self._failed, self._open = 0, False

    def failed(self, cause: str, wait: float | None = None) -> None:
        """`wait`: seconds that the server asked for, which it is given from the first failure."""
        with self._lock:
            self._failed += 1
            self._cause = cause
            often = self._failed >= self._most
            self._open = often or bool(wait)
            self._until = self._clock() + max(self._rest if often else 0.0, wait or 0.0)
