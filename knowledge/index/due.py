"""Versions whose day has come, and versions that were in force before theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from knowledge.access import System
from knowledge.catalogue import force
from knowledge.catalogue.sqlite.database import Database
from knowledge.index.take_effect import take_effect
from knowledge.index.upkeep import Upkeep


def follow_calendar(
    by: System, database: Database, upkeep: Callable[[], Upkeep], today: date | None = None
) -> int:
    """Puts those in force whose day has come, and off those that a clock that was wrong brought
    into force before it; returns how many there were. Raises IndexUnavailable."""
    today = today or date.today()
    with database.read() as session:
        due = force.due(by, session, today)
    for version_id in due:
        change = partial(force.follow_calendar, by, version_id=version_id, today=today)
        take_effect(by, database, upkeep, change)
    return len(due)
