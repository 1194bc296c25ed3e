"""`bernard jobs`: files on their way in, and how the latest ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.common import json_option, listing, opened
from assistant.cli.output import fields, print_found, say

if TYPE_CHECKING:
    from knowledge.documents.types import Job

#: More than anybody has on the way at once.
EVERY = 1_000_000

app = listing(
    "List the files on their way in, say which document one of them is a version of, and cancel "
    "one.\n\nExample: [bold]bernard jobs[/bold]"
)


_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `bernard jobs list` shows it.")]


@app.command("list")
def list_jobs(
    with_ended: Annotated[bool, typer.Option("--all", help="The latest that ended, too.")] = False,
    as_json: Annotated[bool, json_option("One JSON object a file on standard output.")] = False,
) -> None:
    """List the files that are on their way in, or wait for you to say what they are, those that
    were added last first.

    Example: [bold]bernard jobs list --all[/bold]
    """
    from knowledge.documents.types import JobState

    with opened() as (library, me):
        if with_ended:
            found = library.jobs(me)
        else:
            jobs = library.jobs(me, limit=EVERY)
            found = [one for one in jobs if not one.state.ended or one.state is JobState.ASKED]
    print_found(
        found,
        as_json,
        lambda one: {
            "number": one.id,
            "document": one.source,
            **fields(one, "collection", "state", "done", "total", "reason", "created_at"),
        },
        "files",
        ("Number", "Collection", "File", "State", "Passages embedded", "Outcome"),
        _row,
    )


@app.command("answer")
def answer(
    number: _Number,
    meant: Annotated[
        Literal["replace", "new"],
        typer.Argument(
            metavar="MEANT",
            help="replace: the next version of the document of its name; new: one of its own.",
        ),
    ],
) -> None:
    """Say what a file is that was asked about, and load it.

    Example: [bold]bernard jobs answer 12 new[/bold]
    """
    import time

    from knowledge.work.worker import running_worker

    with opened() as (library, me):
        job = library.answer(me, number, replace=meant == "replace")
        with running_worker(library.home):
            while not job.state.ended:
                time.sleep(0.1)
                job = next(one for one in library.jobs(me, job.batch, EVERY) if one.id == number)
    say(f"{job.source}: {job.reason}")


@app.command("cancel")
def cancel(number: _Number) -> None:
    """Cancel a file that is on its way in. Nothing of it comes into answers; the version in force
    stays in force.

    Example: [bold]bernard jobs cancel 12[/bold]
    """
    with opened() as (library, me):
        job = library.cancel(me, number)
    say(f"Cancelled: {job.source}.")


def _row(job: Job) -> tuple[object, ...]:
    embedded = f"{job.done} of {job.total}" if job.total else ""
    return (job.id, job.collection, job.source, job.state.value, embedded, job.reason)
