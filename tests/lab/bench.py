"""`bernard bench`: how fast, and how much memory, on the machine it runs on."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answers.events import Finished, Piece
from assistant.intake import Intake, SourceFile, bring_in
from knowledge.access import on_this_machine, system
from knowledge.documents.passages import embedded_text
from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab import synthetic
from tests.lab.growth import grown_library
from tests.lab.instant_model import InstantModel, instant_model
from tests.lab.memory import serve_memory
from tests.lab.search_speed import search_figures, spread

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

#: Really loaded, embedded and all, twice: enough that the worker's start is a small part of it.
INGEST_DOCUMENTS, INGEST_SECTIONS = 80, 20
#: Passages of the library that an idle `bernard serve` holds.
IDLE = 1_000
_COLLECTION = "Manuals"
#: Asked before the clock counts: caches of the operating system fill, connections open.
_WARM_UP = 3


def measure(
    sizes: Sequence[int], questions: int, bars: Progress, grown: Path | None = None
) -> dict[str, Any]:
    """The report of `bernard bench`. Its homes are made for it and removed after it, but for the
    libraries in the folder `grown`, which are kept and used again: one for each size."""
    main = Home.from_environment().make()
    scratch = Path(tempfile.mkdtemp(prefix="bench-", dir=main.path))
    folder = grown or scratch / "grown"
    try:
        ingest = _made(scratch / "ingest", main)
        homes = {size: _made(folder / str(size), main) for size in sizes}
        return {
            "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
            "ingest": _ingest(ingest, bars),
            **_questions(homes, questions, bars),
            "memory_mb": _idle_memory(_made(scratch / "idle", main)),
            "vectors": "the ingest's are embedded; the rest are topics' vectors with noise",
        }
    finally:
        shutil.rmtree(scratch)


def _idle_memory(home: Home) -> dict[str, float]:
    """Of a `bernard serve` of IDLE passages with nothing to do: conflicts are looked for before it
    starts (20 passages a second, so not in one of the libraries asked for)."""
    with grown_library(home, IDLE, _COLLECTION, lambda added: None) as (library, _):
        while library.conflicts.look_at_next(system("A bench."), lambda: False):
            pass
    return serve_memory(home.path)


def _made(path: Path, main: Home) -> Home:
    """A home that uses the main one's models."""
    path.mkdir(parents=True, exist_ok=True)
    home = Home(path)
    if not home.models.exists():
        home.models.symlink_to(main.models, target_is_directory=True)
    return home.make()


def _ingest(home: Home, bars: Progress) -> dict[str, Any]:
    """Loads Markdown by the code of `bernard load`, whose worker starts on the clock; then as much
    again with that worker running, as in `bernard serve`; then the bare model on all the texts."""
    from knowledge.work.worker import running_worker

    with Library.open(home.path) as library:
        with running_worker(home):
            starting = _load(library, home.path / "first", range(INGEST_DOCUMENTS), bars)
            others = range(INGEST_DOCUMENTS, 2 * INGEST_DOCUMENTS)
            running = _load(library, home.path / "second", others, bars)
        bare = _bare_rate(library, _embedded_texts(library))
    return {
        "bare_model_passages_per_second": round(bare, 1),
        **_rates(starting, bare),
        "with_running_worker": _rates(running, bare),
    }


@dataclass(frozen=True, slots=True)
class _Load:
    documents: int
    passages: int
    size: int  # bytes
    seconds: float


def _load(library: Library, folder: Path, numbers: Iterable[int], bars: Progress) -> _Load:
    folder.mkdir()
    sources = []
    for number in numbers:
        file = folder / f"policy-{number}.md"
        file.write_text(synthetic.markdown(*synthetic.plain_document(number, INGEST_SECTIONS)))
        sources.append(SourceFile(file, file.name))
    began = time.perf_counter()
    outcomes = list(bring_in(Intake(library, on_this_machine(), _COLLECTION), sources, bars))
    seconds = time.perf_counter() - began
    if any(outcome.outcome != "loaded" for outcome in outcomes):
        raise BernardError("Not every synthetic file could be loaded, so no rate was measured.")
    passages = sum(outcome.passages for outcome in outcomes)
    size = sum(source.path.stat().st_size for source in sources)
    return _Load(len(sources), passages, size, seconds)


def _rates(load: _Load, bare: float) -> dict[str, float]:
    rate = load.passages / load.seconds
    return {
        "documents": load.documents,
        "passages": load.passages,
        "seconds": round(load.seconds, 2),
        "kb_per_second": round(load.size / 1000 / load.seconds, 1),
        "passages_per_second": round(rate, 1),
        "share_of_bare_model": round(rate / bare, 3),
    }


def _embedded_texts(library: Library) -> list[str]:
    texts = []
    for document in library.documents(on_this_machine()):
        if document.current:
            for passage in library.passages(on_this_machine(), document.current.id):
                texts.append(embedded_text(passage.title, passage.heading_path, "", passage.text))
    return texts


def _bare_rate(library: Library, texts: Sequence[str]) -> float:
    """Texts a second of the embedding model alone, warm, all at once."""
    library.embeddings.embed_passages(texts[:32])
    began = time.perf_counter()
    library.embeddings.embed_passages(texts)
    return len(texts) / (time.perf_counter() - began)


def _questions(homes: Mapping[int, Home], count: int, bars: Progress) -> dict[str, Any]:
    first_piece: dict[str, Any] = {}
    overhead: dict[str, Any] = {}
    scale: dict[str, Any] = {}
    every = synthetic.questions(5 * (count + _WARM_UP))
    asked, searched = every[: count + _WARM_UP], every[count + _WARM_UP :]
    with instant_model() as server:
        for size, home in homes.items():
            task = bars.add_task(f"Growing to {size:,} passages", total=size)
            moved = partial(_moved, bars, task)
            with grown_library(home, size, _COLLECTION, moved) as (library, rebuild):
                moved(size)
                library.warm()
                first_piece[str(size)] = _first_pieces(Assistant(library), asked, "embedded")
                overhead[str(size)] = _overhead(library, server, asked)
                scale[str(size)] = {
                    "rebuild_seconds": round(rebuild, 1),
                    **search_figures(library, searched, _WARM_UP),
                }
    return {"first_piece_ms": first_piece, "overhead_ms": overhead, "scale": scale}


def _moved(bars: Progress, task: TaskID, added: int) -> None:
    bars.update(task, completed=added)


def _first_pieces(assistant: Assistant, asked: Sequence[str], mode: str) -> dict[str, float]:
    times = [_first_piece(assistant, question, mode) for question in asked]
    return spread(times[_WARM_UP:])


def _overhead(library: Library, server: InstantModel, asked: Sequence[str]) -> dict[str, float]:
    """Time to the first token, less what the model server took itself for it."""
    # Measured is the way to the first word; a judge comes after the last.
    checking = Checking(ask_model=False)
    assistant = Assistant(library, models=server.models(), checking=checking)
    times = []
    for question in asked:
        server.own_ms.clear()
        took = _first_piece(assistant, question, "model")
        if len(server.own_ms) != 1:
            raise BernardError("The instant model was not asked exactly once for a question.")
        times.append(took - server.own_ms[0])
    return spread(times[_WARM_UP:])


def _first_piece(assistant: Assistant, question: str, mode: str) -> float:
    """Milliseconds from the question to its answer's first piece, or to its end without one."""
    began = time.perf_counter()
    first = 0.0
    for event in assistant.ask(on_this_machine(), question, mode=mode):
        if not first and isinstance(event, Piece | Finished):
            first = 1000 * (time.perf_counter() - began)
    return first
