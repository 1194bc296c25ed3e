"""How fast a library of some size is searched, how true its index is, and what both take up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import numpy as np
from sqlalchemy.orm import Session

from knowledge.access import on_this_machine, system
from knowledge.catalogue import indexed
from knowledge.catalogue import read as reading
from knowledge.catalogue import vectors as stored
from knowledge.catalogue.batches import batched
from knowledge.catalogue.read import Allowed
from knowledge.catalogue.sqlite.term_counts import TermCounts
from knowledge.catalogue.sqlite.word_search import search_words
from knowledge.index.server import ChromaServer
from knowledge.index.vectors import ChromaVectors
from knowledge.library import Library
from knowledge.search import DEPTH
from tests.lab.evaluation.metrics import percentile

if TYPE_CHECKING:
    from knowledge.embeddings import Vectors

P = ParamSpec("P")
T = TypeVar("T")

BENCH = system("A bench looks at every part of a search.")
#: Readers who ask at once.
READERS = 8
#: Passages whose vectors are compared at a time for the exact search: 30 MB.
BLOCK = 20_000
#: Results of which recall is told.
TOP = 10


def search_figures(library: Library, questions: Sequence[str], warm_up: int) -> dict[str, Any]:
    """Milliseconds of a search and of its parts, recall, readers at once, sizes.

    `questions` are split in two halves, for no question is asked twice: an embedding is remembered.
    """
    alone, together = questions[: len(questions) // 2], questions[len(questions) // 2 :]
    times = [_search_ms(library, question) for question in alone]
    return {
        "search_ms": spread(times[warm_up:]),
        "parts_ms": _parts(library, together[: len(together) // 2], warm_up),
        "recall": _recall(library, alone[warm_up:]),
        "readers": _readers(library, together[len(together) // 2 :]),
        "catalogue_mb": _megabytes([library.home.catalogue, *_beside(library.home.catalogue)]),
        "index_mb": _megabytes(library.home.index.rglob("*")),
        "chroma_rss_mb": _chroma_memory(),
    }


def spread(times: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(percentile(times, 0.5), 1),
        "p95": round(percentile(times, 0.95), 1),
        "n": len(times),
    }


def _parts(library: Library, questions: Sequence[str], warm_up: int) -> dict[str, float]:
    """Median of each step of a search, alone; a search does `words` beside the two before it."""
    chroma, counts = ChromaVectors(ChromaServer(library.home)), TermCounts(BENCH)
    times: dict[str, list[float]] = {}

    def part(name: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        began = time.perf_counter()
        result = step(*args, **kwargs)
        times.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        return result

    for question in questions:
        vector = part("embed", library.embeddings.embed_query, question)
        with library.database(BENCH).read() as session:
            pointers = part("rights", _rights, library, session)
            ids = set[int]()
            for name in pointers.values():
                near = part("nearest", chroma.query, name, vector[None], DEPTH)
                ids.update(one for one, _ in near[0])
            allowed = reading.visible(session, BENCH)
            found = part("words", search_words, session, question, allowed, DEPTH, counts)
            ids.update(one for one, _ in found)
            part("reads", _reads, library, session, ids, allowed)
    return {name: round(percentile(some[warm_up:], 0.5), 1) for name, some in times.items()}


def _rights(library: Library, session: Session) -> dict[int, str]:
    allowed = reading.visible(session, BENCH)
    pointers = library.upkeep.pointers(session)
    return {one: name for one, name in pointers.items() if one in allowed}


def _reads(library: Library, session: Session, ids: set[int], allowed: Allowed) -> None:
    live = reading.in_force(session, ids, allowed)
    stored.load(session, library.upkeep.model, {entry.text_hash for entry in live.values()})
    reading.passages_by_id(session, list(live)[:20], allowed)


def _recall(library: Library, questions: Sequence[str]) -> dict[str, float]:
    """Share of the exact nearest passages that Chroma finds: of ten, and of all it is asked for."""
    chroma = ChromaVectors(ChromaServer(library.home))
    vectors = library.embeddings.embed_passages(questions)
    with library.database(BENCH).read() as session:
        pointers = _rights(library, session)
    near: list[list[tuple[int, float]]] = [[] for _ in questions]
    exact: list[list[tuple[int, float]]] = [[] for _ in questions]
    for collection, name in pointers.items():
        for row, found in enumerate(chroma.query(name, vectors, DEPTH)):
            near[row] += found
        for ids, block in _blocks(library, collection):
            cosines = block @ vectors.T
            for row in range(len(questions)):
                best = np.argsort(-cosines[:, row])[:DEPTH]
                exact[row] += [(ids[one], float(cosines[one, row])) for one in best]
                exact[row] = _nearest(exact[row], DEPTH)
    return {
        f"at_{count}": round(
            sum(
                len(_ids(_nearest(found, count)) & _ids(_nearest(true, count)))
                / max(1, len(_nearest(true, count)))
                for found, true in zip(near, exact, strict=True)
            )
            / len(questions),
            3,
        )
        for count in (TOP, DEPTH)
    }


def _nearest(pairs: list[tuple[int, float]], count: int) -> list[tuple[int, float]]:
    return sorted(pairs, key=lambda pair: -pair[1])[:count]


def _ids(pairs: list[tuple[int, float]]) -> set[int]:
    return {one for one, _ in pairs}


def _blocks(library: Library, collection: int) -> Iterator[tuple[list[int], Vectors]]:
    """All vectors in force of a collection, some at a time: (ids, shape (len(ids), dimension))."""
    with library.database(BENCH).read() as session:
        hashes = indexed.in_force(BENCH, session, collection)
        for some in batched(hashes.items(), BLOCK):
            vectors = stored.load(session, library.upkeep.model, [digest for _, digest in some])
            yield [one for one, _ in some], np.stack([vectors[digest] for _, digest in some])


def _readers(library: Library, questions: Sequence[str]) -> dict[str, float]:
    """READERS threads that ask one question after the other."""
    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        times = list(pool.map(partial(_search_ms, library), questions))
    seconds = time.perf_counter() - began
    rate = round(len(questions) / seconds, 1)
    return {"threads": READERS, "searches_per_second": rate, **spread(times)}


def _search_ms(library: Library, question: str) -> float:
    began = time.perf_counter()
    library.search(question, on_this_machine())
    return 1000 * (time.perf_counter() - began)


def _beside(database: Path) -> list[Path]:
    return [database.with_name(f"{database.name}-wal")]


def _megabytes(paths: Sequence[Path] | Iterator[Path]) -> float:
    return round(sum(path.stat().st_size for path in paths if path.is_file()) / 1e6, 1)


def _chroma_memory() -> float:
    """Resident memory, MB, of the Chroma server that this process started."""
    import psutil

    servers = [
        child
        for child in psutil.Process().children(recursive=True)
        if any("chromadb" in word for word in child.cmdline())
    ]
    resident: int = sum(child.memory_info().rss for child in servers)
    return round(resident / 1e6, 1)
