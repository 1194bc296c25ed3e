"""The report of an evaluation as tables on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.cli.output import print_table, say

_RETRIEVAL = ("ndcg@10", "recall@5", "mrr@10", "span_hit@5")
#: Short headings: the table must fit a terminal of 80 columns.
_ANSWERS = {
    "citation_matched": "matched",
    "answer_in_citation": "short",
    "false_answers": "false a.",
    "false_refusals": "false r.",
    "unsure_rate": "unsure",
    "clarify_recall": "clarify",
}


def show_report(report: Mapping[str, Any], out: Path) -> None:
    parts = [("all", report)]
    parts += [(name, part) for name, part in report["by_turn"].items() if part["n"]]
    parts += [(f"kind: {name}", part) for name, part in report["by_kind"].items()]
    load = report["load"]
    say(
        f"{report['documents']:,} documents, {report['passages']:,} passages, "
        f"{report['questions']:,} questions, {report['mode']}, {report['embedding_model']}; "
        f"loaded in {load['seconds']:,.0f} s at {load['passages_per_second']:,.0f} passages/s"
        f"{' (by an earlier run)' if load['cached'] else ''}"
        f"{', most vectors taken over' if load['vectors_reused'] * 2 > report['passages'] else ''}."
    )
    print_table(
        "Search (answerable questions)",
        ("Questions", "n", *_RETRIEVAL),
        [
            (name, part["retrieval"]["n"], *_cells(part["retrieval"], _RETRIEVAL))
            for name, part in parts
            if part["retrieval"]["n"]
        ],
    )
    if "answers" in report:
        print_table(
            "Answers (matched: citation_matched, short: answer_in_citation, a.: answers, "
            "r.: refusals)",
            ("Questions", "Cited", "Exact", *_ANSWERS.values()),
            [
                (
                    name,
                    part["answers"]["citations_shown"],
                    _shown(part["answers"]["citations_exact_share"], ".1%"),
                    *_cells(part["answers"], list(_ANSWERS)),
                )
                for name, part in parts
            ],
        )
    print_table(
        "Time, ms",
        ("", "p50", "p95"),
        [
            (name.replace("_", " "), f"{spread['p50']:,.0f}", f"{spread['p95']:,.0f}")
            for name, spread in report["time_ms"].items()
        ],
    )
    statuses = report.get("answers", {}).get("statuses", {})
    failed = sum(statuses[status] for status in statuses if status.startswith("error-"))
    if failed:
        ended = "1 question" if failed == 1 else f"{failed:,} questions"
        say(f"{ended} ended in an error: the log under BERNARD_HOME says why.")
    say(f"Written: {out / 'questions.jsonl'} and {out / 'report.json'}")


def _cells(part: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [_shown(part[name], ".3f") for name in names]


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
