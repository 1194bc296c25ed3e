"""A served home for each test, its embedded model built once for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.embeddings import open_embeddings
from knowledge.runtime.home import Home
from tests.durability.running import Serve


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with the model's file, which takes seconds to build."""
    directory = tmp_path_factory.mktemp("models")
    open_embeddings(directory).embed_query("built")
    return directory


@pytest.fixture
def served(home: Path, models: Path) -> Iterator[Serve]:
    shutil.copytree(models, Home(home).make().models, dirs_exist_ok=True)
    serve = Serve(home)
    yield serve
    serve.end_for_good()
