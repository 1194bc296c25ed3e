"""How well claims are checked: held to answers whose invented words people have marked.

A line of the file is one answer of some model: {"id", "question", "passages" ("passage 1:…"),
"response", "labels": [{"start", "end"}], "hallucinated"}. Weights and thresholds are fitted on one
half of the ids and every figure is read off on the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering.checking import weighing
from assistant.answering.checking.held_claims import Alike, Ground, check
from assistant.answering.checking.holding import Held
from assistant.answering.writing.parse import parse
from assistant.answers.parts import claims_of
from assistant.answers.status import Verdict
from knowledge.documents.types import Found, Passage
from knowledge.errors import BernardError
from tests.lab.evaluation.metrics import area
from tests.lab.evaluation.questions import half
from tests.lab.separation import Weights, best_threshold, fit, scores

SIGNALS = ("new words", "share of new words", "new names", "new figures", "closeness")
#: What a reader sees beside a statement that is accused.
SHOWN = {
    "unsupported": frozenset(one for one in Verdict if one.failed),
    "partly or worse": frozenset(Verdict) - {Verdict.SUPPORTED},
}
#: Bars of the share of new words, of which one is in force; on the half fitted on.
SHARES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
_PASSAGE = re.compile(r"\s*passage \d+:")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of an answer, checked."""

    start: int
    end: int
    held: Held
    invented: bool  # people marked words in it

    @property
    def verdict(self) -> Verdict | None:
        return self.held.verdict()[0]


@dataclass(frozen=True, slots=True)
class Response:
    id: str
    spans: tuple[tuple[int, int], ...]  # what people marked
    said: tuple[Said, ...]

    @property
    def invented(self) -> bool:
        return bool(self.spans)


def measure(file: Path, alike: Alike | None, advance: Callable[[], None]) -> dict[str, Any]:
    """The report. `advance` is called after each answer. Raises BernardError for another file."""
    responses = []
    for line in list(read(file)):  # a line that is none is said before the others are checked
        responses.append(_checked(line, alike))
        advance()
    tuned = [each for each in responses if half(each.id) == "tune"]
    held = [each for each in responses if half(each.id) == "dev"]
    if any(len({each.invented for each in part}) < 2 for part in (tuned, held)):
        raise BernardError(
            f"{file.name} has too few answers: each half needs some with and without marked words."
        )
    in_use = np.array([*weighing.WEIGHTS, weighing.CONSTANT])
    return {
        "answers": {
            "tuned_on": len(tuned),
            "reported_on": len(held),
            "invented": sum(each.invented for each in held),
        },
        "as_shown": _as_shown(held),
        "risk": _by_risk(tuned, held, in_use),
        "statements": _statements(held),
        "spans": _spans(held),
        "something_else": {
            str(share): _f1(
                [any(one.held.accused(share) for one in each.said) for each in tuned],
                [each.invented for each in tuned],
            )
            for share in SHARES
        },
        "signals": {
            name: {
                "alone": _by_risk(tuned, held, _fit(tuned, (name,))),
                "without": _by_risk(
                    tuned, held, _fit(tuned, [each for each in SIGNALS if each != name])
                ),
            }
            for name in SIGNALS
        },
        "rules": _rules(held),
        "weights": {
            "in_use": list(in_use),
            "fitted": [round(float(weight), 2) for weight in _fit(tuned, SIGNALS)],
        },
    }


def read(file: Path) -> Iterator[Mapping[str, Any]]:
    """Raises BernardError where a line is not such an answer."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            value = json.loads(line)
            if not {"id", "question", "passages", "response", "labels"} <= set(value):
                raise ValueError("a key is missing")
        except (ValueError, TypeError) as error:
            raise BernardError(
                f"Line {number} of {file.name} is no answer with marked words ({error})."
            ) from error
        yield value


def _checked(line: Mapping[str, Any], alike: Alike | None) -> Response:
    text: str = line["response"]
    spans = tuple((int(each["start"]), int(each["end"])) for each in line["labels"])
    # These answers name no sources: each claim is held to what of the passages is nearest.
    claims = [replace(claim, marks=()) for claim in claims_of(parse(text, sources=0))]
    checked = check(claims, Ground.of(_sources(line["passages"]), line["question"]), alike)
    places = places_of([claim.text for claim in claims], text)
    said = [
        Said(start, end, each.held, any(a < end and b > start for a, b in spans))
        for each, (start, end) in zip(checked, places, strict=True)
    ]
    return Response(line["id"], spans, tuple(said))


def places_of(claims: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where each stands in the text that they were read from, in order: found by its letters and
    digits, since Markdown is gone from it."""
    at_letter = [n for n, character in enumerate(text) if character.isalnum()]
    letters = "".join(text[n] for n in at_letter)
    places, cursor = [], 0
    for claim in claims:
        wanted = "".join(character for character in claim if character.isalnum())
        start = letters.find(wanted, cursor)
        if start < 0 or not wanted:
            places.append((0, 0))
            continue
        cursor = start + len(wanted)
        end = at_letter[cursor - 1] + 1
        while end < len(text) and text[end] in ".!?":
            end += 1
        places.append((at_letter[start], end))
    return places


def _sources(text: str) -> list[Found]:
    parts = [part.strip() for part in _PASSAGE.split(text) if part.strip()]
    return [
        Found(Passage(n, n, n, 1, 1, "", "", "", (), None, 0, len(part), part), 0.0, ())
        for n, part in enumerate(parts, start=1)
    ]


def _matrix(said: Sequence[Said], signals: Sequence[str]) -> Any:
    """Shape (statements, len(SIGNALS)); what is not among `signals` is 0."""
    kept = np.array([name in signals for name in SIGNALS], dtype=float)
    return np.array([each.held.signals.features for each in said]) * kept


def _fit(responses: Sequence[Response], signals: Sequence[str]) -> Weights:
    said = [one for each in responses for one in each.said]
    return fit(_matrix(said, signals), np.array([one.invented for one in said]))


def _response_risk(response: Response, weights: Weights) -> float:
    """The risk that any of its statements says something new."""
    if not response.said:
        return 0.0
    return float(1 - np.prod(1 - scores(_matrix(response.said, SIGNALS), weights)))


def _by_risk(
    tuned: Sequence[Response], held: Sequence[Response], weights: Weights
) -> dict[str, float]:
    """Answers by risk: area under the curve, and F1 at the threshold best on the other half."""
    threshold = best_threshold(
        [_response_risk(each, weights) for each in tuned], [each.invented for each in tuned]
    )
    risks = [_response_risk(each, weights) for each in held]
    truth = [each.invented for each in held]
    return {
        "auc": area(risks, truth),
        **_f1([risk >= threshold for risk in risks], truth),
        "threshold": round(threshold, 3),
    }


def _as_shown(held: Sequence[Response]) -> dict[str, dict[str, float]]:
    """Answers by what a reader sees: at least one statement with such a verdict."""
    truth = [each.invented for each in held]
    return {
        name: _f1([any(one.verdict in verdicts for one in each.said) for each in held], truth)
        for name, verdicts in SHOWN.items()
    }


def _statements(held: Sequence[Response]) -> dict[str, Any]:
    said = [one for each in held for one in each.said]
    truth = [one.invented for one in said]
    verdicts = [one.verdict for one in said]
    return {
        "n": len(said),
        "invented": sum(truth),
        "auc": area([one.held.risk for one in said], truth),
        **{name: _f1([each in shown for each in verdicts], truth) for name, shown in SHOWN.items()},
        "verdicts": {each.value: verdicts.count(each) for each in Verdict}
        | {"not checked": verdicts.count(None)},
    }


def _spans(held: Sequence[Response]) -> dict[str, float]:
    """Characters: those of statements not supported against those that people marked."""
    marked = shown = both = 0
    for each in held:
        truth = {at for start, end in each.spans for at in range(start, end)}
        ours = {
            at
            for one in each.said
            if one.verdict in SHOWN["partly or worse"]
            for at in range(one.start, one.end)
        }
        marked, shown, both = marked + len(truth), shown + len(ours), both + len(truth & ours)
    return _rounded(both / max(1, shown), both / max(1, marked))


def _rules(held: Sequence[Response]) -> dict[str, dict[str, int]]:
    """Of the faults that no closeness of words makes good: how often each was found, and how often
    in a statement that people marked."""
    kinds = {"figures": "does not say", "force": "The source says", "quotes": "quoted words",
             "of something else": "Where the source speaks"}  # fmt: skip
    said = [one for each in held for one in each.said]
    counts: dict[str, dict[str, int]] = {}
    for kind, words in kinds.items():
        ours = [one for one in said if one.held.wrong and words in one.held.wrong[1]]
        counts[kind] = {"found": len(ours), "right": sum(one.invented for one in ours)}
    return counts


def _f1(found: Sequence[bool], truth: Sequence[bool]) -> dict[str, float]:
    right = sum(a and b for a, b in zip(found, truth, strict=True))
    return _rounded(right / max(1, sum(found)), right / max(1, sum(truth)))


def _rounded(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": round(f1, 3), "precision": round(precision, 3), "recall": round(recall, 3)}
