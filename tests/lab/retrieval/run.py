"""Sets × variants → figures. Each variant's rows are kept as they come; a stopped run goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Collection, Mapping, Sequence
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.embeddings import Embeddings, open_embeddings
from knowledge.errors import BernardError
from knowledge.runtime.home import Home
from tests.lab.evaluation.questions import half
from tests.lab.evaluation.throwaway import answering_version, code_version, write_atomically
from tests.lab.retrieval.cache import Cache, CachedEmbeddings
from tests.lab.retrieval.classes import asks_of_table, classes_of
from tests.lab.retrieval.documents import BenchDocument, read_documents
from tests.lab.retrieval.figures import Labels, figures
from tests.lab.retrieval.parts import Parts
from tests.lab.retrieval.rows import Row, row_of
from tests.lab.retrieval.sets import LabelledSet, read_set
from tests.lab.retrieval.table import markdown
from tests.lab.retrieval.variants import PARTS, PLAIN, VARIANTS, Variant

if TYPE_CHECKING:
    from rich.progress import Progress

_HERE = Path(__file__).parent
_APART = ("cache.py", "classes.py", "figures.py", "run.py", "table.py", "__pycache__")


def run(
    data: Path,
    names: Sequence[str],
    out: Path,
    bars: Progress,
    variants: Sequence[Variant] = VARIANTS,
    model: Embeddings | None = None,
) -> dict[str, Any]:
    """Writes OUT/report.json and OUT/table.md after each set, OUT/<set>.jsonl as variants end.

    `model` is the product's by default. Raises BernardError where a set is none.
    """
    home = Home.from_environment().make()
    sets = [read_set(data, name, home) for name in names]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BernardError(f"{out} cannot be made ({error.strerror}).") from error
    cache = Cache(home)
    began = time.perf_counter()
    report: dict[str, Any] = {"sets": {}}
    try:
        for labelled in sets:
            bench = _Bench(labelled, cache, model or open_embeddings(home.models), out, bars)
            report["sets"][labelled.name] = bench.report(variants)
            report["embedding_model"] = bench.model.name
            report["seconds"] = round(time.perf_counter() - began, 1)
            write_atomically(out / "report.json", json.dumps(report, indent=1) + "\n")
            write_atomically(out / "table.md", markdown(report))
    finally:
        cache.close()
    return report


class _Bench:
    """One set."""

    def __init__(
        self, labelled: LabelledSet, cache: Cache, model: Embeddings, out: Path, bars: Progress
    ) -> None:
        self._set = labelled
        self._cache = cache
        self._bars = bars
        self._embedded = bars.add_task(f"{labelled.name}: embedded", total=None)
        self.model = CachedEmbeddings(
            model, cache, lambda count: bars.advance(self._embedded, count)
        )
        self._log = _Log(out / f"{labelled.name}.jsonl")

    def report(self, variants: Sequence[Variant]) -> dict[str, Any]:
        documents = self._documents()
        content = _content(self._set, documents)
        wanted = [one for one in variants if self._set.follow_ups or not one.follow_ups_only]
        known = {*VARIANTS, *wanted}  # what was asked for last time may be asked for next time
        kept = self._log.kept({_key(one, content, self.model.name) for one in known})
        task = self._bars.add_task(self._set.name, total=len(wanted))
        rows: dict[str, Mapping[str, Row]] = {}
        passages: dict[str, int] = {}
        with Parts(self._set, documents, self.model) as parts:
            for variant in wanted:
                done = kept.get(variant.name) or self._log.append(
                    {
                        "variant": variant.name,
                        "key": _key(variant, content, self.model.name),
                        "passages": parts.passages(variant),
                        "rows": {
                            one.id: row_of(one, *parts.search(variant, one))
                            for one in self._set.questions
                        },
                    }
                )
                rows[variant.name], passages[variant.name] = done["rows"], done["passages"]
                self._bars.advance(task)
        self._bars.remove_task(task)
        self._bars.remove_task(self._embedded)
        return {
            "documents": len(documents),
            "questions": len(self._set.questions),
            "passages": passages,
            "parts": figures(rows, self._labels(documents), (PLAIN, PARTS)),
        }

    def _documents(self) -> list[BenchDocument]:
        task = self._bars.add_task(f"{self._set.name}: reading", total=len(self._set.sources))
        documents = read_documents(
            self._set.sources, self._cache, lambda count: self._bars.advance(task, count)
        )
        self._bars.remove_task(task)
        if not documents:
            raise BernardError(f"No document of {self._set.name} could be read.")
        return documents

    def _labels(self, documents: Sequence[BenchDocument]) -> dict[str, Labels]:
        by_name = {
            self._set.document(name): one for one in documents for name in (one.name, *one.doubles)
        }
        labels = {}
        for question in self._set.questions:
            relevant = [by_name[name] for name in question.relevant if name in by_name]
            in_table = asks_of_table(question, relevant)
            labels[question.id] = Labels(half(question.id), classes_of(question, in_table))
        return labels


class _Log:
    """`<set>.jsonl`: one line for each variant that was asked every question."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def kept(self, keys: Collection[str]) -> dict[str, dict[str, Any]]:
        """Variant → its line, for these keys; all else is dropped from the file, a line that a kill
        cut short included."""
        found: dict[str, dict[str, Any]] = {}
        text = self._path.read_text(encoding="utf-8") if self._path.exists() else ""
        for line in text.splitlines():
            try:
                kept = json.loads(line)
            except ValueError:
                continue
            if kept["key"] in keys:
                found[kept["variant"]] = kept
        write_atomically(self._path, "".join(json.dumps(one) + "\n" for one in found.values()))
        return found

    def append(self, line: dict[str, Any]) -> dict[str, Any]:
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        return line


def _content(labelled: LabelledSet, documents: Sequence[BenchDocument]) -> str:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(json.dumps([document.name, document.title, document.reading.text]).encode())
    for question in labelled.questions:
        digest.update(repr(question).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _key(variant: Variant, content: str, model: str) -> str:
    """Rows made with other code, documents, questions or settings are not taken over. The plain
    pipeline uses none of the product's search."""
    code = _bench_version() if variant.plain else f"{_bench_version()}\0{answering_version()}"
    return hashlib.sha256("\0".join([repr(variant), content, model, code]).encode()).hexdigest()


@once
def _bench_version() -> str:
    """A digest of what of the bench a row depends on."""
    beside = [_HERE.parent / name for name in ("asking.py", "metrics.py")]
    return code_version([*beside, *(path for path in _HERE.iterdir() if path.name not in _APART)])
