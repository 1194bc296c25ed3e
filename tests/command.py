"""`bernard` as a process, without the wrapper that an installation puts on the path."""

from __future__ import annotations

import sys

# A shell starts background jobs with SIGINT ignored, and children inherit that: CI may run so.
_MAIN = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from assistant.cli import main; main()"
)

BERNARD = [sys.executable, "-c", _MAIN]
