"""A model server that thinks for no time: what is left of an answer's time is Bernard's own.

It speaks enough of the OpenAI-compatible chat protocol to be asked through the real client, and it
notes how long it took itself, so that this can be taken off.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

from assistant.models import Models

NAME = "instant"
_WORDS = ("The documents say so ", "in their own words ", "[1].")


class InstantModel:
    """`url` is what OPENAI_BASE_URL would be. `own_ms` holds, for each request, the milliseconds
    from its last byte read to the first token sent."""

    def __init__(self) -> None:
        self.own_ms: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.own_ms))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)

    def models(self) -> Models:
        """As a chat asks it, whatever model the machine's own settings name."""
        given = {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": self.url, "BERNARD_CHAT_MODEL": NAME}
        with mock.patch.dict(os.environ, given):
            models = Models.from_environment()
        assert models is not None
        return models

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def instant_model() -> Iterator[InstantModel]:
    model = InstantModel()
    thread = threading.Thread(target=model.serve, name="instant-model", daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.stop()
        thread.join()


def _handler(own_ms: list[float]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            request = json.loads(self.rfile.read(length) or b"{}")
            began = time.perf_counter()
            if request.get("stream"):
                self._stream(began)
            else:
                self._whole()

        def _stream(self, began: float) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self._event({"role": "assistant", "content": _WORDS[0]}, None)
            own_ms.append(1000 * (time.perf_counter() - began))
            for word in _WORDS[1:]:
                self._event({"content": word}, None)
            self._event({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def _event(self, delta: dict[str, str], reason: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            chunk = {**_frame("chat.completion.chunk"), "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def _whole(self) -> None:
            message = {"role": "assistant", "content": "".join(_WORDS)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            body = {**_frame("chat.completion"), "choices": [choice], "usage": usage}
            content = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: a measurement's output is its figures."""

    return Handler


def _frame(kind: str) -> dict[str, object]:
    return {"id": "instant", "object": kind, "created": 0, "model": NAME}
