"""Retention: what the record keeps no longer than BERNARD_KEEP_DAYS.

These are the questions told to owners, open or closed, and what people used of the chat models.
Without the setting they are kept. A conversation is its person's own, who deletes it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from knowledge.access import System, system

if TYPE_CHECKING:
    from knowledge.catalogue.sqlite.database import Database

log = logging.getLogger(__name__)

#: Seconds between two removals.
EVERY_SECONDS = 3600.0


def remove_old(by: System, database: Database, days: int, now: datetime | None = None) -> int:
    """Removes for good what is older than so many days; returns how many rows that were."""
    from sqlalchemy import CursorResult, delete

    from assistant.record.tables import RECORD, GapRow, ModelUsageRow
    from knowledge.catalogue.sqlite.schema import migrate

    before = (now or datetime.now(UTC)) - timedelta(days=days)
    migrate(database, RECORD)
    removed = 0
    with database.write() as session:
        for statement in (
            delete(GapRow).where(GapRow.told_at < before),
            delete(ModelUsageRow).where(ModelUsageRow.day < before.date()),
        ):
            done = session.execute(statement)
            removed += done.rowcount if isinstance(done, CursorResult) else 0
    return removed


class Removal:
    """For a worker with nothing to load: it may call this as often as it likes."""

    def __init__(self, days: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._by = system("The record keeps nothing longer than BERNARD_KEEP_DAYS says.")
        self._days = days
        self._clock = clock
        self._due = clock()

    def __call__(self, database: Database) -> None:
        if self._clock() < self._due:
            return
        self._due = self._clock() + EVERY_SECONDS
        removed = remove_old(self._by, database, self._days)
        if removed:
            log.info("%d rows older than %d days were removed", removed, self._days)
