"""The list of commands. Reading it costs no more than typer itself."""

from __future__ import annotations

import typer

from assistant.cli import (
    asking,
    checking,
    curating,
    documents,
    gaps,
    indexing,
    jobs,
    loading,
    measuring,
    serving,
)

app = typer.Typer(
    name="bernard",
    help=(
        "Answers questions from the department's own documents, every sentence pointing at its "
        "source.\n\n"
        "Everything lies in one directory: BERNARD_HOME, or the platform's data directory.\n\n"
        "Start with: [bold]bernard load ./policies --collection HR[/bold], then "
        '[bold]bernard ask "Can I carry over leave?"[/bold] or [bold]bernard serve[/bold].'
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("serve")(serving.serve)
app.command("load")(loading.load)
app.command("ask")(asking.ask)
app.command("search")(asking.search)
app.add_typer(jobs.app, name="jobs")
app.add_typer(documents.app, name="documents")
app.add_typer(curating.glossary, name="glossary")
app.add_typer(curating.suggestions, name="suggestions")
app.add_typer(curating.conflicts, name="conflicts")
app.add_typer(gaps.app, name="gaps")
app.add_typer(indexing.app, name="index")
app.command("worker")(serving.worker)
app.command("doctor")(checking.doctor)
if commands := measuring.lab("commands"):
    app.command("evaluate")(commands.evaluate)
    app.command("evaluate-grounding")(commands.evaluate_grounding)
    app.command("bench")(commands.bench)
