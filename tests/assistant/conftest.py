"""The sample library, loaded as `make run` loads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.sample.load import add_sample
from knowledge.library import Library
from knowledge.work import worker


@pytest.fixture(scope="module")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("sample")) as library:
        add_sample(library)
        assert worker.run(library.home, until_idle=True)
        yield library
