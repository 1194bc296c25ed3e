"""Embeddings from an outside server: the real client against the scripted one."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.embeddings.remote import BATCH_TEXTS, RemoteEmbeddings
from knowledge.errors import BadSetting, ModelUnavailable
from knowledge.runtime.settings import LibrarySettings
from tests.model_server import DIMENSION, ModelServer, Reply


@pytest.fixture
def embeddings(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> RemoteEmbeddings:
    monkeypatch.setenv("OPENAI_API_KEY", "any text")
    monkeypatch.setenv("OPENAI_BASE_URL", model_server.base_url)
    monkeypatch.setenv("BERNARD_EMBEDDING_MODEL", "bge-small")
    return RemoteEmbeddings.from_settings(LibrarySettings.read())


def test_vectors_are_unit_float32(embeddings: RemoteEmbeddings) -> None:
    vectors = embeddings.embed_passages(["annual leave", "annual leave days", "gifts register"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    query = embeddings.embed_query("annual leave")
    assert query.shape == (DIMENSION,)
    assert np.allclose(query, vectors[0], atol=1e-6)
    assert query @ vectors[1] > query @ vectors[2]


def test_name_dimension_and_limits(embeddings: RemoteEmbeddings) -> None:
    assert embeddings.name.startswith("bge-small@127.0.0.1:")
    assert embeddings.dimension == DIMENSION
    assert embeddings.max_tokens == 512
    assert embeddings.embed_passages([]).shape == (0, DIMENSION)
    assert embeddings.count_tokens("x" * 35) == 10


def test_texts_go_out_whole_and_in_batches(
    embeddings: RemoteEmbeddings, model_server: ModelServer
) -> None:
    texts = [f"passage {n}" for n in range(BATCH_TEXTS + 5)]
    vectors = embeddings.embed_passages(texts)
    assert len(vectors) == len(texts)
    sent = [request.body["input"] for request in model_server.requests]
    assert [len(batch) for batch in sent] == [BATCH_TEXTS, 5]
    assert sent[1] == texts[BATCH_TEXTS:]  # strings, not token numbers


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (Reply(status=401, error={"message": "no"}), "check OPENAI_API_KEY"),
        (Reply(status=404, error={"message": "no such model"}), "check BERNARD_EMBEDDING_MODEL"),
        (Reply(garbage=b"<html>"), "not an answer"),
        (Reply(garbage=b'{"data": []}'), ""),
    ],
)
def test_failures_are_sentences(
    embeddings: RemoteEmbeddings, model_server: ModelServer, reply: Reply, cause: str
) -> None:
    model_server.script_embeddings(reply)
    with pytest.raises(ModelUnavailable) as caught:
        embeddings.embed_query("leave")
    assert caught.value.message.startswith("The embedding model did not answer (")
    assert cause in caught.value.message


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERNARD_EMBEDDING_MODEL", "text-embedding-3-small")
    with pytest.raises(BadSetting, match="OPENAI_API_KEY"):
        LibrarySettings.read()
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert RemoteEmbeddings.from_settings(LibrarySettings.read()).max_tokens == 8191
    monkeypatch.setenv("BERNARD_EMBEDDING_TOKENS", "256")
    assert RemoteEmbeddings.from_settings(LibrarySettings.read()).max_tokens == 256
