"""`bernard evaluate`, `bench` and `bench-retrieval`: how good and how fast, measured."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.output import Stopped, print_json, print_text, progress
from knowledge.errors import BernardError


class Mode(StrEnum):
    EMBEDDED = "embedded"
    MODEL = "model"


def evaluate(
    out: Annotated[
        Path, typer.Option(help="Directory for questions.jsonl and report.json.", file_okay=False)
    ],
    documents: Annotated[
        Path | None,
        typer.Option(help="Folder of documents.", exists=True, file_okay=False),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(help="Labelled questions, JSON Lines.", exists=True, dir_okay=False),
    ] = None,
    beir: Annotated[
        Path | None,
        typer.Option(
            help="A set in the BEIR layout, instead of the two above.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    split: Annotated[str, typer.Option(help="With --beir: test or train.")] = "test",
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first so many questions.")
    ] = None,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Search, but make no answers.")
    ] = False,
    mode: Annotated[
        Mode | None, typer.Option(help="How answers are made; by default as in the chat.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report on standard output.")
    ] = False,
) -> None:
    """Measure search and answers on labelled questions.

    Loads the documents with the very code of `bernard load` into a throw-away library under
    BERNARD_HOME (kept for the next run) and asks with the very code of the chat. A run that was
    stopped goes on where it was: nothing is embedded, and no question asked, twice.

    Example: [bold]bernard evaluate --documents set/docs --questions set/questions.jsonl --out
    results/set[/bold]
    """
    from assistant.cli.opening import logged_home
    from assistant.cli.report_tables import show_report
    from assistant.evaluation.run import Settings, run

    if (beir is None) != (documents is not None and questions is not None) or (
        beir is not None and (documents or questions)
    ):
        raise typer.BadParameter("give --documents and --questions, or --beir alone")
    settings = Settings(
        documents=documents,
        questions=questions,
        beir=beir,
        split=split,
        out=out,
        limit=limit,
        retrieval_only=retrieval_only,
        mode=mode.value if mode else None,
    )
    logged_home()
    try:
        with progress() as bars:
            report = run(settings, bars)
    except KeyboardInterrupt:
        raise Stopped(
            "Stopped. What was loaded and answered is kept; the same command goes on from there."
        ) from None
    if as_json:
        print_json(report)
    else:
        show_report(report, out)


def lab(name: str) -> Any:
    """A module of the benches, which stand in the repository and not in the wheel."""
    root = Path(__file__).parents[2]
    if not (root / "tests" / "lab").is_dir():
        raise BernardError(
            "The benches come with Bernard's repository, not with its package. Clone it, and run "
            "`make bench` there."
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return import_module(f"tests.lab.{name}")


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

    Example: [bold]bernard bench-retrieval --data sets --out results --sets rules,leave[/bold]
    """
    from assistant.cli.opening import logged_home

    names_in, run = lab("retrieval.sets").names_in, lab("retrieval.run").run
    VARIANTS = lab("retrieval.variants").VARIANTS

    names = _parted(sets) or names_in(data)
    if not names:
        raise typer.BadParameter(f"{data} holds no labelled set")
    wanted = _parted(variants) or [one.name for one in VARIANTS]
    unknown = set(wanted) - {one.name for one in VARIANTS}
    if unknown:
        known = ", ".join(one.name for one in VARIANTS)
        raise typer.BadParameter(f"no such variant: {', '.join(sorted(unknown))}. Known: {known}")
    logged_home()
    try:
        with progress() as bars:
            chosen = [one for one in VARIANTS if one.name in wanted]
            report = run(data, names, out, bars, chosen)
    except KeyboardInterrupt:
        raise Stopped(
            "Stopped. What was embedded and measured is kept; the same command goes on from there."
        ) from None
    if as_json:
        print_json(report)
    else:
        print_text((out / "table.md").read_text(encoding="utf-8"))


def _parted(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def bench(
    sizes: Annotated[
        str, typer.Option(help="Library sizes in passages, parted by commas.")
    ] = "1000,10000",
    questions: Annotated[int, typer.Option(min=5, help="Questions asked at each size.")] = 50,
    grown: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps the grown libraries for the next run.", file_okay=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Only JSON, without progress.")] = False,
) -> None:
    """Measure speed and memory on this machine; prints JSON.

    Time to the first piece of an answer at each library size, what Bernard adds to a model server's
    own time, memory of each process, and loading speed beside the bare embedding model's. Uses
    synthetic policies in throw-away homes; a million passages take half an hour to grow and 13 GB,
    so `--grown` keeps them for another run.

    Example: [bold]bernard bench --sizes 1000,10000 > speed.json[/bold]
    """
    from assistant.cli.opening import logged_home

    measure = lab("bench").measure

    try:
        wanted = sorted({int(size) for size in sizes.split(",")})
    except ValueError:
        raise typer.BadParameter("--sizes takes whole numbers parted by commas") from None
    if not wanted or wanted[0] < 100:
        raise typer.BadParameter("the smallest size is 100 passages")
    logged_home()
    with progress() as bars:
        bars.disable = bars.disable or as_json
        report = measure(wanted, questions, bars, grown)
    print_json(report)
