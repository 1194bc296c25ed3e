"""`python -m knowledge.loading`: a worker, as a process of its own."""

from __future__ import annotations

import sys
import threading

from knowledge.loading.worker import WhenIdle, run
from knowledge.processes import follow_parent, log_to, stop_on_signals
from knowledge.settings import Home


def main(when_idle: WhenIdle | None = None) -> int:
    home = Home.from_environment().make()
    log_to(home.logs / "worker.log")
    stop = threading.Event()
    stop_on_signals(stop)
    follow_parent(stop.set)
    run(home, stop=stop, when_idle=when_idle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
