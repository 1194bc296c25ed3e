"""`bernard gaps`: questions that the documents did not answer, told to their owners or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import json_option, listing, opened
from assistant.cli.output import fields, print_found, print_json, say

if TYPE_CHECKING:
    from assistant.record.gaps import Gaps, Unanswered
    from knowledge.access import Scope

app = listing(
    "Questions that the documents did not answer. Who asked tells the owner; a curator closes "
    "them.\n\nExample: [bold]bernard gaps list[/bold]"
)

_Json = Annotated[bool, json_option()]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `bernard gaps list` shows it.")]


@app.command("list")
def list_gaps(
    with_closed: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
    as_json: _Json = False,
) -> None:
    """List the questions that were told to owners, newest first.

    Example: [bold]bernard gaps list --all[/bold]
    """
    with _gaps() as (record, me):
        found = record.list(me, done=with_closed)
    print_found(
        found,
        as_json,
        _gap_json,
        "told to owners",
        ("Number", "Question", "Missing", "Told on", "Nearest document", "Owner", "Closed"),
        lambda one: (
            one.id,
            one.question,
            one.missing,
            one.told_at.date(),
            one.nearest[0].title if one.nearest else "",
            one.owner,
            one.done_at.date() if one.done_at else "",
        ),
    )


@app.command("unanswered")
def unanswered(as_json: _Json = False) -> None:
    """List your own questions that the documents did not answer and no owner was told of.

    Example: [bold]bernard gaps unanswered[/bold]
    """
    with _gaps() as (record, me):
        found = record.untold(me)
    print_found(
        found,
        as_json,
        lambda one: {
            "question_number": one.exchange_id,
            **fields(one, "question", "status", "asked_at"),
        },
        "unanswered and not told",
        ("Question number", "Question", "Ended as", "Asked on"),
        lambda one: (one.exchange_id, one.question, one.status.value, one.asked_at.date()),
    )


@app.command("tell")
def tell(
    number: Annotated[
        int,
        typer.Argument(metavar="QUESTION-NUMBER", help="As `bernard gaps unanswered` shows it."),
    ],
) -> None:
    """Keep a question of yours for the owner of the nearest documents.

    It is kept word for word, with your user name, also when its conversation is deleted.

    Example: [bold]bernard gaps tell 12[/bold]
    """
    with _gaps() as (record, me):
        told = record.tell(me, number)
    who = told.owner or "those who look after the library"
    say(f"{'Told before' if told.again else 'Told'}: {who}.")


@app.command("close")
def close(number: _Number, as_json: _Json = False) -> None:
    """Close a question: it is listed no more, and who asked sees so.

    Example: [bold]bernard gaps close 3[/bold]
    """
    with _gaps() as (record, me):
        closed = record.close(me, number)
    if as_json:
        print_json(_gap_json(closed))
    else:
        say(f"Closed: {closed.question}")


@app.command("withdraw")
def withdraw(number: _Number) -> None:
    """Take back a question that you told of: it is removed for good.

    Example: [bold]bernard gaps withdraw 3[/bold]
    """
    with _gaps() as (record, me):
        say(f"Withdrawn: {record.withdraw(me, number)}")


@contextmanager
def _gaps() -> Iterator[tuple[Gaps, Scope]]:
    from assistant.record.gaps import Gaps
    from knowledge.access import system

    with opened() as (library, me):
        yield Gaps(library, library.database(system("A command keeps the record."))), me


def _gap_json(one: Unanswered) -> dict[str, object]:
    near = ("document_id", "title", "version_id", "start", "end")
    return {
        "number": one.id,
        **fields(one, "question", "missing", "told_by", "told_at", "collection", "owner"),
        "nearest": [fields(each, *near) for each in one.nearest],
        **fields(one, "done_at", "done_by"),
    }
