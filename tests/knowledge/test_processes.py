"""A process that is told to end ends, whatever its main thread is at."""

from __future__ import annotations

import subprocess
import sys

import pytest

_STOPPED = """
import os, signal, threading
from knowledge.runtime.processes import stop_on_signals

stop = threading.Event()
stop_on_signals(stop)
with stop._cond:  # as at every beginning and end of a wait
    os.kill(os.getpid(), signal.{name})
    len("a line between, at which Python hears of the signal")
print(stop.wait(20))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_is_heard_while_the_event_is_looked_at(name: str) -> None:
    command = [sys.executable, "-c", _STOPPED.format(name=name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout == "True\n", done.stderr
