"""What a file may not do: be something else, lock, burst, hang or crash the reader."""

from __future__ import annotations

import os
import signal
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from knowledge.errors import RefusedFile
from knowledge.readers import FORMATS, read_file, supported
from knowledge.readers.sandbox import isolation
from knowledge.readers.sandbox.isolation import _understand
from tests.knowledge.readers.files import make_pdf, read_text


def test_supported_goes_by_the_suffix() -> None:
    assert supported("Leave.PDF")
    assert not supported("leave.xlsx")
    assert all(supported(f"a{suffix}") for suffix in FORMATS)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"PK", "does not read “.xlsx” files. It reads Markdown"),
        ("README", b"words", "without an ending"),
        ("a.txt", b"", "The file is empty"),
        ("a.txt", b"  \n \n", "no text in it"),
        ("a.txt", bytes(range(256)) * 20, "not text that can be read"),
        ("a.docx", b"just words", "not a Word file"),
        ("a.docx", b"%PDF-1.7 and more", "it is a PDF file"),
        ("a.pdf", b"%PDF-1.7 and nothing", "damaged"),
        ("a.pdf", b"\x00\x01\x02", "not a PDF file"),
        ("a.odt", b"PK\x03\x04 broken", "damaged"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "it is a picture"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
        ),
    ],
)
def test_refusals_say_why(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(RefusedFile, match=sentence):
        read_text(tmp_path, name, content)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" * 30_000_000)
    with pytest.raises(RefusedFile, match="unpacks to far more"):
        read_file(path, path.name)


def test_too_slow_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "slow.md"
    path.write_text("word " * 4_000_000)
    begun = time.monotonic()
    with pytest.raises(RefusedFile, match="took longer than"):
        read_file(path, path.name, timeout=0.05)
    assert time.monotonic() - begun < 5


def test_whoever_is_stopped_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("A word.\n\n" * 1_000_000)
    with pytest.raises(RefusedFile, match="took longer than"):
        read_file(path, path.name, timeout=0.05)
    server = isolation._server
    assert server is not None
    until = time.monotonic() + 1
    while psutil.Process(server._process.pid).children() and time.monotonic() < until:
        time.sleep(0.02)
    assert not psutil.Process(server._process.pid).children()


@pytest.mark.skipif(os.uname().sysname == "Darwin", reason="macOS cannot limit a process's memory")
def test_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    path.write_bytes(b"words\n" * 20_000_000)
    with pytest.raises(RefusedFile, match="more memory than one file may have"):
        read_file(path, path.name, memory_mb=300)


def test_many_threads_and_a_lost_server(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(72, 700, 11, False, "Some text.")]])
    with ThreadPoolExecutor(8) as pool:
        readings = list(pool.map(lambda _: read_file(path, "a.pdf").text, range(40)))
    assert set(readings) == {"Some text."}
    server = isolation._server
    assert server is not None
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    assert read_file(path, "a.pdf").text == "Some text."


def test_servers_that_are_killed_as_they_start(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "a.pdf", [[(72, 700, 11, False, "Some text.")]])
    read_file(path, "a.pdf")
    killed: set[int] = set()

    def kill() -> None:
        while len(killed) < 3:
            server = isolation._server
            if server is not None and server._process.pid not in killed:
                killed.add(server._process.pid)
                os.kill(server._process.pid, signal.SIGKILL)
            time.sleep(0.001)

    killer = threading.Thread(target=kill)
    killer.start()
    while len(killed) < 3:
        assert read_file(path, "a.pdf").text == "Some text."
    killer.join()
    assert read_file(path, "a.pdf").text == "Some text."


def test_readers_get_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in isolation._environment().values()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x80\x04\x95",
        b"[]",
        b'{"text": "abc"}',
        b'{"text": "abc", "properties": {}, "warnings": [], "blocks":'
        b' [["paragraph", 0, 9, [], null, 0]]}',
        b'{"text": "abc", "properties": {}, "warnings": [], "blocks":'
        b' [["paragraph", 0, 3, [5], null, 0]]}',
        b'{"text": "abc", "properties": {}, "warnings": [], "blocks": [["paragraph", 0, 3]]}',
        b'{"refused": [1, 2]}',
        b'{"text": 5, "properties": {}, "warnings": [], "blocks": []}',
    ],
)
def test_a_strange_answer_is_a_refusal(answer: bytes) -> None:
    with pytest.raises(RefusedFile, match="could not be read"):
        _understand(answer, "a.pdf")
