"""`bernard glossary`: what the department's acronyms stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from knowledge.glossary.entries import Entry

app = typer.Typer(
    help="The department's acronyms. Documents suggest them; a curator confirms or refuses. A "
    "question about an SRO then also searches Senior Responsible Owner, and the other way round."
    "\n\nExample: [bold]bernard glossary list[/bold]",
    no_args_is_help=False,
    invoke_without_command=True,
)

_Short = Annotated[str, typer.Argument(metavar="SHORT", help="The acronym, such as SRO.")]
_Long = Annotated[
    str,
    typer.Argument(metavar="LONG", help="What it stands for; needed where there are several."),
]
_Json = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_entries()


@app.command("list")
def list_entries(
    state: Annotated[str, typer.Option(help="Only these: suggested, confirmed or refused.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object an entry on standard output.")
    ] = False,
) -> None:
    """List the glossary, suggestions first, with the documents that say it.

    Example: [bold]bernard glossary list --state suggested[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine
    from knowledge.glossary.entries import EntryState

    states = [one.value for one in EntryState]
    if state and state not in states:
        raise typer.BadParameter(f"There are: {', '.join(states)}.", param_hint="--state")
    with open_library() as library:
        found = library.glossary.entries(on_this_machine())
    found = [one for one in found if not state or one.state == state]
    if as_json:
        for one in found:
            print_json(_as_json(one))
        return
    print_table(
        f"{len(found)} in the glossary",
        ("Short", "Long", "State", "Times", "Documents", "First in"),
        [
            (
                one.short,
                one.long,
                one.state.value,
                one.count,
                len(one.places),
                one.places[0].title if one.places else "",
            )
            for one in found
        ],
    )


@app.command("add")
def add(
    short: _Short,
    long: Annotated[str, typer.Argument(metavar="LONG", help="What it stands for.")],
    as_json: _Json = False,
) -> None:
    """Add an acronym as confirmed.

    Example: [bold]bernard glossary add SRO "Senior Responsible Owner"[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        entry = library.glossary.add(on_this_machine(), short, long)
    _tell(entry, "Confirmed", as_json)


@app.command("confirm")
def confirm(short: _Short, long: _Long = "", as_json: _Json = False) -> None:
    """Confirm what documents suggest: everybody's searches use it from now on.

    Example: [bold]bernard glossary confirm SRO[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        entry = library.glossary.confirm(on_this_machine(), short, long)
    _tell(entry, "Confirmed", as_json)


@app.command("refuse")
def refuse(short: _Short, long: _Long = "", as_json: _Json = False) -> None:
    """Refuse what documents suggest: no search uses it, and it is not suggested again.

    Example: [bold]bernard glossary refuse CAS "Central Alerting System"[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        entry = library.glossary.refuse(on_this_machine(), short, long)
    _tell(entry, "Refused", as_json)


@app.command("remove")
def remove(short: _Short, long: _Long = "") -> None:
    """Forget what was confirmed or refused. What documents still say is a suggestion again.

    Example: [bold]bernard glossary remove SRO[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        again = library.glossary.remove(on_this_machine(), short, long)
    say(f"Removed: {short}." + (" Documents say it, so it is a suggestion again." if again else ""))


@app.command("mine")
def mine(as_json: _Json = False) -> None:
    """Look through all documents in force for acronyms again. Loading does it for each new one.

    Example: [bold]bernard glossary mine[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine
    from knowledge.glossary.entries import EntryState

    with open_library() as library:
        documents = library.glossary.mine(on_this_machine())
        entries = library.glossary.entries(on_this_machine())
    suggested = sum(one.state is EntryState.SUGGESTED for one in entries)
    if as_json:
        print_json({"documents": documents, "entries": len(entries), "suggested": suggested})
    else:
        say(f"Looked through {documents} documents in force. Waiting for a decision: {suggested}.")


def _tell(entry: Entry, done: str, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(entry))
    else:
        say(f"{done}: {entry.short} is {entry.long}.")


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "short": entry.short,
        "long": entry.long,
        "state": entry.state.value,
        "count": entry.count,
        "places": [
            {
                "document_id": place.document_id,
                "title": place.title,
                "version_id": place.version_id,
                "start": place.start,
                "end": place.end,
                "count": place.count,
            }
            for place in entry.places
        ],
        "changed_by": entry.changed_by,
        "changed_at": entry.changed_at.isoformat() if entry.changed_at else None,
    }
