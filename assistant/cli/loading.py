"""`bernard load`: folders of files into a collection."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.common import json_option, opened
from assistant.cli.output import Stopped, plain, print_json, progress, say, stdout

if TYPE_CHECKING:
    from assistant.intake import Outcome

_DATE = ["%Y-%m-%d"]


def load(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH…", help="Files, or folders with all that lies in them."),
    ],
    collection: Annotated[
        str, typer.Option(help="The collection to load into; made if there is none of that name.")
    ],
    owner: Annotated[str, typer.Option(help="Who answers for these documents.")] = "",
    effective_from: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="In force since, such as 2026-04-01.")
    ] = None,
    review_by: Annotated[
        datetime | None, typer.Option(formats=_DATE, help="To be reviewed by, such as 2027-04-01.")
    ] = None,
    same_name: Annotated[
        Literal["ask", "replace", "new"],
        typer.Option(
            help="What a file is that goes by the name of a document with another text: its next "
            "version (replace) or a document of its own (new)."
        ),
    ] = "ask",
    as_json: Annotated[bool, json_option("One JSON object a file on standard output.")] = False,
) -> None:
    """Load files into a collection, and say how each one ended.

    A file is known by its path below the folder given: loading a changed file again makes it the
    next version, an unchanged one is left alone. One whose text has little in common with the
    document of its name replaces nothing: you are asked. Hidden files are left out. Ctrl-C loses
    nothing: what is queued goes on at the next start of Bernard, or when the same command is run
    again.

    Exit status 0 when every file was handled, refused ones included; 1 when the run could not.

    Example: [bold]bernard load ./policies ./gifts.pdf --collection HR --owner "HR Policy"[/bold]
    """
    from assistant.intake import Intake, bring_in, walk
    from knowledge.library import Details
    from knowledge.work.worker import running_worker

    sources, hidden = walk(paths)
    if hidden:
        say(f"Left out {hidden} hidden files and folders.")
    if not sources:
        say("There is nothing to load: the folders hold no files.")
        return
    details = Details(owner=owner, effective_from=_day(effective_from), review_by=_day(review_by))
    with opened() as (library, me):
        replace = None if same_name == "ask" else same_name == "replace"
        intake = Intake(library, me, collection, details, replace=replace)
        try:
            with running_worker(library.home), progress() as bars:
                counts = Counter(
                    _shown(outcome, as_json) for outcome in bring_in(intake, sources, bars)
                )
        except KeyboardInterrupt:
            raise Stopped(
                f"Stopped. {intake.left()} files are still queued and safe: they go on when "
                "`bernard serve` or `bernard worker` runs, or with the same command again."
            ) from None
    say(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) + ".")


def _shown(outcome: Outcome, as_json: bool) -> str:
    """Prints one outcome; gives back its word, to be counted."""
    if as_json:
        print_json(outcome.as_json())
    else:
        lines = [f"{outcome.path}: {outcome.reason}", *(f"  {said}" for said in outcome.warnings)]
        stdout().print(plain("\n".join(lines)), soft_wrap=True)
    return outcome.outcome


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
