"""Labelled questions, as files hold them: Bernard's own JSONL and the BEIR layout."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answers.answer import Turn
from knowledge.errors import BernardError
from knowledge.language.sentences import sentences

#: A short answer can be looked for word by word in a quote; a longer one is somebody's wording.
SHORT_ANSWER_WORDS = 12


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question with what is known of its answer. The labels are never shown to the answering."""

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    relevant: tuple[str, ...] = ()  # distinct documents
    spans: tuple[str, ...] = ()
    answer: str = ""
    answerable: bool = True
    kind: str = ""

    @property
    def follow_up(self) -> bool:
        return bool(self.history)


def read_questions(path: Path, limit: int | None = None) -> list[LabelledQuestion]:
    """The first `limit` questions of a JSONL file. BernardError names the line that is wrong."""
    return [_question(entry, path, line) for line, entry in _lines(path, limit)]


def _question(entry: Mapping[str, Any], path: Path, line: int) -> LabelledQuestion:
    try:
        relevant = entry.get("relevant") or ()
        return LabelledQuestion(
            id=str(entry["id"]),
            text=str(entry["question"]),
            history=tuple(
                _turn(str(turn["role"]), str(turn["content"]))
                for turn in entry.get("history") or ()
            ),
            relevant=tuple(dict.fromkeys(str(label["doc"]) for label in relevant)),
            spans=tuple(str(label["span"]) for label in relevant if label.get("span")),
            answer=str(entry.get("answer") or ""),
            answerable=bool(entry.get("answerable", True)),
            kind=str(entry.get("kind") or ""),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _wrong(path, line, f"it lacks {error}") from error


def _turn(role: str, content: str) -> Turn:
    """Of a conversation kept as text: where the assistant's turn ends with a question, its
    questions are what it asks back."""
    if role == "user" or not content.rstrip().endswith("?"):
        return Turn(role, content)
    each = (content[start:end] for start, end in sentences(content))
    return Turn(role, content, " ".join(one for one in each if one.endswith("?")))


@dataclass(frozen=True, slots=True)
class BeirDocument:
    id: str
    title: str
    text: str


def read_beir_corpus(directory: Path) -> Iterator[BeirDocument]:
    """The documents of `corpus.jsonl`, one at a time."""
    path = directory / "corpus.jsonl"
    for line, entry in _lines(path, None):
        try:
            yield BeirDocument(
                str(entry["_id"]), str(entry.get("title") or ""), str(entry.get("text") or "")
            )
        except KeyError as error:
            raise _wrong(path, line, f"it lacks {error}") from error


def read_beir_questions(
    directory: Path, split: str, limit: int | None = None
) -> list[LabelledQuestion]:
    """The questions of `qrels/<split>.tsv` that have a document with a score above 0."""
    path = directory / "qrels" / f"{split}.tsv"
    relevant: dict[str, list[str]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows, delimiter="\t"):
                if int(row["score"]) > 0:
                    relevant.setdefault(row["query-id"], []).append(row["corpus-id"])
    except (OSError, KeyError, ValueError) as error:
        raise BernardError(
            f"{path} cannot be read as BEIR judgements. It needs the columns query-id, corpus-id "
            "and score, parted by tabs.",
            str(error),
        ) from error
    questions = [
        LabelledQuestion(
            str(entry["_id"]), str(entry["text"]), relevant=tuple(relevant[str(entry["_id"])])
        )
        for _, entry in _lines(directory / "queries.jsonl", None)
        if str(entry.get("_id")) in relevant
    ]
    return questions[:limit]


def _lines(path: Path, limit: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of each line that is not blank."""
    read = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if limit is not None and read >= limit:
                    return
                if not line.strip():
                    continue
                entry = json.loads(line)
                if not isinstance(entry, dict):
                    raise _wrong(path, number, "it is not an object")
                read += 1
                yield number, entry
    except OSError as error:
        raise BernardError(f"{path} cannot be opened ({error.strerror}).", str(error)) from error
    except ValueError as error:
        raise BernardError(f"{path} is not JSON Lines in UTF-8: {error}.", str(error)) from error


def _wrong(path: Path, line: int, what: str) -> BernardError:
    return BernardError(f"Line {line} of {path} is not a labelled question: {what}.")


def half(question_id: str) -> str:
    """tune | dev: what is tuned on the one is reported on the other."""
    digest = hashlib.sha256(question_id.encode("utf-8", "surrogatepass")).hexdigest()
    return "dev" if int(digest, 16) % 2 else "tune"
