"""The weights of the two searches, fitted on one half of each set and held to the other.

    python -m tests.lab.fusion DATA [--write]

DATA is a folder of labelled sets. What each search found for a question is kept once; then one
weight after the other is moved as long as the mean nDCG@10 over the sets' fitted halves rises.
`--write` puts the weights into `knowledge/fitted/fusion.json`.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.progress import Progress

import knowledge.fitted
import knowledge.search.ranking
from assistant.answering.question.follow_up import read
from assistant.answering.question.understand import understand
from assistant.intake import walk
from knowledge.access import on_this_machine
from knowledge.library import Library
from knowledge.runtime.home import Home
from knowledge.search.fusion import FITTED, Closeness, FusionWeights, fuse
from tests.lab.evaluation.metrics import mean, ndcg
from tests.lab.evaluation.questions import half, read_questions
from tests.lab.evaluation.stock import stocked
from tests.lab.fitting import keep, questions_hash

TARGET = Path(knowledge.fitted.__file__).with_name("fusion.json")
STEPS = (0.5, 0.75, 1.33, 2.0)
#: What a step has to add to the mean, so that chance moves nothing.
LEAST = 0.0005


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, with what the searches found for it."""

    set: str
    id: str
    relevant: tuple[str, ...]
    owners: Mapping[int, int]
    names: Mapping[int, str]  # of the documents
    close: Closeness
    bm25: Mapping[int, float]

    def ndcg(self, weights: FusionWeights) -> float:
        scores = fuse(self.owners, self.close, self.bm25, weights)
        order = sorted(scores, key=lambda one: (-scores[one], one))
        return ndcg([self.names[self.owners[one]] for one in order], self.relevant)


def asked_in(data: Path, progress: Progress) -> list[Asked]:
    home = Home.from_environment().make()
    told: list[Asked] = []
    for folder in sorted(path.parent for path in data.glob("*/questions.jsonl")):
        stock = stocked(home, walk([folder / "docs"])[0], progress, beir=False)
        seen: list[tuple[Any, ...]] = []

        def look(*searched: Any, seen: list[tuple[Any, ...]] = seen) -> dict[int, float]:
            seen.append(searched)
            return fuse(*searched)

        with (
            Library.open(stock.home.path) as library,
            patch.object(knowledge.search.ranking, "fuse", look),
        ):
            who = on_this_machine()
            names = {one.id: stock.name(one.source) for one in library.documents(who)}
            for question in read_questions(folder / "questions.jsonl"):
                if question.relevant:
                    query = understand(question.text, question.history, None)[0]
                    query, _ = read(query, partial(library.searching.each, asker=who, limit=10))
                    library.search(query, who, 10)
                    told.append(
                        Asked(folder.name, question.id, question.relevant, seen[-1][0], names,
                              *seen[-1][1:])
                    )  # fmt: skip
    return told


def by_set(told: Sequence[Asked], weights: FusionWeights) -> dict[str, float]:
    of: dict[str, list[float]] = defaultdict(list)
    for one in told:
        of[one.set].append(one.ndcg(weights))
    return {name: round(mean(values), 4) for name, values in of.items()}


def fitted(told: Sequence[Asked], start: FusionWeights) -> FusionWeights:
    """From `start`, one weight after the other, until none is worth a step any more."""
    weights, best = start, mean(list(by_set(told, start).values()))
    moved = True
    while moved:
        moved = False
        for name, value in asdict(weights).items():
            for step in STEPS:
                tried = replace(weights, **{name: round(value * step, 2)})
                reached = mean(list(by_set(told, tried).values()))
                if reached >= best + LEAST:
                    weights, best, moved = tried, reached, True
    return weights


def main() -> int:
    data, *options = sys.argv[1:]
    with Progress(console=Console(stderr=True)) as progress:
        told = asked_in(Path(data), progress)
    tuned = [one for one in told if half(one.id) == "tune"]
    apart = [one for one in told if half(one.id) != "tune"]
    now = fitted(tuned, FITTED)
    figures = {
        f"nDCG@10 {side}, {which}": by_set(rows, weights)
        for side, rows in (("fitted on", tuned), ("kept apart", apart))
        for which, weights in (("in force", FITTED), ("now", now))
    }
    sys.stdout.write("".join(f"{name}: {values}\n" for name, values in figures.items()))
    sys.stdout.write(f"weights now: {asdict(now)}\n")
    if "--write" in options:
        content = {
            "command": "python -m tests.lab.fusion DATA --write",
            "sets": questions_hash((one.set, one.id) for one in tuned),
            "figures": figures,
            "weights": asdict(now),
        }
        keep(TARGET, content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
