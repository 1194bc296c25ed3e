"""`bernard index`: is the index well, and building it anew from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import json_option, opened
from assistant.cli.output import COULD_NOT, OK, fields, print_json, say, stdout

if TYPE_CHECKING:
    from knowledge.library import Health

app = typer.Typer(
    help="Check the vector index, or build it anew. The catalogue holds every vector, so nothing "
    "can be lost and nothing is embedded again.\n\n"
    "Example: [bold]bernard index check[/bold]",
    no_args_is_help=True,
)

_Json = Annotated[bool, json_option("One JSON object on standard output.")]


@app.command("check")
def check(as_json: _Json = False) -> None:
    """Say whether the index is well, and which document fell out of force. Exit status 1 when
    the index is not well, or when there is such a document.

    Example: [bold]bernard index check --json[/bold]
    """
    with opened() as (library, me):
        health = library.index_health(me)
    _tell(health, as_json)


@app.command("rebuild")
def rebuild(as_json: _Json = False) -> None:
    """Build the index anew beside the old one, check it, and put it in its place.

    Questions are answered from the old one until then. Ctrl-C leaves the old one in place.

    Example: [bold]bernard index rebuild[/bold]
    """
    say("Building the index from the stored vectors.")
    with opened() as (library, me):
        health = library.rebuild_index(me)
    _tell(health, as_json)


def _tell(health: Health, as_json: bool) -> None:
    if as_json:
        print_json(fields(health, "ok", "sentence", "problems", "lost"))
    else:
        for line in (health.sentence, *health.problems, *health.lost):
            stdout().print(line, soft_wrap=True)
    raise typer.Exit(OK if health.ok else COULD_NOT)
