"""How well claims are checked, measured: halves kept apart, figures by their definition."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import BernardError
from tests.lab.evaluation.metrics import area
from tests.lab.grounding import measure
from tests.lab.separation import best_threshold, fit, scores

SOURCE = "passage 1:You may carry over up to 10 days of leave.\n\npassage 2:Ask before 31 March."
TRUE = "You may carry over up to 10 days of leave."
FALSE = "Pensioners in Leeds receive seventy free tickets."


def written(path: Path, lines: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def answers(number: int) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for at in range(number):
        text = f"{TRUE} {FALSE}" if at % 2 else TRUE
        labels = [{"start": len(TRUE) + 1, "end": len(text)}] if at % 2 else []
        lines.append({"id": f"a{at}", "question": "How many days?", "passages": SOURCE,
                      "response": text, "labels": labels})  # fmt: skip
    return lines


def test_invented_statements_are_found(tmp_path: Path) -> None:
    seen: list[int] = []
    report = measure(written(tmp_path / "r.jsonl", answers(24)), None, lambda: seen.append(1))
    assert len(seen) == 24
    assert report["answers"]["tuned_on"] + report["answers"]["reported_on"] == 24
    assert report["risk"]["auc"] == report["as_shown"]["unsupported"]["f1"] == 1.0
    assert report["spans"]["f1"] == report["statements"]["unsupported"]["f1"] == 1.0


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BernardError, match=r"Line 1 of r\.jsonl is no answer with marked"):
        measure(written(tmp_path / "r.jsonl", [{"id": "a"}]), None, lambda: None)
    with pytest.raises(BernardError, match="too few answers"):
        measure(written(tmp_path / "r.jsonl", answers(1)), None, lambda: None)


def test_area_and_threshold() -> None:
    assert area([0.9, 0.8, 0.1], [True, True, False]) == 1.0
    assert area([0.5, 0.5], [True, False]) == 0.5
    assert best_threshold([0.9, 0.7, 0.2], [True, True, False]) == 0.7


def test_a_logistic_finds_the_signal_and_leaves_the_silent_one() -> None:
    signals = np.array([[0.0, 1.0], [0.2, 1.0], [0.8, 1.0], [1.0, 1.0]] * 5)
    truth = np.array([False, False, True, True] * 5)
    weights = fit(signals, truth)
    assert weights[0] > 1 and weights[1] == 0
    likely = scores(signals, weights)
    assert likely[0] < 0.5 < likely[3]
