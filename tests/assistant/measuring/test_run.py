"""An evaluation from end to end, on a real throw-away library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from knowledge.errors import BernardError
from knowledge.library import Library
from knowledge.runtime.home import Home
from tests.lab.evaluation.run import Settings, run
from tests.lab.evaluation.throwaway import throwaway_homes
from tests.people import HERE

LEAVE = "You may carry over up to ten days of annual leave into the next leave year."
GIFTS = "Every gift above £25 must be declared to the Propriety Team within five working days."


def bars() -> Progress:
    return Progress(disable=True)


@pytest.fixture
def inputs(tmp_path: Path) -> Settings:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "leave.md").write_text(f"# Annual leave\n\n{LEAVE}\n")
    (documents / "leave-copy.md").write_text(f"# Annual leave\n\n{LEAVE}\n")
    (documents / "gifts.txt").write_text(f"Gifts\n\n{GIFTS}\n")
    entries: list[dict[str, Any]] = [
        {
            "id": "carry",
            "question": "How many days of annual leave can I carry over?",
            "relevant": [{"doc": "leave-copy.md", "span": LEAVE}],
            "answer": "ten days",
            "answerable": True,
            "kind": "fact",
        },
        {
            "id": "then",
            "question": "And within how many days must I declare it?",
            "history": [
                {"role": "user", "content": "Must a gift be declared?"},
                {"role": "assistant", "content": "Above £25, yes."},
            ],
            "relevant": [{"doc": "gifts.txt", "span": GIFTS}],
            "answerable": True,
            "kind": "fact",
        },
        {
            "id": "none",
            "question": "What is the boiling point of tungsten?",
            "relevant": [],
            "answerable": False,
            "kind": "absent",
        },
    ]
    questions = tmp_path / "questions.jsonl"
    questions.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    return Settings(out=tmp_path / "out", documents=documents, questions=questions)


def records(settings: Settings) -> dict[str, dict[str, Any]]:
    lines = (settings.out / "questions.jsonl").read_text().splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


def test_a_run_its_files_and_going_on(inputs: Settings) -> None:
    report = run(inputs, bars())

    assert report["documents"] == 2
    assert report["load"]["outcomes"] == {"duplicate": 1, "loaded": 2}
    assert report["retrieval"]["n"] == 2
    assert report["retrieval"]["recall@5"] == 1.0
    assert report["retrieval"]["span_hit@5"] == 1.0
    assert report["by_turn"]["follow_up"]["n"] == 1
    assert report["answers"]["citations_shown"] > 0
    assert report["answers"]["citations_exact"] == report["answers"]["citations_shown"]
    assert json.loads((inputs.out / "report.json").read_text()) == report

    first = records(inputs)
    ranked = first["carry"]["ranked_documents"]
    double = {"leave.md", "leave-copy.md"}
    assert set(ranked[:2]) == double, "the duplicate stands right beside the document it equals"
    assert set(first["carry"]) >= {
        "id",
        "query",
        "status",
        "answer",
        "claims",
        "ranked_documents",
        "passages",
        "time_ms",
    }
    assert first["carry"]["time_ms"]["answer"] > 0

    # Stopped while a line was written: the rest is kept with its times, the broken one asked again.
    lines = (inputs.out / "questions.jsonl").read_text().splitlines(keepends=True)
    (inputs.out / "questions.jsonl").write_text("".join(lines[:-1]) + lines[-1][:40])
    again = run(inputs, bars())
    assert again["load"]["cached"] is True
    second = records(inputs)
    assert list(second) == ["carry", "then", "none"]
    assert second["carry"] == first["carry"]
    assert second["none"]["ranked_documents"] == first["none"]["ranked_documents"]

    # Another way of asking takes nothing over, and makes no answers.
    searched = run(Settings(**{**_fields(inputs), "retrieval_only": True}), bars())
    assert "answers" not in searched
    assert searched["retrieval"] == report["retrieval"]
    assert len(throwaway_homes(Home.from_environment())) == 1


def test_beir_documents_go_by_their_ids(tmp_path: Path) -> None:
    corpus = [
        {"_id": "4983", "title": "White matter", "text": "White matter develops after birth."},
        {"_id": "odd/id", "title": "", "text": "Vitamin D and bone density in older women."},
    ]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(one) + "\n" for one in corpus))
    (tmp_path / "queries.jsonl").write_text('{"_id": "1", "text": "bone density vitamin D"}\n')
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\todd/id\t1\n")
    settings = Settings(out=tmp_path / "out", beir=tmp_path, retrieval_only=True)
    report = run(settings, bars())
    assert report["retrieval"]["ndcg@10"] == 1.0
    assert report["retrieval"]["span_hit@5"] is None
    assert records(settings)["1"]["ranked_documents"][0] == "odd/id"
    (home,) = throwaway_homes(Home.from_environment())
    with Library.open(home.path) as library:
        titles = {one.title for one in library.documents(HERE)}
    assert "White matter" in titles


def test_what_is_missing_is_said_before_anything_is_loaded(inputs: Settings) -> None:
    assert inputs.questions is not None
    inputs.questions.write_text("\n")
    with pytest.raises(BernardError, match="no questions"):
        run(inputs, bars())
    assert throwaway_homes(Home.from_environment()) == []


def _fields(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in Settings.__slots__}
