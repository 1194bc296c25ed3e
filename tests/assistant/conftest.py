"""The sample library, loaded as `make run` loads it, and what tells messages by examples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering.question.by_example import ByExample, Classify
from assistant.sample.load import add_sample
from knowledge.embeddings import open_embeddings
from knowledge.library import Library
from knowledge.work import worker


@pytest.fixture(scope="session")
def classify(tmp_path_factory: pytest.TempPathFactory) -> Classify:
    """With the embedded model."""
    model = open_embeddings(tmp_path_factory.mktemp("models"))
    return ByExample(model.embed_passages, lambda: model.name)


@pytest.fixture(scope="module")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("sample")) as library:
        add_sample(library)
        assert worker.run(library.home, until_idle=True)
        yield library
