"""A reranking server over real HTTP: what it is sent, what its order does, and what if it fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from knowledge.documents.types import Found
from knowledge.errors import BadSetting
from knowledge.outside.sending import Sent
from knowledge.search.reranking import DEPTH, REST, Reranker
from tests.knowledge.doubles import TestLibrary
from tests.model_server import ModelServer, Reply, Request
from tests.people import HERE, STRANGER, somebody

QUESTION = "How many days of annual leave may I carry over?"
DOCUMENTS = {
    "leave.md": "# Leave\n\n## Carrying over\n\nYou may carry over ten days of annual leave.",
    "gifts.md": "# Gifts\n\nRefuse any gift worth more than £25.",
    "travel.md": "# Travel\n\nBook rail travel in standard class.",
}
Replies = Callable[[Request], Reply]


@pytest.fixture(scope="module", autouse=True)
def loaded(library: TestLibrary) -> Iterator[None]:
    for name, content in DOCUMENTS.items():
        library.load(content, name)
    library.load("# Plans\n\nAnnual leave to carry over: the secret plan.", "secret.md", "Board")
    yield


@pytest.fixture
def reranked(library: TestLibrary, model_server: ModelServer) -> Iterator[TestLibrary]:
    """The library, with the scripted server as its reranker."""
    use(library, Reranker(model_server.base_url, "orders", "the key", timeout=0.5))
    yield library
    use(library, None)


def use(library: TestLibrary, reranker: Reranker | None) -> None:
    library.searching._reranker = reranker


def results(*scores: float) -> Reply:
    """The common shape: these scores for the first texts; best first, as servers send them."""
    rows: list[dict[str, Any]] = [
        {"index": index, "relevance_score": score, "document": {"text": "…"}}
        for index, score in enumerate(scores)
    ]
    rows.sort(key=lambda row: -float(row["relevance_score"]))
    return Reply(garbage=json.dumps({"model": "orders", "results": rows}).encode())


def favour(word: str) -> Replies:
    """Scores a text .9 that holds the word, and .1 else."""
    return lambda request: results(
        *(0.9 if word in text else 0.1 for text in request.body["documents"])
    )


def names(found: list[Found]) -> list[str]:
    return [one.passage.source for one in found]


def test_its_order_is_taken_and_said(reranked: TestLibrary, model_server: ModelServer) -> None:
    model_server.script(favour("rail"))
    told: list[Sent] = []
    found = reranked.search(QUESTION, HERE, sent=told.append)
    assert found[0].passage.source == "travel.md"
    assert sorted(names(found)) == sorted([*DOCUMENTS, "secret.md"])
    reason = found[0].reason("reranking")
    assert reason and (reason.rank, reason.score) == (1, 0.9)
    (request,) = model_server.requests
    assert request.path == "/v1/rerank"
    assert request.headers["Authorization"] == "Bearer the key"
    assert request.body["query"] == QUESTION
    assert (request.body["model"], request.body["top_n"]) == ("orders", 4)
    documents = request.body["documents"]
    assert documents[0].startswith("Leave › Carrying over\n") and "ten days" in documents[0]
    characters = len(QUESTION) + sum(map(len, documents))
    host = model_server.endpoint.removeprefix("http://")
    assert told == [Sent(host, "orders", 4, characters, answered=True)]


def test_what_it_leaves_out_keeps_its_order_behind(
    reranked: TestLibrary, model_server: ModelServer
) -> None:
    use(reranked, None)
    before = names(reranked.search(QUESTION, HERE))
    use(reranked, Reranker(model_server.base_url, "orders", timeout=3))
    rows = [{"index": 2, "relevance_score": -3.5}]  # logits are scores too
    model_server.script(Reply(garbage=json.dumps({"results": rows}).encode()))
    after = names(reranked.search(QUESTION, HERE))
    assert after == [before[2], before[0], before[1], before[3]]


def test_only_what_the_reader_may_see_is_sent(
    reranked: TestLibrary, model_server: ModelServer
) -> None:
    (hr,) = [one.id for one in reranked.collections(HERE) if one.name == "HR"]
    hr_only = somebody("hr", reads=(hr,))
    model_server.script(favour("rail"))
    assert reranked.search(QUESTION, STRANGER) == []
    assert not model_server.requests
    reranked.search(QUESTION, HERE)
    assert "secret" in json.dumps(model_server.requests[0].body)
    assert set(names(reranked.search(QUESTION, hr_only))) == DOCUMENTS.keys()
    assert "secret" not in json.dumps(model_server.requests[1].body)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500, error={"message": "ten days of annual leave"}),
        Reply(status=401),
        Reply(status=307, headers={"Location": "http://192.0.2.1/rerank"}),
        Reply(garbage=b""),
        Reply(garbage=b'{"results": [{"index": 0, "relev'),
        Reply(garbage=b"<html>ten days of annual leave</html>"),
        Reply(garbage=b'{"results": []}'),
        Reply(garbage=b'{"results": 7}'),
        Reply(garbage=b'{"results": [{"index": 9, "relevance_score": 1}]}'),
        Reply(garbage=b'{"results": [{"index": -1, "relevance_score": 1}]}'),
        Reply(garbage=b'{"results": [{"index": 0, "relevance_score": NaN}]}'),
        Reply(garbage=b'{"results": [{"index": 0, "relevance_score": 1}, '
                      b'{"index": 0, "relevance_score": 2}]}'),
        Reply(garbage=b"[" * 100_000),
        Reply(garbage=b" " * (2 << 20)),
        Reply(hang=5.0),
    ],
    ids=lambda reply: f"{reply.status}-{reply.hang:g}-{(reply.garbage or b'')[:40]!r}",
)  # fmt: skip
def test_when_it_fails_our_own_order_stands(
    reranked: TestLibrary,
    model_server: ModelServer,
    reply: Reply,
    caplog: pytest.LogCaptureFixture,
) -> None:
    use(reranked, None)
    before = reranked.search(QUESTION, HERE)
    use(reranked, Reranker(model_server.base_url, "orders", "the key", timeout=0.3))
    model_server.script(reply)
    told: list[Sent] = []
    with caplog.at_level(logging.INFO, "knowledge"):
        assert reranked.search(QUESTION, HERE, sent=told.append) == before
    assert [one.answered for one in told] == [False], "it was sent all the same"
    (line,) = [record.getMessage() for record in caplog.records]
    assert "our own order" in line
    assert "annual" not in line and "key" not in line


def test_a_server_that_failed_rests(reranked: TestLibrary, model_server: ModelServer) -> None:
    now = [0.0]
    use(reranked, Reranker(model_server.base_url, "orders", timeout=3, clock=lambda: now[0]))
    model_server.script(Reply(status=503), favour("rail"))
    told: list[Sent] = []
    for _ in range(3):
        reranked.search(QUESTION, HERE, sent=told.append)
    assert len(model_server.requests) == len(told) == 1
    now[0] += REST
    assert names(reranked.search(QUESTION, HERE, sent=told.append))[0] == "travel.md"
    assert [one.answered for one in told] == [False, True]


def test_nobody_there(reranked: TestLibrary, model_server: ModelServer) -> None:
    model_server.close()
    told: list[Sent] = []
    assert names(reranked.search(QUESTION, HERE, sent=told.append))[0] == "leave.md"
    assert not told, "nothing left"


def test_text_embeddings_inference(reranked: TestLibrary, model_server: ModelServer) -> None:
    """Without a model's name: other field names, a bare list, no version in the path."""

    def reply(request: Request) -> Reply:
        rows = [
            {"index": index, "score": 0.9 if "rail" in text else 0.1}
            for index, text in enumerate(request.body["texts"])
        ]
        return Reply(garbage=json.dumps(rows).encode())

    use(reranked, Reranker(model_server.endpoint, timeout=3))
    model_server.script(reply)
    assert names(reranked.search(QUESTION, HERE))[0] == "travel.md"
    assert model_server.requests[0].path == "/rerank"
    assert "Authorization" not in model_server.requests[0].headers


def test_a_question_that_is_no_text(reranked: TestLibrary, model_server: ModelServer) -> None:
    model_server.script(favour("rail"))
    assert names(reranked.search("leave \ud800", HERE))[0] == "travel.md"


def test_only_the_first_are_sent(library: TestLibrary, model_server: ModelServer) -> None:
    model_server.script(results(*range(DEPTH)))
    (one,) = library.passages(HERE, _version(library, "leave.md"))
    reranker = Reranker(model_server.base_url, "orders", timeout=3)
    many = list(range(DEPTH + 5))
    order = reranker("q", many, dict.fromkeys(many, one)).order
    assert order == [*reversed(range(DEPTH)), *range(DEPTH, DEPTH + 5)]
    assert len(model_server.requests[0].body["documents"]) == DEPTH


@pytest.mark.parametrize(
    ("url", "model", "address"),
    [
        ("https://api.example.com", "m", "https://api.example.com/v1/rerank"),
        ("https://api.example.com/v2/", "m", "https://api.example.com/v2/rerank"),
        ("https://api.example.com/v1/rerank", "m", "https://api.example.com/v1/rerank"),
        ("https://api.example.com/x/rerank", "", "https://api.example.com/x/rerank"),
        ("https://api.example.com", "", "https://api.example.com/rerank"),
    ],
)
def test_addresses(url: str, model: str, address: str) -> None:
    assert Reranker(url, model, timeout=3).url == address


def test_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Reranker.from_environment() is None, "off by default"
    monkeypatch.setenv("BERNARD_RERANK_URL", "http://someone:secret@127.0.0.1:9/v1")
    monkeypatch.setenv("BERNARD_RERANK_MODEL", "orders")
    reranker = Reranker.from_environment()
    assert reranker and (reranker.host, reranker.model) == ("127.0.0.1:9", "orders")
    for name, value in {
        "BERNARD_RERANK_URL": "rerank.example",
        "BERNARD_RERANK_KEY": "kéy",
        "BERNARD_RERANK_TIMEOUT_SECONDS": "soon",
    }.items():
        with monkeypatch.context() as patch, pytest.raises(BadSetting, match=name):
            patch.setenv(name, value)
            Reranker.from_environment()


def _version(library: TestLibrary, source: str) -> int:
    current = library.named(source).current
    assert current
    return current.id
