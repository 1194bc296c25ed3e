"""Labelled questions from files, good and bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.errors import BernardError
from tests.lab.evaluation.questions import (
    read_beir_corpus,
    read_beir_questions,
    read_questions,
)


def written(path: Path, *entries: object) -> Path:
    path.write_text("\n".join(json.dumps(entry) for entry in entries) + "\n\n", encoding="utf-8")
    return path


def test_labels_history_and_documents_once(tmp_path: Path) -> None:
    file = written(
        tmp_path / "q.jsonl",
        {
            "id": 7,
            "question": "And then?",
            "history": [{"role": "user", "content": "First?"}],
            "relevant": [{"doc": "a", "span": "x"}, {"doc": "a", "span": "y"}, {"doc": "b"}],
            "answer": None,
            "answerable": True,
            "kind": "fact",
        },
        {"id": "8", "question": "What?", "history": None, "answerable": False},
    )
    first, second = read_questions(file)
    assert (first.id, first.follow_up, first.relevant, first.spans) == (
        "7",
        True,
        ("a", "b"),
        ("x", "y"),
    )
    assert not second.answerable
    assert second.relevant == ()
    assert [one.id for one in read_questions(file, limit=1)] == ["7"]


@pytest.mark.parametrize(
    ("content", "said"),
    [('{"id": 1}\n', "Line 1"), ('{"id": 1, "question": "x"}\nnonsense\n', "JSON"), ("[]\n", "1")],
)
def test_a_wrong_line_is_named(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BernardError, match=said):
        read_questions(file)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BernardError, match="cannot be opened"):
        read_questions(tmp_path / "none.jsonl")


def test_beir_layout(tmp_path: Path) -> None:
    written(tmp_path / "corpus.jsonl", {"_id": "d1", "title": "T", "text": "Body"}, {"_id": "d2"})
    written(
        tmp_path / "queries.jsonl",
        {"_id": "q1", "text": "One?"},
        {"_id": "q2", "text": "Judged in no split"},
        {"_id": "q3", "text": "Only documents that are not relevant"},
    )
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "train.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t2\nq3\td2\t0\n", encoding="utf-8"
    )
    assert [(one.id, one.title, one.text) for one in read_beir_corpus(tmp_path)] == [
        ("d1", "T", "Body"),
        ("d2", "", ""),
    ]
    (only,) = read_beir_questions(tmp_path, "train")
    assert (only.id, only.relevant, only.answerable) == ("q1", ("d1", "d2"), True)
    with pytest.raises(BernardError, match="judgements"):
        read_beir_questions(tmp_path, "test")
