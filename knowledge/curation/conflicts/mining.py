"""Conflicts looked for while the worker has nothing to load: one version at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from knowledge.access import System
from knowledge.curation.conflicts.conflicts import Conflicts
from knowledge.errors import BernardError

log = logging.getLogger(__name__)

#: Seconds until the catalogue is asked again for versions that were not looked through.
REST_SECONDS = 10.0
#: Seconds after an index or a model did not answer.
TROUBLE_SECONDS = 60.0


class Miner:
    """`give_way` says whether there is something better to do; then the version is left for
    later. Safe to call from several threads: one of them works."""

    def __init__(self, by: System, conflicts: Conflicts, give_way: Callable[[], bool]) -> None:
        self._by = by
        self._conflicts = conflicts
        self._give_way = give_way
        self._working = threading.Lock()
        self._rests_until = 0.0

    def step(self) -> bool:
        """Looks through the newest version in force that was not; False where there was none, or
        nothing could be done."""
        if time.monotonic() < self._rests_until or not self._working.acquire(blocking=False):
            return False
        try:
            worked = self._conflicts.look_at_next(self._by, self._give_way)
            if not worked:
                self._rests_until = time.monotonic() + REST_SECONDS
            return worked
        except BernardError as error:
            log.warning("conflicts are looked for later: %s", error.reason)
        except Exception:  # loading must go on, whatever it was
            log.exception("conflicts could not be looked for")
        finally:
            self._working.release()
        self._rests_until = time.monotonic() + TROUBLE_SECONDS
        return False
