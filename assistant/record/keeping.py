"""How long the record is kept, by setting. Apart from the record itself, which takes 25 MB that a
supervisor does not need."""

from __future__ import annotations

from knowledge.errors import BadSetting
from knowledge.outside.provider import setting


def keep_days() -> int | None:
    """BERNARD_KEEP_DAYS; None where everything is kept. Raises BadSetting."""
    given = setting("BERNARD_KEEP_DAYS")
    if not given:
        return None
    if not given.isdigit() or int(given) < 1:
        raise BadSetting("BERNARD_KEEP_DAYS takes a whole number of days, 1 or more.")
    return int(given)
