"""`bernard conflicts`: documents in force that say different things about one matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from knowledge.curation.conflicts.conflicts import Conflict, Side

app = typer.Typer(
    help="Documents in force that contradict each other. Settle one by changing or withdrawing a "
    "document: it then leaves the list. Dismiss what is no conflict."
    "\n\nExample: [bold]bernard conflicts list[/bold]",
    no_args_is_help=False,
    invoke_without_command=True,
)

_Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="As `bernard conflicts list` shows it.")
]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_conflicts()


@app.command("list")
def list_conflicts(
    with_dismissed: Annotated[bool, typer.Option("--all", help="The dismissed ones too.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a conflict on standard output.")
    ] = False,
) -> None:
    """List the conflicts with the words of both documents.

    Example: [bold]bernard conflicts list --all[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = library.conflicts.listed(on_this_machine())
    found = [one for one in found if with_dismissed or not one.dismissed_by]
    if as_json:
        for one in found:
            print_json(_as_json(one))
        return
    print_table(
        f"{len(found)} conflicts",
        ("Number", "Differs", "What the documents say"),
        [(one.id, _differs(one), f"{_side(one.one)}\n{_side(one.other)}") for one in found],
    )


@app.command("dismiss")
def dismiss(number: _Number) -> None:
    """Say that it is no conflict: answers no longer show the two together.

    Example: [bold]bernard conflicts dismiss 4[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        library.conflicts.dismiss(on_this_machine(), number)
    say("Dismissed: answers no longer show these two as a conflict.")


@app.command("take-back")
def take_back(number: _Number) -> None:
    """Say that a dismissed one is a conflict after all.

    Example: [bold]bernard conflicts take-back 4[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        library.conflicts.take_back(on_this_machine(), number)
    say("Listed as a conflict again; answers show both sides.")


@app.command("look")
def look() -> None:
    """Compare the documents in force with each other now.

    Example: [bold]bernard conflicts look[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        looked, found = library.conflicts.look(on_this_machine())
    say(f"{looked:,} passages looked at, {found:,} conflicts in the list.")


def _differs(one: Conflict) -> str:
    return f"{one.why} (dismissed by {one.dismissed_by})" if one.dismissed_by else one.why


def _side(side: Side) -> str:
    return f"{side.document.title}: “{' '.join(side.text.split())}”"


def _as_json(one: Conflict) -> dict[str, object]:
    return {
        "number": one.id,
        "why": one.why,
        "one": _side_json(one.one),
        "other": _side_json(one.other),
        "dismissed_by": one.dismissed_by,
    }


def _side_json(side: Side) -> dict[str, object]:
    return {
        "document_id": side.document.id,
        "document": side.document.source,
        "title": side.document.title,
        "owner": side.document.owner,
        "version_id": side.version_id,
        "start": side.start,
        "end": side.end,
        "text": side.text,
    }
