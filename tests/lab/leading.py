"""The weights by which a passage leads, fitted on labelled sets with one left out in turn.

    python -m tests.lab.leading DATA [--write] [SET …]

DATA is a folder of labelled sets; without names those of SETS and the sample library's questions
are asked. A passage is right that holds a span of the answer, or whose best words stand in one.
Printed, by set: how often the passage of the best unit alone is right, the one that leads now, the
one that leads by weights fitted on all other sets, and by those of all. `--write` puts the last
into `assistant/fitted/leading.json`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

import assistant.fitted
from assistant.answering.evidence.candidates import PASSAGES_READ, Candidate, candidates
from assistant.answering.evidence.exact import exactly_named
from assistant.answering.evidence.find import find
from assistant.answering.evidence.leading import WEIGHTS, PassageSignals, by_passage
from assistant.answering.evidence.quotes import unit_score
from assistant.answering.question.by_example import ByExample, Classify
from assistant.answering.question.intent import intent_of
from assistant.intake import walk
from assistant.sample import documents_dir
from knowledge.access import on_this_machine
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.evaluation.metrics import holds, stands_in, word_characters
from tests.lab.evaluation.questions import LabelledQuestion, read_questions
from tests.lab.evaluation.stock import stocked
from tests.lab.fitting import keep, questions_hash

RowT = TypeVar("RowT")
TARGET = Path(assistant.fitted.__file__).with_name("leading.json")
SETS = [
    "cloud_mtrag",
    "gov_uk_condqa",
    "gov_us_mtrag",
    "policy_corpus",
    "rules_sharc",
    "wiki_mtrag",
]
SAMPLE = "sample"
SAMPLE_QUESTIONS = Path(__file__).parents[1] / "sample_questions.jsonl"
NAMES = tuple(field.name for field in fields(PassageSignals))
#: Words quoted that stand in an answer's span: of fewer, it says nothing.
FEWEST = 6
#: Pull of the weights towards 0, but for the unit's own, which led before.
RIDGE, OWN_RIDGE = 10.0, 0.1
#: Of the descent, and how long each step is.
STEPS, PACE = 600, 0.05


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    set: str
    seen: NDArray[np.float64]  # shape (passages, signals)
    right: NDArray[np.bool_]  # shape (passages,)

    def leads(self, weights: Mapping[str, float]) -> bool:
        """Whether the passage that leads by these weights is right."""
        values = np.array([weights.get(name, 0.0) for name in NAMES])
        return bool(self.right[np.argmax(self.seen @ values)])


def rows(
    name: str, library: Library, classify: Classify, questions: Sequence[LabelledQuestion]
) -> Iterator[Row]:
    for question in questions:
        if not (question.answerable and question.spans):
            continue
        intent = intent_of(question.text, question.history, classify, date.today())
        found = find(intent.query, library, on_this_machine())
        quotable = candidates(intent.query, found, library.closeness, cover=intent.wants_cover)
        if not quotable:
            continue
        exact = exactly_named(intent.query.asked, found[:PASSAGES_READ])
        score = partial(unit_score, expects=intent.expects, exact=exact)
        seen = by_passage(quotable, score)
        right = [is_right([one for one in quotable if one.rank == at], question) for at in seen]
        yield Row(question.id, name, np.array([astuple(one) for one in seen.values()]),
                  np.array(right))  # fmt: skip


def is_right(units: Sequence[Candidate], question: LabelledQuestion) -> bool:
    passage = units[0].found.passage
    if any(holds(passage.text, span) for span in question.spans):
        return True
    quoted = [passage.text[slice(*one.unit.quoted)] for one in units]
    long_enough = [one for one in quoted if len(word_characters(one).split()) >= FEWEST]
    return any(stands_in(one, span) for one in long_enough for span in question.spans)


def fitted(told: Sequence[Row]) -> dict[str, float]:
    """Weights under which a right passage is likest to lead (a logistic over each question's
    passages). Each set counts as much as the other; the unit's own weight is 1."""
    useful = [row for row in told if row.right.any() and not row.right.all()]
    spread = np.vstack([row.seen for row in useful]).std(axis=0)
    spread[spread == 0] = 1.0
    most = max(len(row.right) for row in useful)
    # Shape (questions, passages, signals): the first passage again where there are fewer.
    seen = np.array([_filled(row.seen / spread, most) for row in useful])
    right = np.array([_filled(row.right, most) for row in useful])
    is_own = np.array([np.arange(most) < len(row.right) for row in useful])
    counts = _shares(useful)[:, None]
    pull = np.array([OWN_RIDGE if name == "unit" else RIDGE for name in NAMES])
    weights, mean, square = (np.zeros(len(NAMES)) for _ in range(3))
    for step in range(1, STEPS + 1):
        values = seen @ weights
        likely = np.exp(values - values.max(axis=1, keepdims=True)) * is_own
        likely /= likely.sum(axis=1, keepdims=True)
        wanted = np.where(right, likely, 0.0)
        wanted /= wanted.sum(axis=1, keepdims=True)
        gradient = pull * weights + np.einsum("qp,qps->s", counts * (likely - wanted), seen)
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        length = PACE * (1 - step / STEPS)
        weights -= length * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    plain = weights / spread
    return dict(zip(NAMES, map(float, plain / plain[NAMES.index("unit")]), strict=True))


def _shares(told: Sequence[Row]) -> NDArray[np.float64]:
    sizes = {name: sum(row.set == name for row in told) for name in {row.set for row in told}}
    share = np.array([1 / sizes[row.set] for row in told])
    shares: NDArray[np.float64] = share * len(told) / share.sum()
    return shares


def _filled(values: NDArray[Any], most: int) -> NDArray[Any]:
    return np.concatenate([values, np.repeat(values[:1], most - len(values), axis=0)])


def led(told: Sequence[Row], weights: Mapping[str, float]) -> float:
    """The share of questions whose leading passage is right."""
    return float(np.mean([row.leads(weights) for row in told]))


def report(told: Sequence[Row]) -> tuple[str, dict[str, float], dict[str, float]]:
    """The table, the weights of all sets, and what each set has by those of the others."""
    weights = fitted(told)
    lines = [
        "| set | questions | best unit alone | in force | left out | fitted on too |",
        "|---|---|---|---|---|---|",
    ]
    apart: dict[str, float] = {}
    for name in sorted({row.set for row in told}):
        own = [row for row in told if row.set == name]
        others = [row for row in told if row.set != name]
        apart[name] = round(led(own, fitted(others)), 3) if others else 0.0
        figures = (led(own, {"unit": 1.0}), led(own, WEIGHTS), apart[name], led(own, weights))
        cells = " | ".join(f"{figure:.3f}" for figure in figures)
        lines.append(f"| {name} | {len(own)} | {cells} |")
    said = ", ".join(f"{name} {weight:.2f}" for name, weight in weights.items())
    return "\n".join([*lines, "", f"Weights now: {said}."]) + "\n", weights, apart


def read(
    data: Path,
    names: Sequence[str],
    progress: Progress,
    rows_of: Callable[[str, Library, Classify, Sequence[LabelledQuestion]], Iterator[RowT]],
) -> list[RowT]:
    """What `rows_of` makes of each set's questions, asked of its documents."""
    home = Home.from_environment().make()
    told: list[RowT] = []
    for name in names:
        is_sample = name == SAMPLE
        documents = documents_dir() if is_sample else data / name / "docs"
        questions = SAMPLE_QUESTIONS if is_sample else data / name / "questions.jsonl"
        stock = stocked(home, walk([documents])[0], progress, beir=False)
        with Library.open(stock.home.path) as library:
            library.warm()
            told += rows_of(name, library, ByExample.of(library), read_questions(questions))
    return told


def main() -> int:
    data, *rest = sys.argv[1:]
    names = [one for one in rest if one != "--write"] or [*SETS, SAMPLE]
    with Progress(console=Console(stderr=True)) as progress:
        told = read(Path(data), names, progress, rows)
    table, weights, apart = report(told)
    sys.stdout.write(table)
    if "--write" in rest:
        keep(TARGET, {
            "command": "python -m tests.lab.leading DATA --write",
            "made_of": {
                "sets": questions_hash({(row.set, row.question) for row in told}),
                "right passage leads, each set left out": apart,
            },
            "weights": {name: round(weight, 2) for name, weight in weights.items()},
        })  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
