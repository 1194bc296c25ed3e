"""`bernard ask` and `bernard search`: one question, with an answer or with passages alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import Mode, json_option, opened
from assistant.cli.output import COULD_NOT, OK, plain, print_json, say, stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answering.question.screen import Policy
    from assistant.answers.answer import Answer
    from assistant.answers.citation import Citation
    from assistant.answers.events import Event
    from knowledge.documents.types import Passage


def ask(
    question: Annotated[str, typer.Argument(help="In plain words, in quotation marks.")],
    mode: Annotated[
        Mode | None,
        typer.Option(help="embedded: the documents' own words; model: the chat model set up."),
    ] = None,
    send_anyway: Annotated[
        bool,
        typer.Option(
            "--send-anyway",
            help="Send personal data in the question to a model outside; where "
            "BERNARD_PERSONAL_DATA=send-anyway lets people decide. It is recorded.",
        ),
    ] = False,
    as_json: Annotated[bool, json_option("The whole answer as one JSON object.")] = False,
) -> None:
    """Ask a question; the answer comes with the words it rests on.

    With OPENAI_API_KEY and BERNARD_CHAT_MODEL set, a language model writes the answer; without, it
    is made of the documents' own sentences. Exit status 1 when there could be no answer.

    Example: [bold]bernard ask "How many days of leave can I carry over?"[/bold]
    """
    from assistant.answering.assistant import Assistant
    from assistant.answering.question.screen import Policy
    from assistant.answers.json import answer_json
    from assistant.models import Models
    from assistant.record.budget import Budget
    from knowledge.access import system
    from knowledge.errors import BadSetting

    policy = Policy.from_environment()
    if send_anyway and not policy.send_anyway:
        raise BadSetting(
            "--send-anyway is not allowed here: BERNARD_PERSONAL_DATA does not let people decide. "
            "Nothing was sent."
        )
    models = None if mode == "embedded" else Models.from_environment()
    with opened() as (library, me):
        if models is not None:
            models = models.with_budget(
                Budget.from_environment(library.database(system("A command asks.")))
            )
        assistant = Assistant(library, models=models, policy=policy)
        answer = _finished(assistant.ask(me, question, mode=mode, send_anyway=send_anyway))
    if as_json:
        print_json(answer_json(answer))
    else:
        _show(answer)
        _say_choices(answer, policy)
    raise typer.Exit(COULD_NOT if answer.status.value.startswith("error-") else OK)


def search(
    words: Annotated[str, typer.Argument(metavar="QUESTION", help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="So many passages at most.")] = 10,
    as_json: Annotated[bool, json_option("The passages as one JSON array, best first.")] = False,
) -> None:
    """Show the passages nearest to a question, best first, and why each was found.

    Example: [bold]bernard search "carry over leave" --limit 3[/bold]
    """
    from assistant.answers.json import passages_json
    from knowledge.search.words_alone import hearing_of_words_alone

    with opened() as (library, me), hearing_of_words_alone(say):
        found = library.search(words, me, limit)
    if as_json:
        print_json(passages_json(found))
        return
    if not found:
        say("Nothing in the library is near this.")
    for rank, item in enumerate(found, start=1):
        why = ", ".join(
            f"{reason.by}: rank {reason.rank}, {reason.score:.2f}" for reason in item.reasons
        )
        out = stdout()
        out.print(
            plain(f"{rank}. {_place(item.passage, item.passage.source)}"),
            style="bold",
            soft_wrap=True,
        )
        out.print(f"   score {item.score:.3f} ({why})", style="dim", soft_wrap=True)
        out.print(plain(item.passage.text) + "\n", soft_wrap=True)


def _finished(events: Iterator[Event]) -> Answer:
    """Follows the steps in a quiet line on stderr, where that is a terminal."""
    from rich.console import Console

    from assistant.answers.events import Finished, StepStarted

    console = Console(stderr=True, markup=False)
    answer = None
    with console.status("Starting") as status:
        for event in events:
            if isinstance(event, StepStarted):
                status.update(event.sentence)
            elif isinstance(event, Finished):
                answer = event.answer
    if answer is None:
        raise AssertionError("the answering ended without an answer")
    return answer


def _show(answer: Answer) -> None:
    out = stdout()
    if answer.notice:
        out.print(answer.notice + "\n", soft_wrap=True)
    for remark in answer.remarks:
        out.print(plain(remark) + "\n", style="dim", soft_wrap=True)
    for sentence in answer.currency:
        out.print(plain(sentence) + "\n", soft_wrap=True)
    out.print(plain(answer.text), soft_wrap=True)
    _show_compared(answer)
    _show_checked(answer)
    if answer.citations:
        out.print("\nSources", style="bold")
    for citation in answer.citations:
        out.print(plain(f"[{citation.n}] {_source(citation)}"), soft_wrap=True)
        out.print(plain(f"    “{citation.quote}”"), style="dim", soft_wrap=True)
    out.print(f"\n{answer.status.value} · {answer.mode}", style="dim")


def _show_compared(answer: Answer) -> None:
    """Words side by side, one under the other: a conflict's two, or now and before."""
    out = stdout()
    names = {"conflict": ("One says", "The other"), "change": ("Now", "Before")}
    for each in answer.comparisons:
        why = f": {each.why}" if each.why else ""
        out.print(plain(f"\n{each.kind.value.capitalize()}{why}"), style="bold")
        for name, side in zip(names[each.kind.value], (each.one, each.other), strict=True):
            if side is not None:
                out.print(plain(f"{name}: “{side.quote}” ({_source(side)})"), soft_wrap=True)


def _show_checked(answer: Answer) -> None:
    """What the check said of each claim: why it is not supported, which mark was put right."""
    noted = [claim for claim in answer.claims if claim.note and not claim.withheld]
    if noted:
        stdout().print("\nChecked", style="bold")
    for claim in noted:
        words = f"{claim.verdict or 'not checked'}: “{claim.text}” {claim.note}"
        stdout().print(plain(words), soft_wrap=True)


def _say_choices(answer: Answer, policy: Policy) -> None:
    """Of a question stopped for the personal data in it: how it may be asked instead."""
    from assistant.answers.status import Status

    if answer.status is not Status.BLOCKED_PERSONAL:
        return
    if not policy.embeddings_leave():
        say("--mode embedded answers it as it is: nothing is sent.")
    if policy.send_anyway:
        say("--send-anyway sends it: the model sees the personal data, and this is recorded.")


def _source(citation: Citation) -> str:
    return _place(citation, f"{citation.document}, version {citation.version}")


def _place(found: Passage | Citation, document: str) -> str:
    page = f", page {found.page}" if found.page else ""
    path = " › ".join(dict.fromkeys((found.title, *found.heading_path)))
    return f"{path} ({document}{page})"
