"""`python -m assistant.serving.worker`: loads what is queued; idle, removes what is out of date."""

from __future__ import annotations

import sys

from assistant.record.retention import Removal
from assistant.settings import BernardSettings
from knowledge.work.__main__ import main as load


def main() -> int:
    days = BernardSettings.read().keep_days
    return load(Removal(days) if days else None)


if __name__ == "__main__":
    sys.exit(main())
