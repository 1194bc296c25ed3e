"""How many contradictions are noticed, and how often there is none: pairs that people labelled.

    python -m tests.lab.conflicts tests/conflict_pairs.jsonl

A line is {"set", "kind" (sentence | row), "conflict", "one": {"heading", "text"}, "other": …}. Each
pair is held to the rule alone, and the conflicts are looked for as the worker does: every text is
a document of one throw-away library, so that each has to be found among the others.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.access import on_this_machine
from knowledge.curation.conflicts.pairs import pairs
from knowledge.documents.types import Passage
from knowledge.library import Library
from knowledge.work import worker

Labelled = Mapping[str, Any]


def measure(labelled: Sequence[Labelled], home: Path) -> dict[str, Any]:
    """By set and kind: [noticed, of] for conflicts and for pairs that are none, by the rule alone
    ("rule") and found among all the others ("mined"); "elsewhere": conflicts between other texts
    than those of a pair. Raises IndexUnavailable, ModelUnavailable."""
    with Library.open(home) as library:
        ruled = [_by_rule(library, one) for one in labelled]
        mined, elsewhere = _mined(library, labelled)
    report: dict[str, Any] = {"elsewhere": elsewhere}
    for name, noticed in (("rule", ruled), ("mined", mined)):
        for one, was in zip(labelled, noticed, strict=True):
            group = report.setdefault(f"{one['set']}, {one['kind']}", {}).setdefault(name, {})
            count = group.setdefault("conflicts" if one["conflict"] else "false_alarms", [0, 0])
            count[0] += was
            count[1] += 1
    return report


def _by_rule(library: Library, one: Labelled) -> bool:
    here, there = _passage(1, one["one"]), _passage(2, one["other"])
    return any(
        pair.decide(library.conflicts.cosine(*pair.said)) is not None for pair in pairs(here, there)
    )


def _mined(library: Library, labelled: Sequence[Labelled]) -> tuple[list[bool], list[str]]:
    for place, one in enumerate(labelled):
        for side in ("one", "other"):
            name = f"{place}-{side}.md"
            library.add(on_this_machine(), _markdown(one[side]).encode(), name, "Pairs")
    worker.run(library.home, until_idle=True)
    library.conflicts.look(on_this_machine())
    noticed = [False] * len(labelled)
    elsewhere = []
    for conflict in library.conflicts.listed(on_this_machine()):
        here, there = (
            side.document.source.partition("-")[0] for side in (conflict.one, conflict.other)
        )
        if here == there:
            noticed[int(here)] = True
        else:
            elsewhere.append(f"{conflict.one.text} / {conflict.other.text}")
    return noticed, elsewhere


def _passage(number: int, side: Mapping[str, str]) -> Passage:
    path = (side["heading"],) if side["heading"] else ()
    text = side["text"]
    return Passage(
        number, number, number, 1, 1, "Policy", f"{number}.md", "", path, None, 0, len(text), text
    )


def _markdown(side: Mapping[str, str]) -> str:
    lines = side["text"].split("\n")
    if len(lines) > 1:
        lines = [f"| {line} |" for line in lines]
        lines.insert(1, "|---" * (lines[0].count("|") - 1) + "|")
    return f"# {side['heading'] or 'Policy'}\n\n" + "\n".join(lines) + "\n"


def main() -> int:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as home:
        report = measure([json.loads(line) for line in lines], Path(home))
    sys.stdout.write(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
