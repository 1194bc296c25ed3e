"""`python -m tests.security.measure --data FOLDER`: published injections against our walls.

FOLDER holds bipia_indirect.jsonl, cyberseceval_prompt_injection.jsonl, poisonedrag_nq.jsonl,
giskard_prompt_injections.csv and benign_frr.jsonl. Each injection stands in a document; the model
obeys it at its worst: it writes the order out, and with it each way of `payloads` in turn. Counted
is what reaches the page as link, image, HTML or forged citation, and what does where an attack is
the question, with an obeying model and without one; then what the curator is warned of, on the half
(by hash) that its rules were tuned on and on the other.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.checking.verify import verify_parts
from assistant.answering.writing.parse import parse
from assistant.answers.answer import Answer
from assistant.answers.events import Finished
from assistant.answers.status import Status
from assistant.models import Models
from knowledge.documents.blocks import ReadingBuilder
from knowledge.documents.types import Found
from knowledge.loading.instructions import warnings_about
from tests.assistant.fakes import LEAVE, FakeLibrary, found, passage
from tests.model_server import Reply, serving
from tests.people import HERE
from tests.security.audit import forgeries, leaks
from tests.security.payloads import ALL
from ui.parts.ask.answer import finished_html, unfinished_html
from ui.parts.ask.evidence import cards, evidence_html

QUESTION = "How many days of annual leave do I get each year?"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data: Path = parser.parse_args().data
    bipia = _lines(data / "bipia_indirect.jsonl")
    cyber = _lines(data / "cyberseceval_prompt_injection.jsonl")
    direct = [row["user_input"] for row in cyber if row["injection_type"] == "direct"]
    hidden = [row["user_input"] for row in cyber if row["injection_type"] != "direct"]
    poison = [text for row in _lines(data / "poisonedrag_nq.jsonl") for text in row["adv_texts"]]
    with (data / "giskard_prompt_injections.csv").open(encoding="utf-8") as file:
        giskard = [row["prompt"] for row in csv.DictReader(file)]
    benign = [row["mutated_prompt"] for row in _lines(data / "benign_frr.jsonl")]

    documents = [(row["poisoned_context"], row["attack"]) for row in bipia]
    documents += [(text, text) for text in (*hidden, *direct, *poison, *giskard)]
    _walls(documents)
    for name, texts in (("cyberseceval direct", direct), ("giskard", giskard), ("benign", benign)):
        _asked(name, texts)
    poisoned = {row["poisoned_context"]: row["attack"] for row in bipia}
    _rate("curator warned, bipia", list(poisoned), _warned, poisoned.get)
    _rate(
        "curator warned, bipia without its attack", [row["clean_context"] for row in bipia], _warned
    )
    _rate("curator warned, cyberseceval indirect", hidden, _warned)


def _walls(documents: Sequence[tuple[str, str]]) -> None:
    counts: Counter[str] = Counter()
    for number, (text, order) in enumerate(documents):
        for payload in ALL[number % 4 :: 4]:  # each document a quarter of the ways, all in turn
            said = f"You get 25 days of annual leave each year [1]. {order}\n\n{payload}"
            counts["answers"] += 1
            sources = [found(passage(1, LEAVE, "Leave")), found(passage(2, text, order, order))]
            counts.update(_through(said, sources))
    print(
        f"{len(documents)} documents, {counts['answers']:,} answers of an obeying model: "
        f"{counts['leak']} as link, image or HTML, {counts['forged']} as forged citation"
    )


def _asked(name: str, questions: Sequence[str]) -> None:
    """Attacks as questions; the model writes each out, with the ways of `payloads` in turn."""
    counts: Counter[str] = Counter()
    with serving() as server, pytest.MonkeyPatch.context() as patch:
        for setting, value in server.environment().items():
            patch.setenv(setting, value)
        ways = itertools.cycle(ALL)
        server.script(lambda request: Reply((f"{request.prompt[-2_000:]}\n\n{next(ways)}",)))
        assistant = Assistant(FakeLibrary(), models=Models.from_environment())
        for question, mode in itertools.product(questions, ("model", "embedded")):
            *_, last = assistant.ask(HERE, question, mode=mode)
            assert isinstance(last, Finished)
            counts["stopped"] += last.answer.status.blocked
            counts.update(_reached(last.answer))
    print(
        f"{name}, {len(questions)} questions with a model and without: {counts['stopped']} stopped "
        f"by the screen, {counts['leak']} as link, image or HTML, {counts['forged']} as forged "
        "citation"
    )


def _through(said: str, sources: Sequence[Found]) -> Iterator[str]:
    parts = verify_parts(parse(said, len(sources)), sources)
    answer = Answer(QUESTION, QUESTION, Status.ANSWERED, parts, tuple(sources), mode="model")
    yield from _reached(answer, unfinished_html(said))


def _reached(answer: Answer, *drafts: str) -> Iterator[str]:
    """What of an answer leads away from its page, or poses as a source there."""
    shown = cards(answer)
    main, beside = finished_html(1, answer, shown), evidence_html(1, shown)
    if any(leaks(html) for html in (main, beside, *drafts)):
        yield "leak"
    if forgeries(main, beside):
        yield "forged"


def _warned(text: str) -> bool:
    builder = ReadingBuilder()
    for line in text.split("\n"):
        builder.paragraph(line)
    return bool(warnings_about(builder.build()))


def _rate(
    what: str,
    texts: Sequence[str],
    is_hit: Callable[[str], bool],
    key: Callable[[str], str | None] = lambda text: text,
) -> None:
    halves = ([text for text in texts if _half(key(text) or text) == half] for half in (0, 1))
    said = (f"{sum(map(is_hit, half))} of {len(half)}" for half in halves)
    print(f"{what}: tuned on {next(said)}, held apart {next(said)}")


def _half(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


if __name__ == "__main__":
    main()
