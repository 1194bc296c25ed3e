"""Fits what tells questions about the library from all other messages.

    python -m tests.lab.library DATA

DATA is a folder of labelled sets. The bar is the lowest with the best F on examples left out in
turn; the bar of one that names nothing the library knows is the lowest that no first question of
the sets' one half (by a hash) passes. Kept in `assistant/fitted/library.json`.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

import assistant.fitted
from assistant.answering.question.asked import asked_proper
from assistant.answering.question.by_example import (
    OF_LIBRARY,
    Kind,
    Label,
    about,
    digest,
    fit,
    library_examples,
)
from knowledge.embeddings import open_embeddings
from knowledge.runtime.home import Home
from tests.lab.evaluation.questions import half
from tests.lab.intent import BARS, PARTS, first_questions

TARGET = Path(assistant.fitted.__file__).with_name("library.json")
#: As chosen for what a message asks for (`tests.lab.intent`).
RIDGE, WORDS_WEIGH = 0.6, 0.4
COLUMNS = (*OF_LIBRARY, Label.OTHER)


def main() -> int:
    embeddings = open_embeddings(Home.from_environment().make().models)
    told = library_examples()
    vectors = embeddings.embed_passages([text for text, _ in told])
    part = np.array([int(sha256(text.encode()).hexdigest(), 16) // 2 % PARTS for text, _ in told])
    found = []
    for one in range(PARTS):
        rest = [row for row, its in zip(told, part, strict=True) if its != one]
        weights = fit(rest, vectors[part != one], RIDGE, WORDS_WEIGH, COLUMNS)
        rows = zip(told, vectors, part, strict=True)
        found += [
            (label, weights.scores(text, its)) for (text, label), its, at in rows if at == one
        ]

    def f1(bar: float) -> float:
        given = [(label is not Label.OTHER, about(scores, bar)) for label, scores in found]
        right = sum(truth and its.kind is Kind.LIBRARY for truth, its in given)
        passed = sum(its.kind is Kind.LIBRARY for _, its in given)
        return 2 * right / max(1, passed + sum(truth for truth, _ in given))

    bar = max(BARS, key=f1)
    weights = fit(told, vectors, RIDGE, WORDS_WEIGH, COLUMNS)
    asked = [
        asked_proper(one.text)
        for _, one in first_questions(Path(sys.argv[1]))
        if half(one.id) == "tune"
    ]
    scores = [
        weights.scores(*row) for row in zip(asked, embeddings.embed_passages(asked), strict=True)
    ]
    highest = max(its.confidence for one in scores if (its := about(one, 0.0)).kind is Kind.LIBRARY)
    kept = {
        "command": "python -m tests.lab.library DATA",
        "examples": digest(told),
        "model": embeddings.name,
        "ridge": RIDGE,
        "words_weigh": WORDS_WEIGH,
        "bar": bar,
        "bar_alone": round(highest + 0.01, 2),
        "figures": {"F1 on examples left out": round(f1(bar), 3), "examples": len(told)},
        "weights": {
            "centre": np.round(weights.centre, 4).tolist(),
            "spread": weights.spread,
            "constant": np.round(weights.constant, 4).tolist(),
            "meaning": np.round(weights.meaning, 4).tolist(),
            "words": {one: np.round(its, 4).tolist() for one, its in weights.words.items()},
        },
    }
    lines = (f'"{name}": {json.dumps(value)}' for name, value in kept.items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    sys.stdout.write(f"{ {name: kept[name] for name in ('bar', 'bar_alone', 'figures')} }\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
