"""What curators decide on: `bernard glossary`, `suggestions` and `conflicts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.cli.common import json_option, listing, opened
from assistant.cli.output import fields, print_found, print_json, say

if TYPE_CHECKING:
    from knowledge.curation.conflicts.conflicts import Conflict, Side
    from knowledge.curation.suggestions import Suggestion
    from knowledge.glossary.entries import Entry

glossary = listing(
    "The department's acronyms. Documents suggest them; a curator confirms or refuses. A "
    "question about an SRO then also searches Senior Responsible Owner, and the other way round."
    "\n\nExample: [bold]bernard glossary list[/bold]"
)
suggestions = listing(
    "What documents say of their dates, owner and predecessor. Nothing changes until a "
    "curator confirms it.\n\nExample: [bold]bernard suggestions list[/bold]"
)
conflicts = listing(
    "Documents in force that contradict each other. Settle one by changing or withdrawing a "
    "document: it then leaves the list. Dismiss what is no conflict."
    "\n\nExample: [bold]bernard conflicts list[/bold]"
)
_Short = Annotated[str, typer.Argument(metavar="SHORT", help="The acronym, such as SRO.")]
_Long = Annotated[
    str,
    typer.Argument(metavar="LONG", help="What it stands for; needed where there are several."),
]
_Json = Annotated[bool, json_option("JSON on standard output.")]
_Version = Annotated[
    int, typer.Argument(metavar="VERSION", help="As `bernard suggestions list` shows it.")
]
_What = Annotated[
    Literal["effective_from", "review_by", "owner", "replaces", "replaced_by"],
    typer.Argument(
        metavar="WHAT", help="effective_from, review_by, owner, replaces or replaced_by."
    ),
]
_Conflict = Annotated[
    int, typer.Argument(metavar="NUMBER", help="As `bernard conflicts list` shows it.")
]


@glossary.command("list")
def list_glossary(
    state: Annotated[
        Literal["suggested", "confirmed", "refused"] | None,
        typer.Option(help="Only these: suggested, confirmed or refused."),
    ] = None,
    as_json: Annotated[bool, json_option("One JSON object an entry on standard output.")] = False,
) -> None:
    """List the glossary, suggestions first, with the documents that say it.

    Example: [bold]bernard glossary list --state suggested[/bold]
    """
    with opened() as (library, me):
        found = [one for one in library.glossary.entries(me) if state in (None, one.state)]
    print_found(
        found,
        as_json,
        _entry_json,
        "in the glossary",
        ("Short", "Long", "State", "Times", "Documents", "First in"),
        lambda one: (
            one.short,
            one.long,
            one.state.value,
            one.count,
            len(one.places),
            one.places[0].title if one.places else "",
        ),
    )


@glossary.command("add")
def add(
    short: _Short,
    long: Annotated[str, typer.Argument(metavar="LONG", help="What it stands for.")],
    as_json: _Json = False,
) -> None:
    """Add an acronym as confirmed.

    Example: [bold]bernard glossary add SRO "Senior Responsible Owner"[/bold]
    """
    with opened() as (library, me):
        _tell(library.glossary.add(me, short, long), "Confirmed", as_json)


@glossary.command("confirm")
def confirm_entry(short: _Short, long: _Long = "", as_json: _Json = False) -> None:
    """Confirm what documents suggest: everybody's searches use it from now on.

    Example: [bold]bernard glossary confirm SRO[/bold]
    """
    with opened() as (library, me):
        _tell(library.glossary.confirm(me, short, long), "Confirmed", as_json)


@glossary.command("refuse")
def refuse_entry(short: _Short, long: _Long = "", as_json: _Json = False) -> None:
    """Refuse what documents suggest: no search uses it, and it is not suggested again.

    Example: [bold]bernard glossary refuse CAS "Central Alerting System"[/bold]
    """
    with opened() as (library, me):
        _tell(library.glossary.refuse(me, short, long), "Refused", as_json)


@glossary.command("remove")
def remove(short: _Short, long: _Long = "") -> None:
    """Forget what was confirmed or refused. What documents still say is a suggestion again.

    Example: [bold]bernard glossary remove SRO[/bold]
    """
    with opened() as (library, me):
        again = library.glossary.remove(me, short, long)
    say(f"Removed: {short}." + (" Documents say it, so it is a suggestion again." if again else ""))


@glossary.command("mine")
def mine(as_json: _Json = False) -> None:
    """Look through all documents in force for acronyms again. Loading does it for each new one.

    Example: [bold]bernard glossary mine[/bold]
    """
    with opened() as (library, me):
        documents = library.glossary.mine(me)
        entries = library.glossary.entries(me)
    suggested = sum(one.state.value == "suggested" for one in entries)
    if as_json:
        print_json({"documents": documents, "entries": len(entries), "suggested": suggested})
    else:
        say(f"Looked through {documents} documents in force. Waiting for a decision: {suggested}.")


@suggestions.command("list")
def list_suggestions(
    as_json: Annotated[
        bool, json_option("One JSON object a suggestion on standard output.")
    ] = False,
) -> None:
    """List what waits for a decision, by title, with the document's own words.

    Example: [bold]bernard suggestions list[/bold]
    """
    with opened() as (library, me):
        found = library.suggestions.listed(me)
    print_found(
        found,
        as_json,
        _suggestion_json,
        "suggestions to decide on",
        ("Version", "Document", "What", "It says", "The library says", "Its words"),
        lambda one: (
            str(one.version_id),
            one.title,
            one.field.value,
            one.other.title if one.other else one.value,
            one.known,
            " ".join(one.words.split()) or _without_words(one),
        ),
    )


@suggestions.command("confirm")
def confirm_suggestion(version: _Version, what: _What) -> None:
    """Take over what the document says, and say what that changed.

    Example: [bold]bernard suggestions confirm 7 review_by[/bold]
    """
    from knowledge.documents.statements import Field

    with opened() as (library, me):
        say(library.suggestions.confirm(me, version, Field(what)))


@suggestions.command("refuse")
def refuse_suggestion(version: _Version, what: _What) -> None:
    """Refuse it: it is not suggested again for this version.

    Example: [bold]bernard suggestions refuse 7 owner[/bold]
    """
    from knowledge.documents.statements import Field

    with opened() as (library, me):
        library.suggestions.refuse(me, version, Field(what))
    say("Refused: it is not suggested again for this version.")


@suggestions.command("look")
def look_for_suggestions() -> None:
    """Read the documents in force for dates and owners again. Loading does it for each new one.

    Example: [bold]bernard suggestions look[/bold]
    """
    with opened() as (library, me):
        looked = library.suggestions.look_again(me)
    say(f"{looked:,} documents looked through.")


@conflicts.command("list")
def list_conflicts(
    with_dismissed: Annotated[bool, typer.Option("--all", help="The dismissed ones too.")] = False,
    as_json: Annotated[bool, json_option("One JSON object a conflict on standard output.")] = False,
) -> None:
    """List the conflicts with the words of both documents.

    Example: [bold]bernard conflicts list --all[/bold]
    """
    with opened() as (library, me):
        found = library.conflicts.listed(me)
    print_found(
        [one for one in found if with_dismissed or not one.dismissed_by],
        as_json,
        _conflict_json,
        "conflicts",
        ("Number", "Differs", "What the documents say"),
        lambda one: (
            one.id,
            f"{one.why} (dismissed by {one.dismissed_by})" if one.dismissed_by else one.why,
            f"{_side(one.one)}\n{_side(one.other)}",
        ),
    )


@conflicts.command("dismiss")
def dismiss(number: _Conflict) -> None:
    """Say that it is no conflict: answers no longer show the two together.

    Example: [bold]bernard conflicts dismiss 4[/bold]
    """
    with opened() as (library, me):
        library.conflicts.dismiss(me, number)
    say("Dismissed: answers no longer show these two as a conflict.")


@conflicts.command("take-back")
def take_back(number: _Conflict) -> None:
    """Say that a dismissed one is a conflict after all.

    Example: [bold]bernard conflicts take-back 4[/bold]
    """
    with opened() as (library, me):
        library.conflicts.take_back(me, number)
    say("Listed as a conflict again; answers show both sides.")


@conflicts.command("look")
def look_for_conflicts() -> None:
    """Compare the documents in force with each other now.

    Example: [bold]bernard conflicts look[/bold]
    """
    with opened() as (library, me):
        looked, found = library.conflicts.look(me)
    say(f"{looked:,} passages looked at, {found:,} conflicts in the list.")


def _tell(entry: Entry, done: str, as_json: bool) -> None:
    if as_json:
        print_json(_entry_json(entry))
    else:
        say(f"{done}: {entry.short} is {entry.long}.")


def _entry_json(one: Entry) -> dict[str, object]:
    names = ("short", "long", "state", "count", "places", "changed_by", "changed_at")
    return fields(one, *names)


def _without_words(one: Suggestion) -> str:
    return "nearly the same text" if one.by_its_text else "the file's properties"


def _suggestion_json(one: Suggestion) -> dict[str, object]:
    return {
        **fields(one, "version_id", "document_id", "title", "collection"),
        "what": one.field,
        **fields(one, "value", "known", "words", "start", "end"),
        "other": one.other.title if one.other else None,
    }


def _side(side: Side) -> str:
    return f"{side.document.title}: “{' '.join(side.text.split())}”"


def _conflict_json(one: Conflict) -> dict[str, object]:
    sides = {"one": _side_json(one.one), "other": _side_json(one.other)}
    return {"number": one.id, "why": one.why, **sides, "dismissed_by": one.dismissed_by}


def _side_json(side: Side) -> dict[str, object]:
    return {
        "document_id": side.document.id,
        "document": side.document.source,
        **fields(side.document, "title", "owner"),
        **fields(side, "version_id", "start", "end", "text"),
    }
