"""`python -m knowledge.work`: a worker, as a process of its own."""

from __future__ import annotations

import sys
import threading

from knowledge.runtime.home import Home
from knowledge.runtime.processes import follow_parent, log_to, stop_on_signals
from knowledge.work.worker import WhenIdle, run


def main(when_idle: WhenIdle | None = None) -> int:
    home = Home.from_environment().make()
    log_to(home.logs / "worker.log")
    stop = threading.Event()
    stop_on_signals(stop)
    follow_parent(stop.set)
    run(home, stop=stop, when_idle=when_idle, own_process=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
