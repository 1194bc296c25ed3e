"""`python -m assistant.serving.worker`: loads what is queued; idle, removes what is out of date."""

from __future__ import annotations

import logging
import sys

from assistant.record.keeping import keep_days
from assistant.record.retention import Removal
from knowledge.errors import BadSetting
from knowledge.work.__main__ import main as load

log = logging.getLogger(__name__)


def main() -> int:
    """A wrong setting removes nothing and stops no loading; `bernard serve` and `bernard doctor`
    say what is wrong with it."""
    try:
        days = keep_days()
    except BadSetting as error:
        log.error("nothing is removed: %s", error.message)
        days = None
    return load(Removal(days) if days else None)


if __name__ == "__main__":
    sys.exit(main())
