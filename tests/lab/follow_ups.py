"""When a follow-up stands alone, fitted on three dialogue sets and told of the one left out.

    python -m tests.lab.follow_ups DATA [--write]

DATA is a folder of labelled sets. Each follow-up of SETS is searched as its last turn alone, as its
last two turns joined, and with what was said before; so are changes of topic: the first question of
a conversation, asked after another one of the same set. Printed, by set, are nDCG@10 and recall@5
of each way, and of the reading that is taken by weights fitted on the other sets, with its
differences from the first two (95 % by bootstrap); and of that one with what the talk is on put
ahead, for which the best passage for the question before stands. `--write` puts the weights of all
sets into `assistant/fitted/follow_up.json`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

import assistant.fitted
from assistant.answering.question.follow_up import (
    FITTED,
    FollowUpSignals,
    FollowUpWeights,
    Topic,
    best,
    signals,
)
from assistant.answering.question.understand import by_rule
from assistant.answers.answer import History, Turn
from assistant.intake import walk
from knowledge.access import on_this_machine
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from knowledge.runtime.home import Home
from tests.lab.evaluation.metrics import ndcg, recall
from tests.lab.evaluation.questions import LabelledQuestion, read_questions
from tests.lab.evaluation.stock import Stock, stocked
from tests.lab.fitting import keep, questions_hash
from tests.lab.retrieval.figures import interval
from tests.lab.separation import fit

TARGET = Path(assistant.fitted.__file__).with_name("follow_up.json")
SETS = ("cloud_mtrag", "gov_us_mtrag", "rules_sharc", "wiki_mtrag")
FOLLOW_UP, CHANGE = "follow-ups", "changes of topic"
#: Changes of topic a set, about.
CHANGES = 125
DEPTH = 200  # passages, of which the figures look at the first ten documents
#: What it costs to leave out what was said where that was needed, beside dragging it along.
LEFT_OUT = 2.0
#: What a turn counts whose readings are as good as each other: it stands alone.
AS_GOOD = 0.05
#: What one set's turns of one kind count together.
TOGETHER = 100.0

Figures = tuple[float, float]  # nDCG@10, recall@5
LAST, TWO, JOINED, TALK = range(4)


@dataclass(frozen=True, slots=True)
class Row:
    set: str
    kind: str
    question: str
    ways: tuple[Figures, ...]  # LAST, TWO, JOINED, TALK
    seen: FollowUpSignals | None  # None: a bare reply, which is never read alone

    def stands_alone(self, weights: FollowUpWeights) -> bool:
        return self.seen is not None and weights.odds(self.seen) > 0

    def taken(self, weights: FollowUpWeights, joined: int = JOINED) -> Figures:
        return self.ways[LAST if self.stands_alone(weights) else joined]

    @property
    def gain(self) -> float:
        """Of the turn alone, in nDCG@10."""
        return self.ways[LAST][0] - self.ways[JOINED][0]


def rows(
    name: str, library: Library, stock: Stock, asked: Sequence[LabelledQuestion]
) -> Iterator[Row]:
    def found(query: SearchQuery) -> Sequence[Found]:
        return library.search(query, on_this_machine(), DEPTH)

    def figures(results: Sequence[Found], relevant: Sequence[str]) -> Figures:
        ranked = stock.ranked([item.passage.source for item in results])
        return ndcg(ranked, relevant), recall(ranked, relevant)

    for kind, question, history in _turns(asked):
        query = by_rule(question.text, history)
        before = [turn.content for turn in history if turn.role == "user"][-1:]
        ways = [SearchQuery(question.text), SearchQuery("\n".join([*before, question.text])), query]
        last, two, joined = (found(way) for way in ways)
        seen = signals(question.text, best(last) - best(joined)) if query.last else None
        leans = -FITTED.odds(seen) if seen else 0.0
        talk = _talk(history, found).first(joined, question.text, max(0.0, leans))
        each = tuple(figures(way, question.relevant) for way in (last, two, joined, talk))
        yield Row(name, kind, question.id, each, seen)


def _talk(history: History, found: Callable[[SearchQuery], Sequence[Found]]) -> Topic:
    asked = [at for at, turn in enumerate(history) if turn.role == "user"][-1:]
    led = [found(by_rule(history[at].content, history[:at]))[:1] for at in asked]
    passages = [one.passage for best_found in led for one in best_found]
    return Topic(frozenset(one.document_id for one in passages), tuple(one.id for one in passages))


def _turns(
    asked: Sequence[LabelledQuestion],
) -> Iterator[tuple[str, LabelledQuestion, History]]:
    useful = [one for one in asked if one.relevant]
    follow_ups = [one for one in useful if one.history]
    for one in follow_ups:
        yield FOLLOW_UP, one, one.history
    firsts = [one for one in useful if not one.history]
    chance = random.Random(len(firsts))
    for one in firsts * max(1, CHANGES // len(firsts)):
        others = [other for other in follow_ups if not {*other.relevant} & {*one.relevant}]
        other = chance.choice(others)
        ended = (Turn("user", other.text), Turn("assistant", other.answer))
        yield CHANGE, one, (*other.history, *ended)


def fitted(told: Sequence[Row]) -> FollowUpWeights:
    """Each set's turns of each kind count together as much as any other's, and a turn by how much
    better the one reading is."""
    useful = [row for row in told if row.seen is not None]
    share = np.array([
        max(row.gain, AS_GOOD) if row.gain >= 0 else -LEFT_OUT * row.gain for row in useful
    ])  # fmt: skip
    for group in {(row.set, row.kind) for row in useful}:
        its = np.array([(row.set, row.kind) == group for row in useful])
        share[its] *= TOGETHER / share[its].sum()
    seen = np.array([astuple(row.seen) for row in useful if row.seen is not None])
    truth = np.array([float(row.gain >= 0) for row in useful])
    return FollowUpWeights(*(round(float(one), 2) for one in fit(seen, truth, share)))


def report(told: Sequence[Row]) -> tuple[str, dict[str, dict[str, float]]]:
    """The table, and nDCG@10 of each set by weights fitted on the others."""
    lines = [
        "| set | n | last turn alone | two turns joined | with what was said | taken, left out "
        "| against the last turn | against two turns | read alone | the talk's ahead |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    apart: dict[str, dict[str, float]] = {FOLLOW_UP: {}, CHANGE: {}}
    for kind in apart:
        for name in SETS:
            weights = fitted([row for row in told if row.set != name])
            own = [row for row in told if (row.set, row.kind) == (name, kind)]
            taken = np.array([row.taken(weights) for row in own])
            ways = np.array([row.ways for row in own])
            apart[kind][name] = round(float(taken[:, 0].mean()), 3)
            alone = np.mean([row.stands_alone(weights) for row in own])
            ahead = _shown(np.array([row.taken(weights, TALK) for row in own]))
            cells = [_shown(ways[:, way]) for way in (LAST, TWO, JOINED)] + [_shown(taken)]
            cells += [_difference(taken[:, 0] - ways[:, way, 0]) for way in (LAST, TWO)]
            lines.append(
                f"| {name}, {kind} | {len(own)} | {' | '.join(cells)} | {alone:.0%} | {ahead} |"
            )
    return "\n".join(lines) + "\n", apart


def _shown(figures: NDArray[np.float64]) -> str:
    return " / ".join(f"{figure:.3f}" for figure in figures.mean(axis=0))


def _difference(values: NDArray[np.float64]) -> str:
    low, middle, high = interval(values)
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}]"


def _read(data: Path, progress: Progress) -> list[Row]:
    home = Home.from_environment().make()
    told: list[Row] = []
    for name in SETS:
        stock = stocked(home, walk([data / name / "docs"])[0], progress, beir=False)
        with Library.open(stock.home.path) as library:
            library.warm()
            told += rows(name, library, stock, read_questions(data / name / "questions.jsonl"))
    return told


def main() -> int:
    data, *options = sys.argv[1:]
    with Progress(console=Console(stderr=True)) as progress:
        told = _read(Path(data), progress)
    table, apart = report(told)
    weights = fitted(told)
    sys.stdout.write(f"{table}\nIn force: {FITTED}\nFitted on all: {weights}\n")
    if "--write" in options:
        keep(TARGET, {
            "command": "python -m tests.lab.follow_ups DATA --write",
            "made_of": {
                "sets": questions_hash({(row.set, row.question) for row in told}),
                "nDCG@10, each set left out": apart,
            },
            "weights": dict(zip(FollowUpWeights.__slots__, astuple(weights), strict=True)),
        })  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
