"""The sample library, loaded as `make run` loads it, and what tells messages by examples."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.question.by_example import ByExample
from assistant.sample.load import add_sample
from knowledge.embeddings import open_embeddings
from knowledge.library import Library
from knowledge.work import worker
from tests.homes import NewHome, directory_of_run, once


@pytest.fixture(scope="session")
def classify(models_dir: Path) -> ByExample:
    """With the embedded model."""
    model = open_embeddings(models_dir)
    return ByExample(model.embed_passages, lambda: model.name)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Path:
    """Never opened: each module has a copy of it."""

    def load(path: Path) -> None:
        with Library.open(new_home(path)) as library:
            add_sample(library)
            assert worker.run(library.home, until_idle=True)

    return once(directory_of_run(tmp_path_factory) / "sample", load)


@pytest.fixture(scope="module")
def sample_library(
    tmp_path_factory: pytest.TempPathFactory, sample_home: Path
) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("sample") / "home"
    shutil.copytree(sample_home, path, symlinks=True)
    with Library.open(path) as library:
        yield library
