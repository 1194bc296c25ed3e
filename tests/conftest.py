"""Every test: no network but loopback, a home of its own, no settings from outside."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.homes import NewHome, directory_of_run
from tests.model_server import ModelServer, serving

_OUTSIDE = (
    "OPENAI_", "AZURE_OPENAI_", "BERNARD_", "LANGSMITH_", "LANGCHAIN_", "CHROMA_",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
)  # fmt: skip
_LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0", "::ffff:127.")

#: Foreign addresses that something tried to reach; a test that leaves one here fails.
attempts: list[str] = []


class NetworkRefused(OSError):
    """A test may reach loopback only."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every socket of this process, whichever library opens it."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[-1]
        if isinstance(address, tuple):
            _require_loopback(str(address[0]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _require_loopback(_text(arguments[0]))


def _text(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host or "localhost")


def _require_loopback(host: str) -> None:
    if not host.startswith(_LOOPBACK):
        attempts.append(host)
        raise NetworkRefused(f"tests may not reach {host}")


for _name in list(os.environ):
    if _name.upper().startswith(_OUTSIDE):
        del os.environ[_name]
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def _nothing_leaves() -> Iterator[None]:
    attempts.clear()
    yield
    assert not attempts, f"something tried to reach {', '.join(attempts)}"


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedded model lies that the first test which needs it has built."""
    directory = directory_of_run(tmp_path_factory) / "models"
    directory.mkdir(exist_ok=True)
    return directory


@pytest.fixture(scope="session")
def new_home(models_dir: Path) -> NewHome:
    def make(path: Path) -> Path:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (path / "models").symlink_to(models_dir, target_is_directory=True)
        return path

    return make


@pytest.fixture(autouse=True)
def home(tmp_path: Path, new_home: NewHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library's home of this test's own."""
    path = new_home(tmp_path / "home")
    monkeypatch.setenv("BERNARD_HOME", str(path))
    return path


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture
def chat_model(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> ModelServer:
    """The scripted server, and the environment that points at it."""
    for name, value in model_server.environment().items():
        monkeypatch.setenv(name, value)
    return model_server
