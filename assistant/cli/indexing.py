"""`bernard index`: is the index well, and building it anew from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import COULD_NOT, OK, print_json, say, stdout

if TYPE_CHECKING:
    from knowledge.library import Health

app = typer.Typer(
    help="Check the vector index, or build it anew. The catalogue holds every vector, so nothing "
    "can be lost and nothing is embedded again.\n\n"
    "Example: [bold]bernard index check[/bold]",
    no_args_is_help=True,
)

_Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


@app.command("check")
def check(as_json: _Json = False) -> None:
    """Say whether the index is well, and which document fell out of force. Exit status 1 when
    the index is not well, or when there is such a document.

    Example: [bold]bernard index check --json[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        health = library.index_health(on_this_machine())
    _tell(health, as_json)


@app.command("rebuild")
def rebuild(as_json: _Json = False) -> None:
    """Build the index anew beside the old one, check it, and put it in its place.

    Questions are answered from the old one until then. Ctrl-C leaves the old one in place.

    Example: [bold]bernard index rebuild[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    say("Building the index from the stored vectors.")
    with open_library() as library:
        health = library.rebuild_index(on_this_machine())
    _tell(health, as_json)


def _tell(health: Health, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "ok": health.ok,
                "sentence": health.sentence,
                "problems": list(health.problems),
                "lost": list(health.lost),
            }
        )
    else:
        for line in (health.sentence, *health.problems, *health.lost):
            stdout().print(line, soft_wrap=True)
    raise typer.Exit(OK if health.ok else COULD_NOT)
