"""A browser's part of Streamlit's protocol, as far as asking goes; it draws nothing."""

from __future__ import annotations

import re
import time
from html import unescape
from types import TracebackType
from typing import Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: Bytes of one message to the browser that are taken.
LARGEST_MESSAGE = 64 * 1024 * 1024
_QUESTION = re.compile(r'<h2 class="question">(.*?)</h2>', re.DOTALL)
_FINISHED = re.compile(r'class="(checked|unchecked|said quiet|outcome|notice|missing|source)')
_WORDS = re.compile(r'<div class="words">(.*?)</div>', re.DOTALL)


_ENDED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
)


class NotAnswered(Exception):
    """A question whose run ended without its finished answer, with what there was instead."""


class ChatPage:
    """The Ask page of one person, over a websocket of its own. Use it in an `async with` block."""

    def __init__(self, port: int) -> None:
        self._host = f"127.0.0.1:{port}"
        self._query = ""
        self._page = ""
        self._box = ""
        self._fragment = ""  # that the box stands in, and that is drawn alone when it is used
        self._kept: dict[str, int] = {}  # messages that a browser would keep: hash -> last run
        self._runs = 0
        self.bytes = 0
        self.messages = 0

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            f"ws://{self._host}/_stcore/stream",
            origin=websockets.Origin(f"http://{self._host}"),
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=LARGEST_MESSAGE,
            max_queue=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._socket.close()

    async def open(self) -> None:
        """The page without a conversation, as at its first opening or by "New question"."""
        self._query = ""
        await self._run(BackMsg())
        if not self._box:
            raise NotAnswered("The page came without a box for the question.")

    async def ask(self, question: str) -> tuple[float, float]:
        """Seconds until the first words of the answer, and until the page has been drawn whole with
        the finished answer. Raises NotAnswered."""
        sent = BackMsg()
        box = sent.rerun_script.widget_states.widgets.add(id=self._box)
        box.chat_input_value.data = question
        sent.rerun_script.fragment_id = self._fragment
        answer, first, whole = await self._run(sent, question)
        if not answer:
            raise NotAnswered(f"The page does not show the question {question!r}.")
        if not any('class="answer"' in html and _FINISHED.search(html) for html in answer):
            raise NotAnswered(f"{question!r} has no finished answer on the page.")
        return first, whole

    async def _run(self, sent: BackMsg, question: str = "") -> tuple[list[str], float, float]:
        """What stands under the question as HTML, once the run and those that follow by themselves
        have ended; seconds until its first words and until the end."""
        state = sent.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"http://{self._host}/"
        state.context_info.timezone = "Europe/London"
        state.context_info.locale = "en-GB"
        began = time.perf_counter()
        await self._socket.send(sent.SerializeToString())
        under: list[str] | None = None
        first = 0.0
        while True:
            message = await self._next()
            html = message.delta.new_element.html.body
            if shown := _QUESTION.search(html):
                under = [] if _one_line(unescape(shown[1])) == _one_line(question) else None
            elif html and under is not None:
                under.append(html)
                words = _WORDS.search(html)
                if not first and words and words[1].strip():
                    first = time.perf_counter() - began
            ended = message.WhichOneof("type") == "script_finished"
            if ended and message.script_finished in _ENDED:
                return under or [], first, time.perf_counter() - began

    async def _next(self) -> ForwardMsg:
        received = await self._socket.recv()
        assert isinstance(received, bytes)
        message = ForwardMsg()
        message.ParseFromString(received)
        self.bytes += len(received)
        self.messages += 1
        match message.WhichOneof("type"):
            case "new_session":
                self._page = message.new_session.page_script_hash
                self._forget()
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "ref_hash":
                self._kept[message.ref_hash] = self._runs
            case "delta":
                if message.metadata.cacheable:
                    self._kept[message.hash] = self._runs
                if message.delta.new_element.chat_input.id:
                    self._box = message.delta.new_element.chat_input.id
                    self._fragment = message.delta.fragment_id
        return message

    def _forget(self) -> None:
        """A browser keeps a message for two runs after it was last shown."""
        self._runs += 1
        self._kept = {hash_: run for hash_, run in self._kept.items() if self._runs - run <= 2}


def _one_line(text: str) -> str:
    return " ".join(text.split())
