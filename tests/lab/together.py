"""Many people asking at once, each over a websocket to the pages of a running Bernard.

Everybody asks the sample library's questions, the next as soon as the page shows the answer to the
last, so the whole way is measured: socket, script run, search, answer, record, drawing. The people
are one process that draws nothing, on the same cores as what they ask.

    python -m tests.lab.together --people 30 --seconds 120
    python -m tests.lab.together --people 32,64 --seconds 30 --model
    python -m tests.lab.together --people 1 --questions 40 --turns 40
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import platform
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import websockets

from knowledge.runtime.home import Home
from tests.lab.instant_model import instant_model
from tests.lab.page_client import ChatPage, NotAnswered
from tests.lab.search_speed import spread
from tests.lab.served import Served, served

_QUESTIONS = Path(__file__).parents[1] / "sample_questions.jsonl"
#: Seconds after which an answer counts as lost.
PATIENCE = 60.0
#: Seconds between two looks at the memory of the web process.
LOOK_EVERY = 10.0


@dataclass(slots=True)
class Heard:
    """What the people saw."""

    first: list[float] = field(default_factory=list)  # seconds until the first words
    whole: list[float] = field(default_factory=list)  # seconds until the page was whole
    turns: list[int] = field(default_factory=list)  # which turn of its conversation each was
    ended: list[float] = field(default_factory=list)  # seconds after the start
    lost: list[str] = field(default_factory=list)
    # Of the web process: seconds after the start, resident MB, processor seconds on all cores.
    web: list[tuple[float, float, float]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.lab.together", description=__doc__)
    parser.add_argument("--people", default="30", help="How many at once; several by commas.")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--questions", type=int, default=sys.maxsize, help="At most, each person.")
    parser.add_argument("--turns", type=int, default=5, help="Then a new conversation is begun.")
    parser.add_argument("--model", action="store_true", help="With an instant model server.")
    given = parser.parse_args()
    home = _home()
    model = _instant_model() if given.model else nullcontext(dict[str, str]())
    with model as environment:
        for people in map(int, given.people.split(",")):
            with served(home, "--sample", environment=environment) as bernard:
                heard = asyncio.run(
                    _ask_together(bernard, people, given.seconds, given.questions, given.turns)
                )
            print(json.dumps(_report(heard, people, given)), flush=True)


def _home() -> Path:
    """Kept under BERNARD_HOME, so that the sample library is loaded once."""
    main_home = Home.from_environment().make()
    home = Home(main_home.path / "together")
    home.path.mkdir(exist_ok=True)
    if not home.models.exists():
        home.models.symlink_to(main_home.models, target_is_directory=True)
    return home.make().path


async def _ask_together(
    bernard: Served, people: int, seconds: float, questions: int, turns: int
) -> Heard:
    heard = Heard()
    # A first question each, unmeasured: Bernard's caches fill.
    async with asyncio.timeout(PATIENCE):
        async with ChatPage(bernard.port) as page:
            await page.open()
            await page.ask("What is the mileage rate?")
    began = time.monotonic()
    watching = asyncio.create_task(_watch(bernard, began, heard))
    await asyncio.gather(
        *(_person(bernard.port, n, began, seconds, questions, turns, heard) for n in range(people))
    )
    watching.cancel()
    heard.web.append(_look(bernard, began))
    return heard


async def _watch(bernard: Served, began: float, heard: Heard) -> None:
    while True:
        heard.web.append(_look(bernard, began))
        await asyncio.sleep(LOOK_EVERY)


def _look(bernard: Served, began: float) -> tuple[float, float, float]:
    return time.monotonic() - began, bernard.memory()["web"], bernard.web_cpu_seconds()


async def _person(
    port: int,
    number: int,
    began: float,
    seconds: float,
    questions: int,
    turns: int,
    heard: Heard,
) -> None:
    asks = _asked(number)
    async with ChatPage(port) as page:
        await page.open()
        for n in range(questions):
            if time.monotonic() > began + seconds:
                return
            turn = n % turns
            try:
                async with asyncio.timeout(PATIENCE):
                    if n and not turn:
                        await page.open()
                    first, whole = await page.ask(next(asks))
            except (NotAnswered, TimeoutError, websockets.WebSocketException) as error:
                heard.lost.append(f"{type(error).__name__}: {error}")
                return
            heard.first.append(first or whole)
            heard.whole.append(whole)
            heard.turns.append(turn)
            heard.ended.append(time.monotonic() - began)


def _asked(number: int) -> Iterator[str]:
    """The sample library's questions in an order of this person's own, for ever."""
    lines = _QUESTIONS.read_text("utf-8").splitlines()
    questions = [each["question"] for each in map(json.loads, lines)]
    chance = random.Random(number)
    while True:
        yield from chance.sample(questions, len(questions))


def _report(heard: Heard, people: int, given: argparse.Namespace) -> dict[str, Any]:
    seconds = min(given.seconds, max(heard.ended))
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "people": people,
        "model": given.model,
        "turns": given.turns,
        "lost": len(heard.lost),
        "lost_why": heard.lost[:3],
        **_between(heard, 0.0, seconds),
        "second_half": _between(heard, seconds / 2, seconds),
        "by_turn_ms": _by_turn(heard),
        "web_mb": [round(mb) for _, mb, _ in heard.web],
    }


def _between(heard: Heard, start: float, end: float) -> dict[str, Any]:
    """Of the answers that came in these seconds. In the first ones caches fill."""
    those = [n for n, at in enumerate(heard.ended) if start <= at <= end]
    looks = [(at, cpu) for at, _, cpu in heard.web if at >= start]
    (first, used_before), (last, used) = looks[0], looks[-1]
    meanwhile = sum(first <= at <= last for at in heard.ended)
    return {
        "answers": len(those),
        "answers_per_second": round(len(those) / (end - start), 2),
        "first_words_ms": spread([1000 * heard.first[n] for n in those]),
        "whole_ms": spread([1000 * heard.whole[n] for n in those]),
        "web_cpu_ms_per_answer": round(1000 * (used - used_before) / max(meanwhile, 1), 1),
    }


def _by_turn(heard: Heard) -> dict[int, float]:
    """Median milliseconds of the whole page at the first five turns and then at every fifth."""
    by_turn: dict[int, list[float]] = {}
    for turn, seconds in zip(heard.turns, heard.whole, strict=True):
        by_turn.setdefault(turn + 1, []).append(1000 * seconds)
    shown = (turn for turn in sorted(by_turn) if turn <= 5 or turn % 5 == 0)
    return {turn: spread(by_turn[turn])["median"] for turn in shown}


@contextmanager
def _instant_model() -> Iterator[dict[str, str]]:
    """A model server in a process of its own; yields the settings that name it."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve_model, args=(there,))
    process.start()
    try:
        yield {
            "OPENAI_API_KEY": "none",
            "OPENAI_BASE_URL": here.recv(),
            "BERNARD_CHAT_MODEL": "instant",
        }
    finally:
        process.terminate()
        process.join()


def _serve_model(there: Connection) -> None:
    with instant_model() as model:
        there.send(model.url)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
