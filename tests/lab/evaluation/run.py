"""An evaluation from documents and labelled questions to `report.json`; stopped, it goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.intake import walk
from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.evaluation.asking import Asker
from tests.lab.evaluation.questions import LabelledQuestion, read_beir_questions, read_questions
from tests.lab.evaluation.report import figures
from tests.lab.evaluation.stock import Stock, beir_sources, stocked
from tests.lab.evaluation.throwaway import answering_version, write_atomically

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(frozen=True, slots=True)
class Settings:
    out: Path
    documents: Path | None = None
    questions: Path | None = None
    beir: Path | None = None
    split: str = "test"
    limit: int | None = None
    retrieval_only: bool = False
    mode: str | None = None  # embedded | model; None as in the chat


def run(settings: Settings, bars: Progress) -> dict[str, Any]:
    """Loads what is not loaded, asks what is not asked, writes both files; returns the report."""
    home = Home.from_environment().make()
    questions, sources, beir = _inputs(settings, home)
    try:
        settings.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BernardError(f"{settings.out} cannot be made ({error.strerror}).") from error
    stock = stocked(home, sources, bars, beir=beir)
    with Library.open(stock.home.path) as library:
        asker = Asker(library, stock, settings.mode, settings.retrieval_only)
        log = _Log(settings.out / "questions.jsonl", _settings_key(stock, asker))
        records = log.kept(questions)
        task = bars.add_task("Asking", total=len(questions), completed=len(records))
        for question in questions:
            if question.id not in records:
                records[question.id] = log.append({"id": question.id, **asker.ask(question)})
                bars.advance(task)
        log.rewrite([records[question.id] for question in questions])
    pairs = [(question, records[question.id]) for question in questions]
    report = {
        "documents": stock.documents,
        "passages": stock.passages,
        "questions": len(questions),
        "mode": asker.mode,
        "model": asker.model,
        "embedding_model": stock.embedding_model,
        "retrieval_only": settings.retrieval_only,
        "load": stock.load,
        **figures(pairs, settings.retrieval_only),
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    write_atomically(settings.out / "report.json", json.dumps(report, indent=1) + "\n")
    return report


def _inputs(settings: Settings, home: Home) -> tuple[list[LabelledQuestion], list[Any], bool]:
    """Questions, files, and whether the files were written from a BEIR corpus."""
    if settings.beir:
        questions = read_beir_questions(settings.beir, settings.split, settings.limit)
        return _checked(questions, settings.beir), beir_sources(settings.beir, home), True
    if settings.documents is None or settings.questions is None:
        raise BernardError("An evaluation needs documents and questions, or a BEIR set.")
    questions = read_questions(settings.questions, settings.limit)
    return _checked(questions, settings.questions), walk([settings.documents])[0], False


def _checked(questions: list[LabelledQuestion], path: Path) -> list[LabelledQuestion]:
    if not questions:
        raise BernardError(f"{path} holds no questions.")
    if len({question.id for question in questions}) != len(questions):
        raise BernardError(f"{path} holds two questions with the same id.")
    return questions


def _settings_key(stock: Stock, asker: Asker) -> str:
    """Answers made with other code, documents or settings are not taken over."""
    parts = [stock.home.path.name, answering_version(), asker.settings_key]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


class _Log:
    """`questions.jsonl`: appended as questions are answered, put in order at the end."""

    def __init__(self, path: Path, key: str) -> None:
        self._path = path
        self._key = key

    def kept(self, questions: Sequence[LabelledQuestion]) -> dict[str, Mapping[str, Any]]:
        """What an earlier run with the same settings answered; everything else is dropped from the
        file, a line that a kill cut short included."""
        wanted = {question.id for question in questions}
        records: dict[str, Mapping[str, Any]] = {}
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        for line in lines:
            with suppress(ValueError):
                record = json.loads(line)
                if record.get("settings") == self._key and record.get("id") in wanted:
                    records[record["id"]] = record
        self.rewrite(list(records.values()))
        return records

    def append(self, record: dict[str, Any]) -> dict[str, Any]:
        record = {**record, "settings": self._key}
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(record) + "\n")
        return record

    def rewrite(self, records: Sequence[Mapping[str, Any]]) -> None:
        write_atomically(self._path, "".join(json.dumps(record) + "\n" for record in records))
