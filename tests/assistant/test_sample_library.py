"""The sample library is whole, says what its manifest says, and its questions are honest."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.sample import SampleDocument, documents_dir, examples, manifest
from knowledge.readers import read_file

QUESTIONS_FILE = Path(__file__).parents[1] / "sample_questions.jsonl"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in QUESTIONS_FILE.read_text(encoding="utf-8").splitlines()
]
DOCUMENTS = {document.path: document for document in manifest()}

# Numbers that Ofcom keeps for drama: nobody is ever reached on them.
# https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
DRAMA_NUMBERS = re.compile(r"020 7946 0\d{3}|0113 496 0\d{3}|07700 900 ?\d{3}|0808 157 0\d{3}")
ANY_NUMBER = re.compile(r"(?<![\d.,£/])(?:\+44 ?|0)\d{2,4} ?\d{3,4} ?\d{3,4}(?!\d)")


@cache
def text_of(path: str) -> str:
    file = documents_dir() / path
    return read_file(file, file.name).text


def words(text: str) -> str:
    """Lower-case word characters only: how spans are compared."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def superseded() -> set[str]:
    return {document.supersedes for document in DOCUMENTS.values() if document.supersedes}


def test_every_file_is_in_the_manifest_and_the_other_way_round() -> None:
    files = {
        file.relative_to(documents_dir()).as_posix()
        for file in documents_dir().rglob("*")
        if file.is_file()
    }
    assert files == set(DOCUMENTS)
    assert len(manifest()) == len(DOCUMENTS), "a path is listed twice"


def test_the_library_is_small_enough_to_ship() -> None:
    assert sum((documents_dir() / path).stat().st_size for path in DOCUMENTS) < 1_500_000


def test_formats_and_collections() -> None:
    kinds = Counter(Path(path).suffix for path in DOCUMENTS)
    assert kinds == {".md": 8, ".docx": 5, ".pdf": 5, ".html": 4, ".odt": 3, ".txt": 2}
    assert len({document.collection for document in DOCUMENTS.values()}) == 5


def test_a_superseded_document_comes_before_the_one_that_replaces_it() -> None:
    order = [document.path for document in manifest()]
    for document in manifest():
        if document.supersedes:
            assert order.index(document.supersedes) < order.index(document.path)
            assert DOCUMENTS[document.supersedes].collection == document.collection
    assert superseded()


def test_one_policy_in_force_has_lapsed() -> None:
    in_force = [document for path, document in DOCUMENTS.items() if path not in superseded()]
    lapsed = [d for d in in_force if d.review_by and d.review_by < date(2026, 1, 1)]
    assert [document.path for document in lapsed] == [
        "digital-and-security/passwords-and-devices.txt"
    ]


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=lambda document: document.path)
def test_each_document_reads_as_its_manifest_says(document: SampleDocument) -> None:
    text = text_of(document.path)
    assert 600 <= len(text.split()) <= 2000
    assert words(document.title) in words(text)
    addresses = re.findall(r"[\w.+-]+@[\w.-]*\w", text)
    assert all(address.endswith(".example") for address in addresses), addresses
    numbers = [n for n in ANY_NUMBER.findall(text) if not DRAMA_NUMBERS.fullmatch(n)]
    assert not numbers


def test_enough_questions_of_each_kind() -> None:
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 66
    assert kinds["unanswerable"] >= 18
    assert kinds["follow_up"] >= 12
    assert kinds["superseded"] >= 3
    assert kinds["conflict"] >= 2
    assert set(kinds) == {"answerable", "follow_up", "unanswerable", "superseded", "conflict"}
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_labels(question: dict[str, Any]) -> None:
    relevant = question["relevant"]
    assert question["answerable"] == bool(relevant) == (question["kind"] != "unanswerable")
    for label in relevant:
        assert words(label["span"]) in words(text_of(label["doc"])), label["doc"]
        assert label["doc"] not in superseded()
    if question["answer"] is not None:
        assert any(words(question["answer"]) in words(label["span"]) for label in relevant)
    if question["kind"] == "conflict":
        assert len({label["doc"] for label in relevant}) == 2
    if question["kind"] == "follow_up":
        assert question["history"]
    for turn, role in zip(question["history"] or [], ("user", "assistant") * 9, strict=False):
        assert turn["role"] == role
        assert turn["content"]


def test_questions_do_not_copy_their_answers() -> None:
    for question in QUESTIONS:
        asked = words(question["question"]).split()
        for label in question["relevant"]:
            span = words(label["span"])
            runs = (" ".join(asked[i : i + 6]) for i in range(len(asked) - 5))
            assert not any(f" {run} " in span for run in runs), question["id"]


def test_eight_examples() -> None:
    assert len(examples()) == len(set(examples())) == 8
    assert all(example.endswith("?") and len(example) <= 70 for example in examples())
