"""The labelled sets of a folder: files, and the answerable questions about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.intake import SourceFile, walk
from knowledge.errors import BernardError
from knowledge.runtime.home import Home
from tests.lab.evaluation.questions import LabelledQuestion, read_beir_questions, read_questions
from tests.lab.evaluation.stock import beir_sources

#: Of a BEIR set, the questions that published figures are not made of.
BEIR_SPLIT = "train"
_BEIR_SUFFIX = ".md"  # of the files that a corpus is written to


@dataclass(frozen=True, slots=True)
class LabelledSet:
    name: str
    sources: Sequence[SourceFile]
    questions: Sequence[LabelledQuestion]  # answerable, with a relevant document
    beir: bool = False

    def document(self, source: str) -> str:
        """A file's name as the questions have it."""
        return source.removesuffix(_BEIR_SUFFIX) if self.beir else source

    @property
    def follow_ups(self) -> bool:
        return any(question.follow_up for question in self.questions)


def names_in(data: Path) -> list[str]:
    """The folders that have the shape of a labelled set."""
    return sorted(path.name for path in data.iterdir() if _is_beir(path) or _is_set(path))


def read_set(data: Path, name: str, home: Home) -> LabelledSet:
    """Raises BernardError where the folder is no labelled set."""
    folder = data / name
    if _is_beir(folder):
        sources, questions = beir_sources(folder, home), read_beir_questions(folder, BEIR_SPLIT)
    elif _is_set(folder):
        sources = walk([folder / "docs"])[0]
        questions = read_questions(folder / "questions.jsonl")
    else:
        there = ", ".join(names_in(data)) or "none"
        raise BernardError(
            f"{folder} is no labelled set: it needs docs/ and questions.jsonl, or the BEIR layout. "
            f"Labelled sets in {data}: {there}."
        )
    usable = [one for one in questions if one.answerable and one.relevant]
    if not usable:
        raise BernardError(f"{folder} holds no question that has a relevant document.")
    return LabelledSet(name, sources, usable, _is_beir(folder))


def _is_beir(folder: Path) -> bool:
    return (folder / "corpus.jsonl").is_file() and (
        folder / "qrels" / f"{BEIR_SPLIT}.tsv"
    ).is_file()


def _is_set(folder: Path) -> bool:
    return (folder / "docs").is_dir() and (folder / "questions.jsonl").is_file()
