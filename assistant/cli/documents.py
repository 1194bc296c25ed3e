"""`bernard documents`: what is in the library, its text, and taking a document out of answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import json_option, listing, logged_home, opened
from assistant.cli.measuring import lab
from assistant.cli.output import fields, print_found, print_text, say

if TYPE_CHECKING:
    from knowledge.access import Scope
    from knowledge.documents.types import Document, Version
    from knowledge.library import Library

app = listing(
    "List documents, print one as Bernard read it, withdraw and restore.\n\n"
    "Example: [bold]bernard documents list --collection HR[/bold]"
)

_Name = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="Id, path, file name or exact title.")
]


@app.command("list")
def list_documents(
    collection: Annotated[str, typer.Option(help="Only this collection.")] = "",
    as_json: Annotated[bool, json_option("One JSON object a document on standard output.")] = False,
) -> None:
    """List the documents, with the version in force of each.

    Example: [bold]bernard documents list --collection HR --json[/bold]
    """
    from knowledge.errors import NotFound

    with opened() as (library, me):
        by_name = {found.name: found.id for found in library.collections(me)}
        if collection and collection not in by_name:
            raise NotFound(
                f"There is no collection {collection}. There are: "
                f"{', '.join(sorted(by_name)) or 'none'}."
            )
        documents = library.documents(me, by_name.get(collection))
    print_found(
        documents,
        as_json,
        _as_json,
        "documents",
        ("Id", "Collection", "Document", "In force", "Passages", "Since", "Review by"),
        _row,
    )


@app.command("text")
def text(
    document: _Name,
    version: Annotated[
        int | None, typer.Option(help="Number of the version; else the one in force.")
    ] = None,
) -> None:
    """Print a document's text exactly as Bernard read it.

    A citation's quote is [start:end] of this text, in characters. A document that is not in the
    library is looked for in the libraries that `bernard evaluate` made under the same BERNARD_HOME.

    Example: [bold]bernard documents text leave.md --version 2[/bold]
    """
    from knowledge.errors import NotFound

    found: str | None
    try:
        with opened() as (library, me):
            found = version_text(library, me, library.find_document(me, document), version)
    except NotFound:
        evaluated = lab("evaluation.texts")
        found = evaluated.text_of(logged_home(), document, version) if evaluated else None
        if found is None:
            raise
    print_text(found)


@app.command("withdraw")
def withdraw(document: _Name) -> None:
    """Take a document out of answers at once. Every version is kept and can be restored.

    Example: [bold]bernard documents withdraw leave.md[/bold]
    """
    with opened() as (library, me):
        found = library.find_document(me, document)
        library.withdraw(me, found.id)
    say(
        f"Withdrawn: {found.title}. It is in no answer from now on. "
        f"`bernard documents restore {found.id}` puts it back."
    )


@app.command("correct")
def correct(
    document: _Name,
    owner: Annotated[str | None, typer.Option(help="Who owns it; an empty text: nobody.")] = None,
    in_force_since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Since when it is in force.")
    ] = None,
    review_by: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When it is to be reviewed.")
    ] = None,
) -> None:
    """Put the owner or the dates of the version in force right; what is not named stays.

    Example: [bold]bernard documents correct leave.md --owner "HR Policy Team"[/bold]
    """
    from knowledge.curation.correcting import Facts

    with opened() as (library, me):
        found = library.find_document(me, document)
        now = found.current
        since, review = (now.effective_from, now.review_by) if now else (None, None)
        facts = Facts(
            found.owner if owner is None else owner,
            in_force_since.date() if in_force_since else since,
            review_by.date() if review_by else review,
        )
        library.suggestions.correct(me, found.id, facts)
    say(f"Corrected: {found.title}.")


@app.command("restore")
def restore(
    document: _Name,
    version: Annotated[
        int | None, typer.Option(help="Number of the version; else the newest.")
    ] = None,
) -> None:
    """Put a version in force again; it takes the place of the one in force, if there is one.

    Example: [bold]bernard documents restore leave.md --version 2[/bold]
    """
    with opened() as (library, me):
        found = library.find_document(me, document)
        chosen = _version(library, me, found, version, newest=True)
        library.restore(me, chosen.id)
    say(f"In force: version {chosen.number} of {found.title}.")


def version_text(library: Library, me: Scope, document: Document, number: int | None) -> str:
    return library.text(me, _version(library, me, document, number).id)


def _version(
    library: Library, me: Scope, document: Document, number: int | None, *, newest: bool = False
) -> Version:
    """That version; without a number the one in force, or else (or by `newest`) the newest."""
    from knowledge.errors import NotFound

    versions = library.versions(me, document.id)
    if number is not None:
        versions = [version for version in versions if version.number == number]
    elif not newest and document.current is not None:
        return document.current
    if not versions:
        raise NotFound(f"{document.title} has no version {number or ''}".rstrip() + ".")
    return versions[0]


def _as_json(document: Document) -> dict[str, object]:
    current = document.current
    newest = current or document.latest
    return {
        "id": document.id,
        "document": document.source,
        **fields(document, "title", "collection", "owner"),
        "version": current and current.number,
        "state": newest and newest.state,
        "passages": current.passages if current else 0,
        "characters": current.characters if current else 0,
        "effective_from": current and current.effective_from,
        "review_by": current and current.review_by,
    }


def _row(document: Document) -> tuple[object, ...]:
    current = document.current
    return (
        document.id,
        document.collection,
        document.source,
        f"version {current.number}" if current else document.standing or "none",
        current.passages if current else 0,
        current and current.effective_from,
        current and current.review_by,
    )
