"""An OpenAI-compatible HTTP server on loopback that does what a test scripts, byte by byte.

It speaks the real wire protocol to the real clients: streams, errors, cut streams, silence.
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIMENSION = 32


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request gets back. For a stream: `pieces`, each after `delay` seconds, then the end.

    cut: "quiet" ends the stream as if it were over but without a finish reason, "abrupt" breaks
    the connection; both after the pieces. `garbage` is sent instead of a well-formed body.
    """

    pieces: Sequence[str] = ("Hello.",)
    delay: float = 0.0
    finish: str = "stop"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)
    cut: str = ""  # "" | "quiet" | "abrupt"
    garbage: bytes | None = None
    kind: str = "text/event-stream"  # of the garbage
    hang: float = 0.0  # seconds of silence before the first byte
    drip: float = 0.0  # seconds between single bytes of the stream
    pause: float = 0.0  # seconds of silence after the first piece
    refusal: str = ""  # the model's own refusal, in the field that the protocol has for it
    usage: bool = True  # False: a server that does not count tokens


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        return list(self.body["messages"])

    @property
    def prompt(self) -> str:
        return "\n\n".join(message["content"] for message in self.messages)


Script = Reply | Callable[[Request], Reply]


class ModelServer:
    """Replies to chat requests with the scripted replies in order; the last one repeats."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self._script: list[Script] = [Reply()]
        self.embedding_reply: Reply | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._scheme = "https" if tls else "http"
        if tls:  # shaken hands in the request's own thread
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"{self.endpoint}/v1"

    @property
    def endpoint(self) -> str:
        """For Azure: the address without a path."""
        return f"{self._scheme}://127.0.0.1:{self._http.server_port}"

    def script(self, *replies: Script) -> None:
        with self._lock:
            self._script = list(replies)

    def script_embeddings(self, reply: Reply | None) -> None:
        self.embedding_reply = reply

    @property
    def chats(self) -> list[Request]:
        return [request for request in self.requests if "chat/completions" in request.path]

    def environment(self, chat_model: str = "test-model") -> dict[str, str]:
        return {
            "OPENAI_API_KEY": "any text",
            "OPENAI_BASE_URL": self.base_url,
            "BERNARD_CHAT_MODEL": chat_model,
            "BERNARD_JUDGE": "words",  # the tests of the judge ask for it
        }

    def close(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(2)

    def next_reply(self, request: Request) -> Reply:
        with self._lock:
            script = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return script if isinstance(script, Reply) else script(request)

    def pause(self, seconds: float) -> None:
        """Sleeps, but not past the server's end."""
        self._closing.wait(seconds)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            models = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    models: ModelServer

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def handle(self) -> None:
        with suppress(ConnectionError, ssl.SSLError):  # a client that hangs up is part of the test
            super().handle()

    def do_GET(self) -> None:
        self.models.requests.append(Request(self.path, dict(self.headers.items()), {}))
        self._json(200, {"object": "list", "data": [{"id": "test-model", "object": "model"}]})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        sent = self.rfile.read(length)
        kind = self.headers.get("Content-Type", "")
        body = json.loads(sent or b"{}") if "json" in kind else {}
        request = Request(self.path, dict(self.headers.items()), body)
        self.models.requests.append(request)
        try:
            if "embeddings" in self.path:
                self._embed(request)
            else:
                self._chat(request, self.models.next_reply(request))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _chat(self, request: Request, reply: Reply) -> None:
        self.models.pause(reply.hang)
        if self._failed(reply):
            return
        if request.body.get("stream"):
            self._stream(request, reply)
        else:
            message = {"role": "assistant", "content": "".join(reply.pieces)}
            choice = {"index": 0, "message": message, "finish_reason": reply.finish}
            self._json(200, {**_envelope("chat.completion"), "choices": [choice], "usage": USAGE})

    def _failed(self, reply: Reply) -> bool:
        if reply.garbage is not None:
            self._send(reply.status, reply.garbage, reply.kind, reply.headers)
        elif reply.status != 200:
            self._json(reply.status, {"error": dict(reply.error)}, reply.headers)
        else:
            return False
        return True

    def _stream(self, request: Request, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if reply.cut == "quiet":  # without a length, the end of the connection is the end
            self.send_header("Connection", "close")
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunked = reply.cut != "quiet"
        self._event(_delta({"role": "assistant", "content": ""}), chunked, reply.drip)
        for piece in reply.pieces:
            self.models.pause(reply.delay)
            self._event(_delta({"content": piece}), chunked, reply.drip)
            if piece is reply.pieces[0]:
                self.models.pause(reply.pause)
        if reply.cut == "abrupt":
            linger = struct.pack("ii", 1, 0)  # a reset, not a polite end
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if reply.cut:
            self.close_connection = True
            return
        if reply.refusal:
            self._event(_delta({"refusal": reply.refusal}), chunked, reply.drip)
        self._event(_delta({}, reply.finish or None), chunked, reply.drip)
        if reply.usage and request.body.get("stream_options", {}).get("include_usage"):
            self._event({**_envelope(CHUNK), "choices": [], "usage": USAGE}, chunked, reply.drip)
        self._write(b"data: [DONE]\n\n", chunked)
        self._write(b"", chunked)

    def _event(self, value: Mapping[str, Any], chunked: bool, drip: float) -> None:
        data = b"data: " + json.dumps(value).encode() + b"\n\n"
        if not drip:
            self._write(data, chunked)
            return
        for byte in data:
            self._write(bytes([byte]), chunked)
            self.models.pause(drip)

    def _write(self, data: bytes, chunked: bool) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)
        self.wfile.flush()

    def _embed(self, request: Request) -> None:
        reply = self.models.embedding_reply
        if reply is not None:
            self.models.pause(reply.hang)
            if self._failed(reply):
                return
        given = request.body["input"]
        texts = [given] if isinstance(given, str) else list(given)
        packed = request.body.get("encoding_format") == "base64"
        data = [
            {
                "object": "embedding",
                "index": index,
                "embedding": _pack(vector) if packed else vector,
            }
            for index, vector in enumerate(hashed_vector(text) for text in texts)
        ]
        self._json(200, {"object": "list", "model": "test", "data": data, "usage": USAGE})

    def _json(self, status: int, value: object, headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send(self, status: int, body: bytes, kind: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


USAGE = {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}
CHUNK = "chat.completion.chunk"


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "reply-1", "object": kind, "created": int(time.time()), "model": "test-model"}


def _delta(delta: Mapping[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish}
    return {**_envelope(CHUNK), "choices": [choice]}


def hashed_vector(text: str) -> list[float]:
    """The same words give the same vector; those that share words lie closer. Not unit length."""
    vector = [0.0] * DIMENSION
    for word in text.lower().split():
        digest = hashlib.sha256(word.encode()).digest()
        vector[digest[0] % DIMENSION] += 1.0 + digest[1] / 255
    return vector if any(vector) else [1.0] * DIMENSION


def _pack(vector: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def run_alone(reply: Reply) -> None:
    """For a process of its own, to be killed: prints its address and serves until then."""
    server = ModelServer()
    server.script(reply)
    print(server.base_url, flush=True)
    threading.Event().wait()


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[ModelServer]:
    server = ModelServer(tls)
    try:
        yield server
    finally:
        server.close()
