"""Whatever becomes of Chroma, a question is answered, in time, and it is said what it lacks."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
import pytest

from assistant.answers.answer import Answer
from assistant.answers.status import Status
from knowledge.errors import IndexUnavailable
from knowledge.library import Library
from knowledge.search.words_alone import SENTENCE
from tests.assistant.asking import ask
from tests.broken_server import answering, down, hanging
from tests.people import HERE

QUESTION = "How many days of annual leave can I carry over?"
LIMIT = 1.0
#: Seconds for an answer of which one search has to give up: the first opening of all included.
SOON = 15.0


@pytest.fixture
def own_home(tmp_path: Path, sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample library's home, where Chroma is not waited for long."""
    shutil.copytree(sample_home, tmp_path / "copy", symlinks=True)
    monkeypatch.setenv("BERNARD_CHROMA_TIMEOUT_SECONDS", str(LIMIT))
    monkeypatch.setattr("knowledge.index.vectors.REST_SECONDS", 0.5)
    return tmp_path / "copy"


@pytest.fixture
def opened(own_home: Path) -> Iterator[Library]:
    with Library.open(own_home) as library:
        yield library


def timed(library: Library) -> tuple[Answer, float]:
    began = time.monotonic()
    return ask(library, QUESTION), time.monotonic() - began


_ERROR = '{"error": "ChromaError", "message": "disk quota"}'


@pytest.mark.parametrize(
    "server",
    [
        down(),
        hanging(),
        answering(500, "Internal Server Error", "text/plain"),
        answering(500, '{"error": "InternalError", "message": "no such file"}'),
        answering(503, _ERROR),
        answering(401, "Who are you?", "text/plain"),
        answering(200, "<html>Sign in to the proxy</html>", "text/html"),
        answering(200, "[]"),
        answering(200, "{}"),
    ],
    ids=["down", "hangs", "500", "broken", "503", "401", "a page", "a list", "nothing"],
)
def test_a_question_goes_on_with_words_alone(
    opened: Library, server: AbstractContextManager[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with server as url:
        monkeypatch.setenv("BERNARD_CHROMA_URL", url)
        answer, first = timed(opened)
        assert answer.status in (Status.ANSWERED, Status.UNSURE), answer.text
        assert "leave" in answer.citations[0].title.lower()
        assert answer.remarks == (SENTENCE,)
        assert first < SOON
        with pytest.raises(IndexUnavailable):
            opened.search(QUESTION, HERE)  # whoever does not hear of it gets no half of a search


def test_a_server_that_is_stopped_and_goes_on(opened: Library) -> None:
    """The real one, which still takes connections: the system does that for it."""
    answer, _ = timed(opened)
    assert answer.remarks == ()
    note = opened._server._read_note()
    assert note is not None
    server = psutil.Process(note.pid)
    server.suspend()
    try:
        answer, took = timed(opened)
        assert answer.remarks == (SENTENCE,)
        assert "leave" in answer.citations[0].title.lower()
        assert took < 2 * LIMIT + 2
        began = time.monotonic()
        answers = [ask(opened, QUESTION) for _ in range(3)]
        assert time.monotonic() - began < 2 * LIMIT + 3, "not each of them waits for it again"
        assert {one.remarks for one in answers} == {(SENTENCE,)}
    finally:
        server.resume()
    time.sleep(1)
    answer, _ = timed(opened)
    assert answer.remarks == (), "and by meaning again, by itself"


def test_many_who_ask_while_it_hangs_do_not_wait_one_after_the_other(
    opened: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ask(opened, QUESTION)
    with hanging() as url, Library.open(opened.home.path) as other:
        monkeypatch.setenv("BERNARD_CHROMA_URL", url)
        other.embeddings.embed_query("warm")
        began = time.monotonic()
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: ask(other, QUESTION), range(12)))
        assert {one.remarks for one in answers} == {(SENTENCE,)}
        assert time.monotonic() - began < SOON
