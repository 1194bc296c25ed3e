"""The judge's weights, fitted for one sort of question and held to the questions kept apart.

    python -m tests.lab.refusals DATA SORT [--write]

SORT is story, named or plain. DATA is a folder of labelled sets. One half of the questions (by a
hash of the id) is fitted on; beside the sets' own unanswerable questions it has answerable ones
whose documents, or whose passages that answer, are taken away. Printed: the area under the curve by
set and kind on both halves for the weights in force and for those fitted now, and where the bars
would lie. `--write` puts those into `assistant/fitted/judge.json`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

import assistant.fitted
from assistant.answering.evidence.candidates import candidates
from assistant.answering.evidence.find import SEARCH_LIMIT
from assistant.answering.evidence.judge import NAMED, PLAIN, STORY, Weighing, weighing_for
from assistant.answering.evidence.signals import Signals, signals
from assistant.answering.question.follow_up import read
from assistant.answering.question.understand import understand
from assistant.intake import walk
from knowledge.access import on_this_machine
from knowledge.documents.types import Found
from knowledge.library import Library, SearchQuery
from knowledge.runtime.home import Home
from tests.lab.evaluation.metrics import area, holds
from tests.lab.evaluation.questions import LabelledQuestion, half, read_questions
from tests.lab.evaluation.stock import Stock, stocked
from tests.lab.fitting import keep, questions_hash
from tests.lab.separation import fit
from tests.lab.taken_away import taken_away

TARGET = Path(assistant.fitted.__file__).with_name("judge.json")
SORTS = {"story": STORY, "named": NAMED, "plain": PLAIN}

ANSWERABLE = "answerable"
#: Passages searched, so that enough are left when some are taken away.
DEPTH = 80
#: The bars of the set that has most stories and names: shares of its answerable questions of the
#: fitted half that end as "not covered", and as that or "unsure".
BARS_OF = "gov_uk_condqa"
REFUSED, WITHHELD = 0.02, 0.31
RIDGE = 10.0
SIGNALS = tuple(field.name for field in fields(Signals))
#: For choosing signals: parts of the fitted half, what a signal has to add to the mean area under
#: the curve, and the questions of a kind from which it counts there.
PARTS, LEAST, FEWEST = 5, 0.0005, 15


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    set: str
    kind: str  # ANSWERABLE, or why it is not
    half: str
    seen: Signals


def rows(
    name: str, library: Library, stock: Stock, questions: Sequence[LabelledQuestion]
) -> Iterator[Row]:
    """Of each question as it is, and of one that stands alone and is answerable as it would be
    without its documents and without the passages that answer."""
    searched = partial(library.searching.each, asker=on_this_machine(), limit=DEPTH)
    for question in questions:
        query = understand(question.text, question.history, None)[0]
        query, found = read(query, searched)
        kind = ANSWERABLE if question.answerable else question.kind
        ways: dict[str, Sequence[Found]] = {kind: found}
        if question.answerable and not question.history:
            ways |= _without(question, stock, found)
        for way, left in ways.items():
            seen = _signals(query, left[:SEARCH_LIMIT], library)
            if seen is not None:
                yield Row(question.id, name, way, half(question.id), seen)


def _without(
    question: LabelledQuestion, stock: Stock, found: Sequence[Found]
) -> Mapping[str, Sequence[Found]]:
    named = set(question.relevant)
    by_document = taken_away(
        found, lambda one: not named.isdisjoint(stock.ranked([one.passage.source]))
    )
    by_passage = taken_away(
        found, lambda one: any(holds(one.passage.text, span) for span in question.spans)
    )
    ways = {"document taken away": by_document, "passage taken away": by_passage}
    return {way: left for way, left in ways.items() if SEARCH_LIMIT <= len(left) < len(found)}


def _signals(query: SearchQuery, found: Sequence[Found], library: Library) -> Signals | None:
    quotable = candidates(query, found, library.closeness) if found else []
    return signals(query, found, quotable, library.closeness) if quotable else None


def fitted(told: Sequence[Row], names: Sequence[str]) -> tuple[dict[str, float], float]:
    """Weights by signal, and the constant. Each kind of a set counts by the root of its size, the
    answerable and the unanswerable ones as much as each other."""
    truth = np.array([row.kind == ANSWERABLE for row in told], dtype=float)
    sizes = Counter((row.set, row.kind) for row in told)
    share = np.array([sizes[row.set, row.kind] ** -0.5 for row in told])
    for side in (truth == 1, truth == 0):
        share[side] *= len(told) / 2 / share[side].sum()
    seen = np.array([[getattr(row.seen, name) for name in names] for row in told])
    *weights, constant = fit(seen, truth, share=share, ridge=RIDGE)
    return dict(zip(names, map(float, weights), strict=True)), float(constant)


def odds(told: Sequence[Row], weights: Mapping[str, float], constant: float) -> NDArray[np.float64]:
    seen = np.array([[getattr(row.seen, name) for name in weights] for row in told])
    values: NDArray[np.float64] = seen @ np.array(list(weights.values())) + constant
    return values


def chosen(told: Sequence[Row]) -> list[str]:
    """Signals taken one after the other, the one each time that raises the mean area under the
    curve most on parts of `told` not fitted on, as long as it rises by LEAST."""
    part = [_part(row) for row in told]
    names: list[str] = []
    best = 0.0
    while True:
        tried = {name: _across(told, [*names, name], part) for name in SIGNALS if name not in names}
        name = max(tried, key=lambda one: tried[one])
        if tried[name] < best + LEAST:
            return names
        names.append(name)
        best = tried[name]


def _part(row: Row) -> int:
    return int(hashlib.sha256(f"{row.set}{row.question}".encode()).hexdigest(), 16) % PARTS


def _across(told: Sequence[Row], names: Sequence[str], part: Sequence[int]) -> float:
    values = np.zeros(len(told))
    for one in range(PARTS):
        model = fitted([row for row, its in zip(told, part, strict=True) if its != one], names)
        held = [place for place, its in enumerate(part) if its == one]
        values[held] = odds([told[place] for place in held], *model)
    return float(np.mean(list(separations(told, values, FEWEST).values())))


def separations(
    told: Sequence[Row], values: NDArray[np.float64], fewest: int = 1
) -> dict[tuple[str, str], float]:
    """Area under the curve of each unanswerable kind against its set's answerable questions, where
    there are so many of both."""
    of: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row, value in zip(told, values, strict=True):
        of[row.set, row.kind].append(float(value))
    return {
        (name, kind): area([*near, *far], [True] * len(near) + [False] * len(far))
        for (name, kind), far in sorted(of.items())
        if kind != ANSWERABLE
        and len(near := of.get((name, ANSWERABLE), [])) >= fewest
        and len(far) >= fewest
    }


def _read(data: Path, progress: Progress) -> list[Row]:
    home = Home.from_environment().make()
    told: list[Row] = []
    for folder in sorted(path.parent for path in data.glob("*/questions.jsonl")):
        stock = stocked(home, walk([folder / "docs"])[0], progress, beir=False)
        with Library.open(stock.home.path) as library:
            library.warm()
            questions = read_questions(folder / "questions.jsonl")
            told.extend(rows(folder.name, library, stock, questions))
    return told


@dataclass(frozen=True, slots=True)
class Fit:
    """Of one sort of question: what is in force, and what would be fitted now."""

    sort: str
    told: Sequence[Row]

    @property
    def in_force(self) -> Weighing:
        return SORTS[self.sort]

    def half(self, tuned: bool) -> list[Row]:
        return [row for row in self.told if (row.half == "tune") is tuned]

    def now(self) -> Weighing:
        tuned = self.half(True)
        weights, constant = fitted(tuned, list(self.in_force.weights))
        asked = [row for row in tuned if (row.set, row.kind) == (BARS_OF, ANSWERABLE)]
        low, high = np.quantile(odds(asked, weights, constant), [REFUSED, WITHHELD])
        return Weighing(weights, constant, float(low), float(high))

    def areas(self, now: Weighing) -> dict[str, list[float | None]]:
        """By set and kind: on the fitted half in force and now, on the other the same."""
        found = [
            separations(side, odds(side, one.weights, one.constant))
            for side in (self.half(True), self.half(False))
            for one in (self.in_force, now)
        ]
        keys = sorted({key for one in found for key in one})
        return {", ".join(key): [one.get(key) for one in found] for key in keys}


def report(fit: Fit, now: Weighing) -> str:
    tuned = fit.half(True)
    lines = [
        "| set, kind | fitted on: in force | now | kept apart: in force | now |",
        "|---|---|---|---|---|",
    ]
    for key, areas in fit.areas(now).items():
        cells = [f"{one:.3f}" if one is not None else "–" for one in areas]
        lines.append(f"| {' | '.join([key, *cells])} |")
    told_weights = ", ".join(f"{name} {weight:.2f}" for name, weight in now.weights.items())
    lines += [
        "",
        f"{len(fit.told):,} rows, {len(tuned):,} of them fitted on.",
        f"Signals chosen now: {', '.join(chosen(tuned))}.",
        f"Weights now: {told_weights}, constant {now.constant:.2f}.",
        f"Bars now: not covered below {now.not_covered:.2f}, unsure below {now.unsure:.2f}.",
    ]
    return "\n".join(lines) + "\n"


def write(fit: Fit, now: Weighing) -> None:
    kept = json.loads(TARGET.read_text(encoding="utf-8"))
    kept["weighings"][fit.sort] = {
        "weights": {name: round(weight, 2) for name, weight in now.weights.items()},
        "constant": round(now.constant, 2),
        "not_covered": round(now.not_covered, 2),
        "unsure": round(now.unsure, 2),
    }
    kept["made_of"][fit.sort] = {
        "sets": questions_hash({(row.set, row.question) for row in fit.half(True)}),
        "areas under the curve kept apart": {
            key: areas[3] for key, areas in fit.areas(now).items() if areas[3] is not None
        },
    }
    keep(TARGET, kept)


def main() -> int:
    data, sort, *options = sys.argv[1:]
    with Progress(console=Console(stderr=True)) as progress:
        told = _read(Path(data), progress)
    fit = Fit(sort, [row for row in told if weighing_for(row.seen) is SORTS[sort]])
    now = fit.now()
    sys.stdout.write(report(fit, now))
    if "--write" in options:
        write(fit, now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
