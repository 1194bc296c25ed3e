"""A served home for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.running import Serve


@pytest.fixture
def served(home: Path) -> Iterator[Serve]:
    serve = Serve(home)
    yield serve
    serve.end_for_good()
