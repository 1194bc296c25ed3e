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

from assistant.evaluation.questions import BeirDocument, read_beir_corpus
from assistant.evaluation.throwaway import Notes, home_for, reuse_vectors
from assistant.intake import Intake, Source, bring_in
from knowledge.access import on_this_machine
from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home

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
    duplicates: Mapping[str, Sequence[str]] = field(default_factory=dict)  # name → its doubles

    def name(self, source: str) -> str:
        """A document's name in questions and records."""
        return source.removesuffix(_SUFFIX) if self.beir else source

    def ranked(self, sources: Sequence[str]) -> list[str]:
        """Distinct names, each followed by the documents that are the same text."""
        names = dict.fromkeys(self.name(source) for source in sources)
        return [same for name in names for same in (name, *self.duplicates.get(name, ()))]


def stocked(home: Home, sources: Sequence[Source], bars: Progress, *, beir: bool) -> Stock:
    """The library of these files, loaded now or by an earlier run; a stopped loading goes on."""
    from knowledge.embeddings import open_embeddings
    from knowledge.work.worker import running_worker

    if not sources:
        raise BernardError("The folder holds no documents.")
    model = open_embeddings(home.models).name
    made = home_for(home, sources, model)
    notes = Notes.of(made)
    kept = notes.read()
    cached = bool(kept.get("complete"))
    if not cached:
        began = time.perf_counter()
        spent = float(kept.get("seconds", 0.0))
        reused = int(kept.get("vectors_reused", 0))
        try:
            with Library.open(made.path) as library:
                notes.write({"vectors_reused": reused + reuse_vectors(made, home, model)})
                with running_worker(made):
                    intake = Intake(library, on_this_machine(), _COLLECTION, batch=_BATCH)
                    outcomes = list(bring_in(intake, sources, bars))
                jobs = library.jobs(on_this_machine(), batch=_BATCH, limit=1_000_000)
                by_id = {found.id: found.source for found in library.documents(on_this_machine())}
        finally:
            notes.write({"seconds": spent + time.perf_counter() - began})
        doubles = {
            job.source: by_id[job.document_id]
            for job in jobs
            if job.state == "duplicate" and job.document_id in by_id
        }
        notes.write(
            {
                "complete": True,
                "interrupted": spent > 0,
                "outcomes": Counter(outcome.outcome for outcome in outcomes),
                "refused": {
                    outcome.source: outcome.reason
                    for outcome in outcomes
                    if outcome.outcome in ("refused", "failed")
                },
                "doubles": doubles,
                "documents": len(by_id),
                "passages": sum(outcome.passages for outcome in outcomes),
                "characters": sum(outcome.characters for outcome in outcomes),
                "bytes": sum(source.path.stat().st_size for source in sources),
            }
        )
        kept = notes.read()
    return _stock(made, model, kept, cached, beir)


def _stock(home: Home, model: str, kept: Mapping[str, Any], cached: bool, beir: bool) -> Stock:
    seconds = float(kept["seconds"])
    load = {
        "seconds": round(seconds, 2),
        "bytes": kept["bytes"],
        "passages_per_second": round(kept["passages"] / max(seconds, 1e-9), 2),
        "cached": cached,
        "interrupted": kept["interrupted"],
        "vectors_reused": kept["vectors_reused"],
        "outcomes": kept["outcomes"],
        "refused": kept["refused"],
    }
    shell = Stock(home, model, kept["documents"], kept["passages"], load, beir)
    duplicates: dict[str, list[str]] = {}
    for double, original in sorted(kept["doubles"].items()):
        duplicates.setdefault(shell.name(original), []).append(shell.name(double))
    return Stock(home, model, kept["documents"], kept["passages"], load, beir, duplicates)


def beir_sources(directory: Path, home: Home) -> list[Source]:
    """Each line of the corpus as a Markdown file named by its id, in the throw-away area; written
    once for a corpus of the same content."""
    content = (directory / "corpus.jsonl").read_bytes()
    area = home.path / "evaluations" / f"corpus-{hashlib.sha256(content).hexdigest()[:16]}"
    listing = area / "corpus.json"
    if not listing.is_file():
        area.mkdir(parents=True, exist_ok=True, mode=0o700)
        names = {document.id: _write(document, area) for document in read_beir_corpus(directory)}
        listing.write_text(json.dumps(names), encoding="utf-8")
    names = json.loads(listing.read_text(encoding="utf-8"))
    return [Source(area / name, f"{id_}{_SUFFIX}") for id_, name in names.items()]


def _write(document: BeirDocument, area: Path) -> str:
    """The name of the file is a digest: an id may hold what a file name may not."""
    name = f"{hashlib.sha256(document.id.encode()).hexdigest()[:24]}{_SUFFIX}"
    title = " ".join(document.title.split())
    heading = f"# {title}\n\n" if title else ""
    (area / name).write_text(f"{heading}{document.text}\n", encoding="utf-8")
    return name
