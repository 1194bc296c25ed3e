"""Memory of the processes that `bernard serve` starts, measured from outside."""

from __future__ import annotations

import time
from pathlib import Path

from tests.lab.served import served

#: Seconds after the ready line at which memory is read: what was warmed has settled.
SETTLE_SECONDS = 5.0


def serve_memory(home: Path) -> dict[str, float]:
    """Resident memory (RSS, MB) of each process of an idle `bernard serve`, by what it does, and
    their `total`. Shared pages count in each process, so the total is an upper bound."""
    with served(home) as bernard:
        time.sleep(SETTLE_SECONDS)
        memory = bernard.memory()
    return {**memory, "total": round(sum(memory.values()), 1)}
