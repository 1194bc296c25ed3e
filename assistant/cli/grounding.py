"""`bernard evaluate-grounding`: how well claims are checked against their sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.output import print_json, progress


def evaluate_grounding(
    responses: Annotated[
        Path,
        typer.Argument(
            help="Answers whose invented words people have marked, JSON Lines.",
            exists=True,
            dir_okay=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="File for the report, besides the screen.")
    ] = None,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Do not compare meaning with the embedding model.")
    ] = False,
) -> None:
    """Measure how well unsupported statements are found; prints JSON.

    Each line is one answer: id, question, passages ("passage 1:…"), response, labels (start and end
    of each invented part). Thresholds and weights are fitted on one half of the ids (by a hash),
    and every figure is read off on the other: area under the curve and F1 of whole answers, of
    statements and of characters, and what each signal earns alone and takes away when left out.

    Example: [bold]bernard evaluate-grounding responses.jsonl[/bold]
    """
    from assistant.cli.opening import logged_home
    from assistant.evaluation.grounding import measure
    from assistant.evaluation.throwaway import write_atomically
    from knowledge.embeddings import open_embeddings
    from knowledge.search.closeness import RecentVectors

    home = logged_home()
    alike = None if words_only else RecentVectors(open_embeddings(home.models)).alike
    with progress() as bars:
        lines = responses.read_text(encoding="utf-8").count("\n")
        task = bars.add_task("Checking answers", total=lines)
        report = measure(responses, alike, lambda: bars.advance(task))
    if out is not None:
        write_atomically(out, json.dumps(report, indent=1) + "\n")
    print_json(report)
