"""`bernard suggestions`: the dates, owners and predecessors that documents state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from knowledge.curation.suggestions import Suggestion
    from knowledge.documents.statements import Field

app = typer.Typer(
    help="What documents say of their dates, owner and predecessor. Nothing changes until a "
    "curator confirms it.\n\nExample: [bold]bernard suggestions list[/bold]",
    no_args_is_help=False,
    invoke_without_command=True,
)

_Version = Annotated[
    int, typer.Argument(metavar="VERSION", help="As `bernard suggestions list` shows it.")
]
_What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help="effective_from, review_by, owner, replaces or replaced_by."
    ),
]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_suggestions()


@app.command("list")
def list_suggestions(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a suggestion on standard output.")
    ] = False,
) -> None:
    """List what waits for a decision, by title, with the document's own words.

    Example: [bold]bernard suggestions list[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = library.suggestions.listed(on_this_machine())
    if as_json:
        for one in found:
            print_json(_as_json(one))
        return
    print_table(
        f"{len(found)} suggestions to decide on",
        ("Version", "Document", "What", "It says", "The library says", "Its words"),
        [
            (
                str(one.version_id),
                one.title,
                one.field.value,
                one.other.title if one.other else one.value,
                one.known,
                " ".join(one.words.split()) or "the file's properties",
            )
            for one in found
        ],
    )


@app.command("confirm")
def confirm(version: _Version, what: _What) -> None:
    """Take over what the document says, and say what that changed.

    Example: [bold]bernard suggestions confirm 7 review_by[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    field = _field(what)
    with open_library() as library:
        done = library.suggestions.confirm(on_this_machine(), version, field)
    say(done)


@app.command("refuse")
def refuse(version: _Version, what: _What) -> None:
    """Refuse it: it is not suggested again for this version.

    Example: [bold]bernard suggestions refuse 7 owner[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    field = _field(what)
    with open_library() as library:
        library.suggestions.refuse(on_this_machine(), version, field)
    say("Refused: it is not suggested again for this version.")


@app.command("look")
def look() -> None:
    """Read the documents in force for dates and owners again. Loading does it for each new one.

    Example: [bold]bernard suggestions look[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        looked = library.suggestions.look_again(on_this_machine())
    say(f"{looked:,} documents looked through.")


def _field(what: str) -> Field:
    from knowledge.documents.statements import Field

    known = [one.value for one in Field]
    if what not in known:
        raise typer.BadParameter(f"There are: {', '.join(known)}.", param_hint="WHAT")
    return Field(what)


def _as_json(one: Suggestion) -> dict[str, object]:
    return {
        "version_id": one.version_id,
        "document_id": one.document_id,
        "title": one.title,
        "collection": one.collection,
        "what": one.field.value,
        "value": one.value,
        "known": one.known,
        "words": one.words,
        "start": one.start,
        "end": one.end,
        "other": one.other.title if one.other else None,
    }
