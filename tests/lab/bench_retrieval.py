"""`make bench-retrieval`, or `python -m tests.lab.bench_retrieval`: what each part earns."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import logged_home
from assistant.cli.output import COULD_NOT, STOPPED, print_json, print_text, progress, say
from knowledge.errors import BernardError
from tests.lab.retrieval.run import run
from tests.lab.retrieval.sets import names_in
from tests.lab.retrieval.variants import VARIANTS


def bench_retrieval(
    data: Annotated[
        Path, typer.Option(help="Folder of labelled sets.", exists=True, file_okay=False)
    ],
    out: Annotated[
        Path, typer.Option(help="Directory for table.md and report.json.", file_okay=False)
    ],
    sets: Annotated[str, typer.Option(help="Only these sets, parted by commas.")] = "",
    variants: Annotated[
        str, typer.Option(help="Only these ways of searching, parted by commas.")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report on standard output.")
    ] = False,
) -> None:
    """Measure what each part of the search earns on labelled sets.

    A set is a folder with docs/ and questions.jsonl, or in the BEIR layout (its training
    questions). Every way of searching is asked the same questions: Bernard whole, Bernard with one
    part changed, and a plain pipeline as the baseline; half of the questions (dev) are kept apart
    from those that weights are tuned on. Readings and vectors are kept under BERNARD_HOME, results
    in OUT as they come: a run that was stopped goes on where it was.
    """
    names = _parted(sets) or names_in(data)
    if not names:
        raise typer.BadParameter(f"{data} holds no labelled set")
    wanted = _parted(variants) or [one.name for one in VARIANTS]
    unknown = set(wanted) - {one.name for one in VARIANTS}
    if unknown:
        known = ", ".join(one.name for one in VARIANTS)
        raise typer.BadParameter(f"no such variant: {', '.join(sorted(unknown))}. Known: {known}")
    logged_home()
    with progress() as bars:
        report = run(data, names, out, bars, [one for one in VARIANTS if one.name in wanted])
    if as_json:
        print_json(report)
    else:
        print_text((out / "table.md").read_text(encoding="utf-8"))


def _parted(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(bench_retrieval)
    try:
        app(prog_name="python -m tests.lab.bench_retrieval")
    except SystemExit as end:
        if end.code == STOPPED:
            say("Stopped. What was embedded and measured is kept; the same command goes on.")
        raise
    except BernardError as error:
        say(error.message)
        sys.exit(COULD_NOT)
