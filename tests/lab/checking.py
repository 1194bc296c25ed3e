"""The weights of the check of claims, fitted on one half of the answers and held to the other.

    python -m tests.lab.checking FILE [--write]

FILE holds answers whose invented words people marked, as RAGTruth lays them out. Printed: weights
in force and fitted now, and the figures of `bernard evaluate-grounding`. `--write` puts the weights
into `assistant/fitted/checking.json`; its bars stay.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import assistant.fitted
from knowledge.embeddings import open_embeddings
from knowledge.runtime.home import Home
from knowledge.search.closeness import RecentVectors
from tests.lab.evaluation.questions import half
from tests.lab.fitting import keep, questions_hash
from tests.lab.grounding import measure, read

TARGET = Path(assistant.fitted.__file__).with_name("checking.json")


def main() -> int:
    file, *options = Path(sys.argv[1]), *sys.argv[2:]
    alike = RecentVectors(open_embeddings(Home.from_environment().make().models)).alike
    report = measure(file, alike, lambda: None)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    if "--write" in options:
        ids = [str(one["id"]) for one in read(file)]
        kept = json.loads(TARGET.read_text(encoding="utf-8"))
        *weights, constant = report["weights"]["fitted"]
        kept |= {
            "sets": questions_hash((file.name, one) for one in ids if half(one) == "tune"),
            "figures": {name: report[name] for name in ("risk", "as_shown", "statements")},
            "weights": dict(zip(kept["weights"], weights, strict=True)),
            "constant": constant,
        }
        keep(TARGET, kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
