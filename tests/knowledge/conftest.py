"""Libraries for the tests of knowledge: one Chroma server for a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.embeddings.embedded import EmbeddedModel
from tests.knowledge.doubles import TestLibrary, WordVectors


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestLibrary]:
    """A library of this module's own."""
    with TestLibrary.open(tmp_path_factory.mktemp("library")) as opened:
        opened.double = WordVectors()
        yield opened


@pytest.fixture
def model(library: TestLibrary) -> Iterator[WordVectors]:
    """The library's embedding model, counting from nothing; in order again afterwards."""
    double = WordVectors()
    library.change_model(double)
    yield double
    double.kill_at = double.fail_with = None


@pytest.fixture(scope="session")
def embedded(models_dir: Path) -> EmbeddedModel:
    """The real model, built once for the whole run."""
    return EmbeddedModel.open(models_dir, threads=1)
