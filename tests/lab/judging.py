"""Whether the passage that leads is the right one: weights fitted on labelled sets, one left out in
turn.

    python -m tests.lab.judging DATA [--write] [SET …]

DATA is a folder of labelled sets; without names those of SETS, one with unanswerable questions and
the sample library's are asked. Told apart are leading passages that hold the answer, and all
others, those of unanswerable questions among them. Printed, by set: the area under the curve of the
judge's margin alone, of the weights fitted on all other sets and of those of all; and how many end
as answered and as probably answered, by those of all other sets. `--write` puts the weights of all
sets into `assistant/fitted/leads.json`; the bars there stay.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

import assistant.fitted
from assistant.answering.evidence.candidates import PASSAGES_READ, candidates
from assistant.answering.evidence.exact import exactly_named
from assistant.answering.evidence.find import find
from assistant.answering.evidence.judge import LEADING, Leading, judge
from assistant.answering.evidence.leading import leading
from assistant.answering.evidence.quotes import unit_score
from assistant.answering.evidence.signals import signals
from assistant.answering.question.by_example import Classify
from assistant.answering.question.intent import intent_of
from knowledge.access import on_this_machine
from knowledge.library import Library
from tests.lab.evaluation.metrics import area
from tests.lab.evaluation.questions import LabelledQuestion
from tests.lab.fitting import keep, questions_hash
from tests.lab.leading import SAMPLE, SETS, is_right, read
from tests.lab.separation import fit

TARGET = Path(assistant.fitted.__file__).with_name("leads.json")
RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    question: str
    set: str
    kind: str  # "right" | "wrong": the leading passage; "unanswerable"
    margin: float
    ahead: float

    def odds(self, weighing: Leading) -> float:
        return weighing.odds(self.margin, self.ahead)


def rows(
    name: str, library: Library, classify: Classify, questions: Sequence[LabelledQuestion]
) -> Iterator[Row]:
    for question in questions:
        if question.answerable and not question.spans:
            continue
        intent = intent_of(question.text, question.history, classify, date.today())
        found = find(intent.query, library, on_this_machine())
        quotable = candidates(intent.query, found, library.closeness, cover=intent.wants_cover)
        if not quotable:
            continue
        exact = exactly_named(intent.query.asked, found[:PASSAGES_READ])
        lead = leading(quotable, partial(unit_score, expects=intent.expects, exact=exact))
        seen = signals(intent.query, found, quotable, library.closeness)
        of_lead = [one for one in quotable if one.rank == lead.rank]
        kind = "right" if is_right(of_lead, question) else "wrong"
        margin = judge(seen, lead.ahead).margin or 0.0
        yield Row(
            question.id, name, kind if question.answerable else "unanswerable", margin, lead.ahead
        )


def fitted(told: Sequence[Row]) -> Leading:
    """Each set counts as much as the other; the bars are those in force."""
    sizes = Counter(row.set for row in told)
    share = np.array([len(told) / len(sizes) / sizes[row.set] for row in told])
    seen = np.array([(row.margin, row.ahead) for row in told])
    right = np.array([row.kind == "right" for row in told], dtype=float)
    margin, ahead, constant = map(float, fit(seen, right, share=share, ridge=RIDGE))
    return replace(LEADING, margin=margin, ahead=ahead, constant=constant)


def _area(told: Sequence[Row], weighing: Leading) -> float:
    return area([row.odds(weighing) for row in told], [row.kind == "right" for row in told])


def report(told: Sequence[Row]) -> tuple[str, Leading, Mapping[str, float]]:
    """The table, the weights of all sets, and the area that each set has by those of the others."""
    every = fitted(told)
    lines = [
        "| set | questions | margin alone | left out | fitted on too | answered / probably: right "
        "| wrong | unanswerable |",
        "|---|---|---|---|---|---|---|---|",
    ]
    apart: dict[str, float] = {}
    alone = replace(LEADING, margin=1.0, ahead=0.0)
    for name in sorted({row.set for row in told}):
        own = [row for row in told if row.set == name]
        of_others = fitted([row for row in told if row.set != name])
        apart[name] = round(_area(own, of_others), 3)
        areas = (_area(own, alone), apart[name], _area(own, every))
        cells = [f"{one:.3f}" for one in areas]
        cells += [_ends(own, kind, of_others) for kind in ("right", "wrong", "unanswerable")]
        lines.append(f"| {name} | {len(own)} | {' | '.join(cells)} |")
    told_weights = (
        f"margin {every.margin:.2f}, ahead {every.ahead:.2f}, constant {every.constant:.2f}"
    )
    return "\n".join([*lines, "", f"Weights now: {told_weights}."]) + "\n", every, apart


def _ends(told: Sequence[Row], kind: str, weighing: Leading) -> str:
    of_kind = [(row.margin, row.odds(weighing)) for row in told if row.kind == kind]
    if not of_kind:
        return "–"
    bars = weighing.least_margin, weighing.answers
    answered = [margin >= bars[0] and odds >= bars[1] for margin, odds in of_kind]
    probably = [
        odds >= weighing.likely and not one
        for (_, odds), one in zip(of_kind, answered, strict=True)
    ]
    return f"{sum(answered) / len(of_kind):.2f} / {sum(probably) / len(of_kind):.2f}"


def main() -> int:
    data, *rest = sys.argv[1:]
    names = [one for one in rest if one != "--write"] or [*SETS, "wiki_clapnq", SAMPLE]
    with Progress(console=Console(stderr=True)) as progress:
        told = read(Path(data), names, progress, rows)
    table, weighing, apart = report(told)
    sys.stdout.write(table)
    if "--write" in rest:
        keep(TARGET, {
            "command": "python -m tests.lab.judging DATA --write",
            "made_of": {
                "sets": questions_hash({(row.set, row.question) for row in told}),
                "areas under the curve, each set left out": apart,
            },
            **{name: round(value, 2) for name, value in asdict(weighing).items()},
        })  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
