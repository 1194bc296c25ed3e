"""When a model is asked again, and after how long."""

from __future__ import annotations

import random
from collections.abc import Callable

from knowledge.outside.failures import Cause

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
