"""Asks whole conversations, with Bernard's own answers as their history."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answers.answer import Answer, Turn
from assistant.intake import SourceFile, walk
from assistant.sample import documents_dir
from assistant.sample.load import add_sample
from knowledge.access import on_this_machine
from knowledge.embeddings import open_embeddings
from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home
from knowledge.work import worker
from tests.lab.evaluation.asking import Asker
from tests.lab.evaluation.stock import Stock, stocked
from tests.lab.evaluation.throwaway import home_for, note, notes, write_atomically

if TYPE_CHECKING:
    from rich.progress import Progress


def run(path: Path, documents: Path | None, out: Path, mode: str | None, bars: Progress) -> None:
    """Writes `turns.jsonl`. `documents`: their folder; None is the sample library."""
    conversations = _read(path)
    out.mkdir(parents=True, exist_ok=True)
    home = Home.from_environment().make()
    files = walk([documents])[0] if documents else []
    stock = stocked(home, files, bars, beir=False) if documents else _sample(home)
    task = bars.add_task("Asking", total=sum(len(turns) for _, turns in conversations))
    with Library.open(stock.home.path) as library:
        asker = Asker(library, stock, mode, False)
        lines = []
        for name, turns in conversations:
            for record in _asked(asker, name, turns):
                lines.append(json.dumps(record) + "\n")
                bars.advance(task)
    write_atomically(out / "turns.jsonl", "".join(lines))


def _asked(asker: Asker, name: str, turns: Sequence[str]) -> Iterator[dict[str, Any]]:
    history: list[Turn] = []
    for number, question in enumerate(turns, start=1):
        answer, record = asker.answered(question, tuple(history))
        yield {"id": f"{name}.{number}", "question": question, "shown": shown(answer), **record}
        history += [Turn("user", question), answer.turn]


def shown(answer: Answer) -> str:
    """The answer as a reader sees it, in plain text."""
    said = [*answer.remarks, answer.notice, answer.text, *answer.currency]
    for one in answer.comparisons:
        said += [f"{one.kind}: {one.why}", *(f"{side.title}: {side.quote}" for side in one.sides)]
    return "\n\n".join(filter(None, said))


def _read(path: Path) -> list[tuple[str, list[str]]]:
    try:
        each = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return [(str(one["id"]), [str(turn["question"]) for turn in one["turns"]]) for one in each]
    except (ValueError, KeyError, TypeError) as error:
        raise BernardError(f"{path} does not hold conversations ({error}).") from error


def _sample(home: Home) -> Stock:
    """The sample library as `make run` loads it; loaded once."""
    model = open_embeddings(home.models).name
    files = (one for one in sorted(documents_dir().rglob("*")) if one.is_file())
    made = home_for(home, [SourceFile(one, one.name) for one in files], model)
    if not notes(made).get("sample"):
        with Library.open(made.path) as library:
            add_sample(library)
            worker.run(made, until_idle=True)
            library.conflicts.look(on_this_machine())
        note(made, sample=True)
    return Stock(made, model, 0, 0, {}, beir=False)
