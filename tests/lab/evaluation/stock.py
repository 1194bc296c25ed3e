"""Fills a throw-away library with an evaluation's documents, by the code of `bernard load`."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.intake import Intake, SourceFile, bring_in
from knowledge.access import on_this_machine
from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.evaluation.questions import read_beir_corpus
from tests.lab.evaluation.throwaway import home_for, note, notes, reuse_vectors

if TYPE_CHECKING:
    from rich.progress import Progress

_COLLECTION = "Evaluation"
_BATCH = "evaluation"
_SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Stock:
    """A loaded throw-away library. Names are those of the questions: path, or BEIR id."""

    home: Home
    embedding_model: str
    documents: int
    passages: int
    load: Mapping[str, Any]
    beir: bool
    duplicates: Mapping[str, Sequence[str]] = field(default_factory=dict)  # source → its doubles

    def name(self, source: str) -> str:
        """A document's name in questions and records."""
        return source.removesuffix(_SUFFIX) if self.beir else source

    def ranked(self, sources: Sequence[str]) -> list[str]:
        """Distinct names, each followed by the documents that are the same text."""
        each = ((source, *self.duplicates.get(source, ())) for source in dict.fromkeys(sources))
        return [self.name(same) for doubles in each for same in doubles]


def stocked(home: Home, sources: Sequence[SourceFile], bars: Progress, *, beir: bool) -> Stock:
    """The library of these files, loaded now or by an earlier run; a stopped loading goes on."""
    from knowledge.embeddings import open_embeddings

    if not sources:
        raise BernardError("The folder holds no documents.")
    model = open_embeddings(home.models).name
    made = home_for(home, sources, model)
    cached = bool(notes(made).get("complete"))
    if not cached:
        _load(made, home, model, sources, bars)
    kept = notes(made)
    seconds = float(kept["seconds"])
    load = {
        "seconds": round(seconds, 2),
        "bytes": kept["bytes"],
        "passages_per_second": round(kept["passages"] / max(seconds, 1e-9), 2),
        "cached": cached,
        **{name: kept[name] for name in ("interrupted", "vectors_reused", "outcomes", "refused")},
    }
    duplicates: dict[str, list[str]] = {}
    for double, original in sorted(kept["doubles"].items()):
        duplicates.setdefault(original, []).append(double)
    return Stock(made, model, kept["documents"], kept["passages"], load, beir, duplicates)


def _load(
    made: Home, main: Home, model: str, sources: Sequence[SourceFile], bars: Progress
) -> None:
    """Notes how it went."""
    from knowledge.work.worker import running_worker

    kept = notes(made)
    spent = float(kept.get("seconds", 0.0))
    reused = int(kept.get("vectors_reused", 0))
    began = time.perf_counter()
    try:
        with Library.open(made.path) as library:
            note(made, vectors_reused=reused + reuse_vectors(made, main, model))
            with running_worker(made):
                intake = Intake(library, on_this_machine(), _COLLECTION, batch=_BATCH)
                outcomes = list(bring_in(intake, sources, bars))
            jobs = library.jobs(on_this_machine(), batch=_BATCH, limit=1_000_000)
            by_id = {found.id: found.source for found in library.documents(on_this_machine())}
    finally:
        note(made, seconds=spent + time.perf_counter() - began)
    note(
        made,
        complete=True,
        interrupted=spent > 0,
        outcomes=Counter(outcome.outcome for outcome in outcomes),
        refused={
            outcome.source: outcome.reason
            for outcome in outcomes
            if outcome.outcome in ("refused", "failed")
        },
        doubles={
            job.source: by_id[job.document_id]
            for job in jobs
            if job.state == "duplicate" and job.document_id in by_id
        },
        documents=len(by_id),
        passages=sum(outcome.passages for outcome in outcomes),
        characters=sum(outcome.characters for outcome in outcomes),
        bytes=sum(source.path.stat().st_size for source in sources),
    )


def beir_sources(directory: Path, home: Home) -> list[SourceFile]:
    """Each line of the corpus as a Markdown file named by its id, in the throw-away area; written
    once for a corpus of the same content."""
    content = (directory / "corpus.jsonl").read_bytes()
    area = home.path / "evaluations" / f"corpus-{hashlib.sha256(content).hexdigest()[:16]}"
    listing = area / "corpus.json"
    if not listing.is_file():
        area.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = {}
        for document in read_beir_corpus(directory):
            # A digest: an id may hold what a file name may not.
            names[document.id] = f"{hashlib.sha256(document.id.encode()).hexdigest()[:24]}{_SUFFIX}"
            title = " ".join(document.title.split())
            heading = f"# {title}\n\n" if title else ""
            text = f"{heading}{document.text}\n"
            (area / names[document.id]).write_text(text, encoding="utf-8")
        listing.write_text(json.dumps(names), encoding="utf-8")
    names = json.loads(listing.read_text(encoding="utf-8"))
    return [SourceFile(area / name, f"{id_}{_SUFFIX}") for id_, name in names.items()]
