"""`bernard documents`: what is in the library, its text, and taking a document out of answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import print_json, print_table, print_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.documents.types import Document, Version
    from knowledge.library import Library
    from knowledge.runtime.home import Home

app = typer.Typer(
    help="List documents, print one as Bernard read it, withdraw and restore.\n\n"
    "Example: [bold]bernard documents list --collection HR[/bold]",
    no_args_is_help=False,
    invoke_without_command=True,
)

_Name = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="Id, path, file name or exact title.")
]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_documents()


@app.command("list")
def list_documents(
    collection: Annotated[str, typer.Option(help="Only this collection.")] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a document on standard output.")
    ] = False,
) -> None:
    """List the documents, with the version in force of each.

    Example: [bold]bernard documents list --collection HR --json[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine
    from knowledge.errors import NotFound

    with open_library() as library:
        chosen = None
        if collection:
            by_name = {found.name: found.id for found in library.collections(on_this_machine())}
            if collection not in by_name:
                raise NotFound(
                    f"There is no collection {collection}. There are: "
                    f"{', '.join(sorted(by_name)) or 'none'}."
                )
            chosen = by_name[collection]
        documents = library.documents(on_this_machine(), chosen)
    if as_json:
        for document in documents:
            print_json(_as_json(document))
        return
    rows = [_row(document) for document in documents]
    print_table(
        f"{len(documents)} documents",
        ("Id", "Collection", "Document", "In force", "Passages", "Since", "Review by"),
        rows,
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
    from assistant.cli.opening import logged_home
    from assistant.evaluation.throwaway import throwaway_homes
    from knowledge.access import on_this_machine
    from knowledge.errors import NotFound
    from knowledge.library import Library

    main = logged_home()
    try:
        with Library.open(main.path) as library:
            found = _text(library, library.find_document(on_this_machine(), document), version)
    except NotFound as missing:
        elsewhere = _throwaway_text(throwaway_homes(main), document, version)
        if elsewhere is None:
            raise missing
        found = elsewhere
    print_text(found)


def _throwaway_text(homes: Sequence[Home], name: str, number: int | None) -> str | None:
    """From the evaluation library used last that holds a document of exactly this name (a path
    below its folder, or a BEIR id)."""
    from knowledge.access import on_this_machine
    from knowledge.errors import NotFound
    from knowledge.library import Library

    for home in homes:
        with Library.open(home.path) as library:
            sources = {one.source: one for one in library.documents(on_this_machine())}
            document = sources.get(name) or sources.get(f"{name}.md")
            if document is None:
                continue
            try:
                found = _text(library, document, number)
            except NotFound:
                continue
        say(f"From the evaluation library {home.path.name}: the main one does not hold it.")
        return found
    return None


@app.command("withdraw")
def withdraw(document: _Name) -> None:
    """Take a document out of answers at once. Every version is kept and can be restored.

    Example: [bold]bernard documents withdraw leave.md[/bold]
    """
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = library.find_document(on_this_machine(), document)
        library.withdraw(on_this_machine(), found.id)
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
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine
    from knowledge.curation.correcting import Facts

    with open_library() as library:
        found = library.find_document(on_this_machine(), document)
        since = found.current.effective_from if found.current else None
        review = found.current.review_by if found.current else None
        facts = Facts(
            found.owner if owner is None else owner,
            in_force_since.date() if in_force_since else since,
            review_by.date() if review_by else review,
        )
        library.suggestions.correct(on_this_machine(), found.id, facts)
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
    from assistant.cli.opening import open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = library.find_document(on_this_machine(), document)
        chosen = _version(library, found, version, newest=True)
        library.restore(on_this_machine(), chosen.id)
    say(f"In force: version {chosen.number} of {found.title}.")


def _text(library: Library, document: Document, number: int | None) -> str:
    from knowledge.access import on_this_machine

    return library.text(on_this_machine(), _version(library, document, number).id)


def _version(
    library: Library, document: Document, number: int | None, *, newest: bool = False
) -> Version:
    """That version; without a number the one in force, or else (or by `newest`) the newest."""
    from knowledge.access import on_this_machine
    from knowledge.errors import NotFound

    versions = library.versions(on_this_machine(), document.id)
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
        "title": document.title,
        "collection": document.collection,
        "owner": document.owner,
        "version": current.number if current else None,
        "state": newest.state.value if newest else None,
        "passages": current.passages if current else 0,
        "characters": current.characters if current else 0,
        "effective_from": _date(current and current.effective_from),
        "review_by": _date(current and current.review_by),
    }


def _row(document: Document) -> tuple[object, ...]:
    current = document.current
    in_force = f"version {current.number}" if current else document.standing or "none"
    return (
        document.id,
        document.collection,
        document.source,
        in_force,
        current.passages if current else 0,
        _date(current and current.effective_from),
        _date(current and current.review_by),
    )


def _date(value: object) -> str | None:
    return str(value) if value else None
