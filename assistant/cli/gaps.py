"""`bernard gaps`: questions that the documents did not answer, told to their owners or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.output import print_json, print_table, say

if TYPE_CHECKING:
    from assistant.record.gaps import Unanswered, Untold

app = typer.Typer(
    help="Questions that the documents did not answer. Who asked tells the owner; a curator closes "
    "them.\n\nExample: [bold]bernard gaps list[/bold]",
    no_args_is_help=False,
    invoke_without_command=True,
)

_Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on standard output.")]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `bernard gaps list` shows it.")]


@app.callback()
def _default(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_gaps()


@app.command("list")
def list_gaps(
    with_closed: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
    as_json: _Json = False,
) -> None:
    """List the questions that were told to owners, newest first.

    Example: [bold]bernard gaps list --all[/bold]
    """
    from assistant.cli.opening import open_gaps, open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = open_gaps(library).list(on_this_machine(), done=with_closed)
    if as_json:
        for one in found:
            print_json(_as_json(one))
        return
    print_table(
        f"{len(found)} told to owners",
        ("Number", "Question", "Missing", "Told on", "Nearest document", "Owner", "Closed"),
        [
            (
                one.id,
                one.question,
                one.missing,
                one.told_at.date(),
                one.nearest[0].title if one.nearest else "",
                one.owner,
                one.done_at.date() if one.done_at else "",
            )
            for one in found
        ],
    )


@app.command("unanswered")
def unanswered(as_json: _Json = False) -> None:
    """List your own questions that the documents did not answer and no owner was told of.

    Example: [bold]bernard gaps unanswered[/bold]
    """
    from assistant.cli.opening import open_gaps, open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        found = open_gaps(library).untold(on_this_machine())
    if as_json:
        for one in found:
            print_json(_untold_json(one))
        return
    print_table(
        f"{len(found)} unanswered and not told",
        ("Question number", "Question", "Ended as", "Asked on"),
        [(one.exchange_id, one.question, one.status.value, one.asked_at.date()) for one in found],
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
    from assistant.cli.opening import open_gaps, open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        told = open_gaps(library).tell(on_this_machine(), number)
    who = told.owner or "those who look after the library"
    say(f"{'Told before' if told.again else 'Told'}: {who}.")


@app.command("close")
def close(number: _Number, as_json: _Json = False) -> None:
    """Close a question: it is listed no more, and who asked sees so.

    Example: [bold]bernard gaps close 3[/bold]
    """
    from assistant.cli.opening import open_gaps, open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        closed = open_gaps(library).close(on_this_machine(), number)
    if as_json:
        print_json(_as_json(closed))
    else:
        say(f"Closed: {closed.question}")


@app.command("withdraw")
def withdraw(number: _Number) -> None:
    """Take back a question that you told of: it is removed for good.

    Example: [bold]bernard gaps withdraw 3[/bold]
    """
    from assistant.cli.opening import open_gaps, open_library
    from knowledge.access import on_this_machine

    with open_library() as library:
        question = open_gaps(library).withdraw(on_this_machine(), number)
    say(f"Withdrawn: {question}")


def _as_json(one: Unanswered) -> dict[str, object]:
    return {
        "number": one.id,
        "question": one.question,
        "missing": one.missing,
        "told_by": one.told_by,
        "told_at": one.told_at.isoformat(),
        "collection": one.collection,
        "owner": one.owner,
        "nearest": [
            {
                "document_id": near.document_id,
                "title": near.title,
                "version_id": near.version_id,
                "start": near.start,
                "end": near.end,
            }
            for near in one.nearest
        ],
        "done_at": one.done_at.isoformat() if one.done_at else None,
        "done_by": one.done_by,
    }


def _untold_json(one: Untold) -> dict[str, object]:
    return {
        "question_number": one.exchange_id,
        "question": one.question,
        "status": one.status.value,
        "asked_at": one.asked_at.isoformat(),
    }
