"""The one way that a change of force takes: the index first, then one transaction, then the index.

Until that transaction has ended nothing has changed, and once it has ended everything has: what is
left of an index that went away in between is dead rows, which the next check removes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from knowledge.access import Asker, System
from knowledge.catalogue import force, indexed
from knowledge.catalogue.force import Moved
from knowledge.catalogue.sqlite.database import Database
from knowledge.errors import BernardError
from knowledge.index.upkeep import Upkeep

log = logging.getLogger(__name__)

#: Makes a change in the session and says what moved. It may be undone and called again, so it does
#: nothing outside of the session.
Change = Callable[[Session], Moved]


class _Unwritten(Exception):
    """Undoes a change: the vectors of some version that comes into force are not in the index."""

    def __init__(self, versions: Collection[int]) -> None:
        super().__init__(versions)
        self.versions = versions


def take_effect(
    by: Asker,
    database: Database,
    upkeep: Callable[[], Upkeep],
    change: Change,
    entering: Collection[int] = (),
) -> Moved:
    """Makes the change once the vectors of what comes into force by it are in the index.

    `entering`: the versions that will, where the caller knows them; else the change itself is made,
    undone and made again. It is made again, too, where a rebuild flipped the index meanwhile.
    Raises IndexUnavailable with nothing changed, and what `change` raises.
    """
    while True:
        with database.read() as session:
            hashes = indexed.of_versions(by, session, entering)
        index = upkeep() if hashes else None
        written = {place: index.add(place, some) for place, some in hashes.items() if index}
        try:
            with database.write() as session:
                moved = change(session)
                if not moved.entered <= set(entering):
                    raise _Unwritten(moved.entered)
                if index is not None:
                    if not written.items() <= index.pointers(session).items():
                        raise _Unwritten(moved.entered)
                    for place, some in hashes.items():
                        index.count(session, place, len(some))
                gone = indexed.of_versions(by, session, moved.left)
            break
        except _Unwritten as lacking:
            entering = lacking.versions
    try:
        for place, some in gone.items():
            upkeep().remove(place, list(some))
    except BernardError as error:
        log.warning("dead rows stay in the index until it is checked: %s", error.reason)
    return moved


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
