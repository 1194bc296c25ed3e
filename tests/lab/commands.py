"""`bernard evaluate`, `evaluate-grounding` and `bench`: how good and how fast, measured.

The command has them where it runs from the repository (`assistant.cli.measuring`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import Mode, json_option, logged_home
from assistant.cli.output import Stopped, print_json, progress


def evaluate(
    out: Annotated[
        Path, typer.Option(help="Directory for questions.jsonl and report.json.", file_okay=False)
    ],
    documents: Annotated[
        Path | None,
        typer.Option(help="Folder of documents.", exists=True, file_okay=False),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(help="Labelled questions, JSON Lines.", exists=True, dir_okay=False),
    ] = None,
    beir: Annotated[
        Path | None,
        typer.Option(
            help="A set in the BEIR layout, instead of the two above.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    conversations: Annotated[
        Path | None,
        typer.Option(
            help="Conversations, JSON Lines, instead of questions.", exists=True, dir_okay=False
        ),
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="With --conversations: ask the sample library.")
    ] = False,
    split: Annotated[str, typer.Option(help="With --beir: test or train.")] = "test",
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only the first so many questions.")
    ] = None,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="Search, but make no answers.")
    ] = False,
    mode: Annotated[
        Mode | None, typer.Option(help="How answers are made; by default as in the chat.")
    ] = None,
    as_json: Annotated[bool, json_option("Print the report on standard output.")] = False,
) -> None:
    """Measure search and answers on labelled questions.

    `--conversations` asks whole conversations and writes turns.jsonl, for reading.

    Loads the documents with the very code of `bernard load` into a throw-away library under
    BERNARD_HOME (kept for the next run) and asks with the very code of the chat. A run that was
    stopped goes on where it was: nothing is embedded, and no question asked, twice.

    Example: [bold]bernard evaluate --documents set/docs --questions set/questions.jsonl --out
    results/set[/bold]
    """
    from tests.lab.evaluation import conversations as talks
    from tests.lab.evaluation.run import Settings, run
    from tests.lab.evaluation.shown import show_report

    if conversations is not None:
        if sample == bool(documents) or questions or beir:
            raise typer.BadParameter("--conversations goes with --documents or with --sample")
        logged_home()
        with progress() as bars:
            talks.run(conversations, documents, out, mode, bars)
        return
    if not bool(documents) == bool(questions) == (beir is None):
        raise typer.BadParameter("give --documents and --questions, or --beir alone")
    settings = Settings(
        documents=documents,
        questions=questions,
        beir=beir,
        split=split,
        out=out,
        limit=limit,
        retrieval_only=retrieval_only,
        mode=mode,
    )
    logged_home()
    try:
        with progress() as bars:
            report = run(settings, bars)
    except KeyboardInterrupt:
        raise Stopped(
            "Stopped. What was loaded and answered is kept; the same command goes on from there."
        ) from None
    if as_json:
        print_json(report)
    else:
        show_report(report, out)


def evaluate_grounding(
    responses: Annotated[
        Path,
        typer.Argument(
            help="Answers whose invented words people have marked, JSON Lines.",
            exists=True,
            dir_okay=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Directory for report.json and sentences.jsonl.", file_okay=False),
    ] = None,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Do not compare meaning with the embedding model.")
    ] = False,
    judge_replies: Annotated[
        Path | None,
        typer.Option(
            "--judge-replies",
            help='Replies of a judge, lines {"id", "reply"}, played back.',
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Measure how well unsupported statements are found; prints JSON.

    Each line is one answer. With "sources", "answer" and labelled "sentences", each sentence's
    verdict is told, of all and of both halves of the ids. Else RAGTruth's layout: id, question,
    passages ("passage 1:…"), response, labels (start and end of each invented part). Thresholds
    and weights are then fitted on one half of the ids (by a hash),
    and every figure is read off on the other: area under the curve and F1 of whole answers, of
    statements and of characters, and what each signal earns alone and takes away when left out.

    Example: [bold]bernard evaluate-grounding responses.jsonl[/bold]
    """
    from knowledge.embeddings import open_embeddings
    from knowledge.search.closeness import RecentVectors
    from tests.lab.evaluation.throwaway import write_atomically
    from tests.lab.grounding import measure
    from tests.lab.grounding_policy import judge_replies as read_replies
    from tests.lab.grounding_policy import labelled_items
    from tests.lab.grounding_policy import measure as measure_labelled

    home = logged_home()
    replies = read_replies(judge_replies) if judge_replies else {}
    requests: dict[str, str] = {}
    alike = None if words_only else RecentVectors(open_embeddings(home.models)).alike
    with progress() as bars:
        lines = responses.read_text(encoding="utf-8").count("\n")
        task = bars.add_task("Checking answers", total=lines)
        items = labelled_items(responses)
        if items:
            records, report = measure_labelled(
                items, alike, lambda: bars.advance(task), replies, requests.__setitem__
            )
        else:
            records, report = [], measure(responses, alike, lambda: bars.advance(task))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_atomically(out / "report.json", json.dumps(report, indent=1) + "\n")
        written = "".join(json.dumps(record) + "\n" for record in records)
        write_atomically(out / "sentences.jsonl", written)
        asked = "".join(json.dumps({"id": a, "request": b}) + "\n" for a, b in requests.items())
        write_atomically(out / "judge_requests.jsonl", asked)
    print_json(report)


def bench(
    sizes: Annotated[
        str, typer.Option(help="Library sizes in passages, parted by commas.")
    ] = "1000,10000",
    questions: Annotated[int, typer.Option(min=5, help="Questions asked at each size.")] = 50,
    grown: Annotated[
        Path | None,
        typer.Option(
            help="Folder that keeps the grown libraries for the next run.", file_okay=False
        ),
    ] = None,
    as_json: Annotated[bool, json_option("Only JSON, without progress.")] = False,
) -> None:
    """Measure speed and memory on this machine; prints JSON.

    Time to the first piece of an answer at each library size, what Bernard adds to a model server's
    own time, memory of each process, and loading speed beside the bare embedding model's. Uses
    synthetic policies in throw-away homes; a million passages take half an hour to grow and 13 GB,
    so `--grown` keeps them for another run.

    Example: [bold]bernard bench --sizes 1000,10000 > speed.json[/bold]
    """
    from tests.lab.bench import measure

    try:
        wanted = sorted({int(size) for size in sizes.split(",")})
    except ValueError:
        raise typer.BadParameter("--sizes takes whole numbers parted by commas") from None
    if not wanted or wanted[0] < 100:
        raise typer.BadParameter("the smallest size is 100 passages")
    logged_home()
    with progress() as bars:
        bars.disable = bars.disable or as_json
        report = measure(wanted, questions, bars, grown)
    print_json(report)
