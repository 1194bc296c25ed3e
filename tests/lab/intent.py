"""Fits what tells by examples what a message asks for, and holds it to wording not fitted on.

    python -m tests.lab.intent DATA

DATA is a folder of labelled sets. Bars are chosen on examples left out in turn, and on one half
(by a hash) of the sets' first questions, of which none is small talk, asks about a document's
versions or cover, or for a text. Kept in `assistant/fitted/intent.json`, and printed: precision and
recall on one half of the examples by weights and bars of the other; and, by those of all examples,
on `fresh_wording.jsonl` and on the other half of the sets' questions.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import numpy as np

import assistant.fitted
from assistant.answering.evidence.quotes import holds
from assistant.answering.question.asked import asked_proper
from assistant.answering.question.by_example import (
    KINDS,
    LABELS,
    Kind,
    Label,
    Labelled,
    Numbers,
    Weights,
    digest,
    examples,
    fit,
    labelled,
)
from assistant.answering.question.intent import TYPES
from assistant.answering.question.screen.small_talk import (
    MOST_NEW,
    in_other_words,
    is_talk,
    new_words,
)
from knowledge.embeddings import Embeddings, open_embeddings
from knowledge.runtime.home import Home
from tests.lab.evaluation.questions import LabelledQuestion, half, read_questions
from tests.lab.fitting import questions_hash

FRESH = Path(__file__).parents[1] / "assistant" / "question" / "fresh_wording.jsonl"
TARGET = Path(assistant.fitted.__file__).with_name("intent.json")
#: Tried on parts of the examples left out in turn; the result is flat around the best.
RIDGES, WORDS_WEIGH = (0.3, 0.6, 1.0, 2.0), (0.0, 0.2, 0.4, 0.7, 1.0)
PARTS = 5
BARS = [round(0.02 * step, 2) for step in range(5, 50)]
#: Of the sets' first questions, the share that may wrongly get a kind that none of them has; small
#: talk none at all: a question that is taken for it is lost.
WRONGLY = {Kind.TALK: 0.0, Kind.VERSIONS: 0.004, Kind.COVER: 0.004, Kind.WORK: 0.004}
#: A set that does ask for texts to be made, which says nothing of who asks for none.
SUMMARISED = ("meetings_qmsum", Kind.WORK)
#: Of examples of anything else with so few new words, the share that may be taken for small talk.
WRONGLY_IN_OTHER_WORDS = 0.001
#: How much recall counts beside precision: half, since what no bar is reached for is an ordinary
#: question still; as much, where asking back hangs on it.
RECALL, RECALL_OF_DECISIONS = 0.5, 1.0
#: Words of an answer beyond which it is somebody's wording.
SHORT_ANSWER = 25
#: Below the best F by so little, a lower bar is as good: the curve is flat, and its top chance. Not
#: for small talk, of which precision is all.
FLAT = 0.01
DECIMALS = 4

Told = tuple[str, Label]
Asked = tuple[str, LabelledQuestion]  # with the name of its set


class Messages:
    """Texts with their labels and vectors."""

    def __init__(self, told: Sequence[Told], vectors: np.ndarray[Any, Any]) -> None:
        self.told = told
        self.vectors = vectors

    @classmethod
    def of(cls, told: Sequence[Told], embeddings: Embeddings) -> Self:
        return cls(told, embeddings.embed_passages([text for text, _ in told]))

    def where(self, wanted: Sequence[bool]) -> Messages:
        kept = [one for one, its in zip(self.told, wanted, strict=True) if its]
        return Messages(kept, self.vectors[np.array(wanted)])

    def fitted(self, ridge: float, words_weigh: float) -> Weights:
        return fit(self.told, self.vectors, ridge, words_weigh)

    def scores(self, weights: Weights) -> Numbers:
        rows = zip(self.told, self.vectors, strict=True)
        return np.array([weights.scores(text, vector) for (text, _), vector in rows])

    def left_out(self, ridge: float, words_weigh: float) -> Numbers:
        """Each message's scores by weights fitted without its part."""
        part = np.array([_hash(text) // 2 % PARTS for text, _ in self.told])
        values = np.zeros((len(self.told), len(LABELS)))
        for one in range(PARTS):
            rest = self.where(list(part != one)).fitted(ridge, words_weigh)
            values[part == one] = self.where(list(part == one)).scores(rest)
        return values


def chosen(messages: Messages) -> tuple[float, float]:
    """Ridge and weight of the words by which most messages left out get their label."""

    def right(ridge: float, words_weigh: float) -> int:
        best = messages.left_out(ridge, words_weigh).argmax(axis=1)
        truth = [LABELS.index(label) for _, label in messages.told]
        return int((best == np.array(truth)).sum())

    return max(((a, b) for a in RIDGES for b in WORDS_WEIGH), key=lambda one: right(*one))


def bars(
    told: Sequence[Told], scores: Numbers, asked: Sequence[Asked], of_sets: Numbers
) -> dict[str, float]:
    """By kind, the lowest bar that the sets' questions allow with about the best F on examples."""
    on_told = list(zip(told, _labelled(scores), strict=True))
    on_sets = list(zip(asked, _labelled(of_sets), strict=True))
    found = {}
    for kind, its in KINDS.items():
        rows = [
            (label in its, given)
            for (text, label), given in on_told
            if label in its or not _has_own_bar(kind, text)
        ]
        of_kind = [
            given
            for (name, one), given in on_sets
            if not (_has_own_bar(kind, one.text) or (name, kind) == SUMMARISED)
        ]
        most = WRONGLY.get(kind, 1.0) * len(asked)
        allowed = [bar for bar in BARS if sum(_passes(kind, bar, of_kind)) <= most]
        flat = 0.0 if kind is Kind.TALK else FLAT
        values = {bar: _f(kind, bar, rows) for bar in allowed}
        found[kind.value] = min(
            bar for bar in allowed if values[bar] >= max(values.values()) - flat
        )
    return found


def _labelled(scores: Numbers) -> list[Labelled]:
    return [labelled(row, dict.fromkeys(KINDS, -1.0)) for row in scores]


def given(texts: Sequence[str], scores: Numbers, over: Mapping[str, float]) -> list[Labelled]:
    """As the product labels them, small talk that says more as an ordinary question."""
    plain = Labelled(Kind.OTHER, Label.OTHER, 0.0)
    found = [labelled(row, over) for row in scores]
    return [
        plain if its.kind is Kind.TALK and not is_talk(text, its) else its
        for text, its in zip(texts, found, strict=True)
    ]


def _passes(kind: Kind, bar: float, given: Sequence[Labelled]) -> list[bool]:
    return [its.kind is kind and its.confidence >= bar for its in given]


def _f(kind: Kind, bar: float, rows: Sequence[tuple[bool, Labelled]]) -> float:
    truth = [one for one, _ in rows]
    passed = _passes(kind, bar, [its for _, its in rows])
    right = sum(a and b for a, b in zip(passed, truth, strict=True))
    recall_counts = (RECALL_OF_DECISIONS if kind is Kind.DECISION else RECALL) ** 2
    return (1 + recall_counts) * right / max(1, sum(passed) + recall_counts * sum(truth))


def _has_short(question: LabelledQuestion) -> bool:
    return question.answerable and 0 < len(question.answer.split()) <= SHORT_ANSWER


def bar_in_other_words(told: Sequence[Told], scores: Numbers) -> float:
    """Of small talk with a word that no example of it has, or of one word alone."""
    others = [
        its
        for (text, label), its in zip(told, _labelled(scores), strict=True)
        if label not in KINDS[Kind.TALK] and new_words(text) <= MOST_NEW
    ]
    most = WRONGLY_IN_OTHER_WORDS * len(told)
    return next(bar for bar in BARS if sum(_passes(Kind.TALK, bar, others)) <= most)


def _has_own_bar(kind: Kind, text: str) -> bool:
    return kind is Kind.TALK and in_other_words(text)


def figures(told: Sequence[Told], given: Sequence[Labelled]) -> dict[str, list[float]]:
    """Precision, recall and number, by kind and, where a kind has several, by label."""
    report = {}
    for kind, its in KINDS.items():
        for name, wanted in [(kind.value, set(its))] + [(one.value, {one}) for one in its]:
            truth = [label in wanted for _, label in told]
            passed = [one.label in wanted for one in given]
            report[name] = _precision(passed, truth)
    return report


def _figures(
    messages: Messages, weights: Weights, over: Mapping[str, float]
) -> dict[str, list[float]]:
    texts = [text for text, _ in messages.told]
    return figures(messages.told, given(texts, messages.scores(weights), over))


def _precision(passed: Sequence[bool], truth: Sequence[bool]) -> list[float]:
    right = sum(a and b for a, b in zip(passed, truth, strict=True))
    return [
        round(right / max(1, sum(passed)), 3),
        round(right / max(1, sum(truth)), 3),
        sum(truth),
    ]


def by_set(asked: Sequence[Asked], given: Sequence[Labelled]) -> dict[str, Any]:
    """What first questions of sets are labelled; where a set tells, whether it is right: yes or no
    is the answer to a decision, every first question of rules_sharc asks for one, and a short
    answer holds a value or not."""
    report: dict[str, Any] = {}
    for name in dict.fromkeys(its for its, _ in asked):
        rows = [(one, label) for (its, one), label in zip(asked, given, strict=True) if its == name]
        report[name] = {"kinds": dict(Counter(label.kind.value for _, label in rows))}
        valued = [(one, its) for one, its in rows if its.kind is Kind.VALUE and _has_short(one)]
        held = sum(holds(TYPES[its.label], one.answer) for one, its in valued)
        report[name]["values held by the answer"] = [held, len(valued)]
        if name in ("gov_uk_condqa", "rules_sharc"):
            told = [(one, label) for one, label in rows if one.answer]
            truth = [name == "rules_sharc" or _is_yes_or_no(one.answer) for one, _ in told]
            passed = [label.kind is Kind.DECISION for _, label in told]
            report[name]["decisions"] = _precision(passed, truth)
    return report


def _is_yes_or_no(answer: str) -> bool:
    return bool(re.match(r"(?:yes|no)\b", answer, re.IGNORECASE))


def first_questions(data: Path) -> list[Asked]:
    return [
        (path.parent.name, question)
        for path in sorted(data.glob("*/questions.jsonl"))
        for question in read_questions(path)
        if not question.follow_up
    ]


def fresh(batch: str) -> list[Told]:
    """Written before the examples ("first"), and after them, to be read once ("last"). With the one
    label that counts for most where a message has several."""
    rows = [json.loads(line) for line in FRESH.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], _one_label(row)) for row in rows if row["batch"] == batch]


def _one_label(row: Mapping[str, Any]) -> Label:
    if row["turn"] != "question":
        return Label(row["turn"])
    if row["cover"]:
        return Label.COVER
    if row["decision"]:
        return Label.DECISION
    return Label.OTHER if row["expects"] == "none" else Label(row["expects"])


def _hash(text: str) -> int:
    return int(sha256(text.encode()).hexdigest(), 16)


def report(data: Path, embeddings: Embeddings) -> dict[str, Any]:
    """What is kept in the file. Raises ModelUnavailable."""
    every = Messages.of(examples(), embeddings)
    options = chosen(every)
    tune = every.where([half(text) == "tune" for text, _ in every.told])
    dev = every.where([half(text) == "dev" for text, _ in every.told])
    asked = first_questions(data)
    of_sets = Messages.of([(asked_proper(one.text), Label.OTHER) for _, one in asked], embeddings)
    in_tune = [half(one.id) == "tune" for _, one in asked]
    tuned_on = [one for one, its in zip(asked, in_tune, strict=True) if its]
    apart = [one for one, its in zip(asked, in_tune, strict=True) if not its]
    wording = {one: Messages.of(fresh(one), embeddings) for one in ("first", "last")}

    def barred(messages: Messages, weights: Weights) -> dict[str, float]:
        on_sets = of_sets.where(in_tune).scores(weights)
        return bars(messages.told, messages.left_out(*options), tuned_on, on_sets)

    first, weights = tune.fitted(*options), every.fitted(*options)
    of_first, over = barred(tune, first), barred(every, weights)
    on_apart = of_sets.where([not its for its in in_tune])
    return {
        "command": "python -m tests.lab.intent DATA",
        "examples": digest(every.told),
        "sets": questions_hash((name, one.id) for name, one in asked),
        "model": embeddings.name,
        "ridge": options[0],
        "words_weigh": options[1],
        "bars": over,
        "bar_of_talk_in_other_words": bar_in_other_words(every.told, every.left_out(*options)),
        "figures": {
            "examples kept apart": _figures(dev, first, of_first),
            "fresh wording, first": _figures(wording["first"], weights, over),
            "fresh wording, last": _figures(wording["last"], weights, over),
            "sets' questions kept apart": by_set(
                apart, given([one.text for _, one in apart], on_apart.scores(weights), over)
            ),
        },
        "weights": {
            "centre": _rounded(weights.centre),
            "spread": weights.spread,
            "constant": _rounded(weights.constant),
            "meaning": _rounded(weights.meaning),
            "words": {one: _rounded(its) for one, its in weights.words.items()},
        },
    }


def _rounded(values: Numbers) -> Any:
    return np.round(values, DECIMALS).tolist()


def main() -> int:
    fitted = report(Path(sys.argv[1]), open_embeddings(Home.from_environment().make().models))
    lines = (f'"{name}": {json.dumps(value)}' for name, value in fitted.items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for name in ("bars", "bar_of_talk_in_other_words", "ridge", "words_weigh"):
        sys.stdout.write(f"{name}: {fitted[name]}\n")
    for name, table in fitted["figures"].items():
        sys.stdout.write(f"\n{name}\n")
        sys.stdout.writelines(f"  {row}: {values}\n" for row, values in table.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
