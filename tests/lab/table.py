"""Rows for `docs/measurements.md`: `python -m tests.lab.table results/*/report.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.lab.evaluation.metrics import COVERAGES

_SEARCH = ("ndcg@10", "recall@5", "mrr@10", "span_hit@5")
_ANSWERS = (
    "citation_matched",
    "answer_in_citation",
    "false_answers",
    "false_refusals",
    "unsure_rate",
    "clarify_recall",
)


def tables(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """Markdown tables, search, answers and risk at each coverage, one row a set."""
    search = [
        ("set", "documents", "passages", "n", *_SEARCH, "search p50 / p95, ms"),
        *(_search_row(name, report) for name, report in reports.items()),
    ]
    answers = [
        ("set", "citations", "exact", *_ANSWERS, "first piece p50 / p95, ms"),
        *(_answers_row(name, one) for name, one in reports.items() if "answers" in one),
    ]
    risks = [
        ("set", "AUROC", *(f"{coverage:.0%}" for coverage in COVERAGES)),
        *(_risk_row(name, risk) for name, one in reports.items() if (risk := _risk(one))),
    ]
    written = [_markdown(rows) for rows in (search, answers, risks) if len(rows) > 1]
    return "\n\n".join(written) + "\n"


def _search_row(name: str, report: Mapping[str, Any]) -> tuple[str, ...]:
    retrieval = report["retrieval"]
    return (
        name,
        f"{report['documents']:,}",
        f"{report['passages']:,}",
        f"{retrieval['n']:,}",
        *(_share(retrieval[figure]) for figure in _SEARCH),
        _times(report, "search"),
    )


def _answers_row(name: str, report: Mapping[str, Any]) -> tuple[str, ...]:
    answers = report["answers"]
    exact = answers["citations_exact_share"]
    return (
        name,
        f"{answers['citations_shown']:,}",
        "–" if exact is None else f"{exact:.1%}",
        *(_share(answers[figure]) for figure in _ANSWERS),
        _times(report, "first_piece"),
    )


def _risk(report: Mapping[str, Any]) -> Mapping[str, Any]:
    risk: Mapping[str, Any] = report.get("answers", {}).get("risk_coverage", {})
    return risk


def _risk_row(name: str, risk: Mapping[str, Any]) -> tuple[str, ...]:
    wrong = [_share(point["false_answers"]) for point in risk["curve"]]
    return name, _share(risk["auroc"]), *wrong


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _times(report: Mapping[str, Any], name: str) -> str:
    spread = report["time_ms"].get(name)
    return f"{spread['p50']:.0f} / {spread['p95']:.0f}" if spread else "–"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    return "\n".join(lines)


def main() -> None:
    """A set's name is that of the directory its report lies in."""
    paths = [Path(given) for given in sys.argv[1:]]
    reports = {path.parent.name: json.loads(path.read_text("utf-8")) for path in paths}
    sys.stdout.write(tables(reports))


if __name__ == "__main__":
    main()
