"""The tests' own walls hold."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests import conftest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_only_loopback_can_be_reached(host: str) -> None:
    with pytest.raises(conftest.NetworkRefused):
        socket.create_connection((host, 443), timeout=1)
    assert conftest.attempts == [host]
    conftest.attempts.clear()


def test_no_settings_from_outside(home: Path) -> None:
    assert os.environ["BERNARD_HOME"] == str(home)
    assert not [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_OPENAI_"))]
