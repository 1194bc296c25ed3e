"""The retrieval bench from end to end on small sets: figures, going on, truth to the product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from knowledge.errors import BernardError
from tests.knowledge.doubles import Killed, WordVectors
from tests.lab.evaluation.run import Settings
from tests.lab.evaluation.run import run as evaluate
from tests.lab.retrieval import run as bench
from tests.lab.retrieval.sets import names_in
from tests.lab.retrieval.variants import BERNARD, PARTS, PLAIN, VARIANTS

LEAVE = "You may carry over up to ten days of annual leave into the next leave year."
GIFTS = "Every gift above £25 must be declared to the Propriety Team within five working days."
TRAVEL = "Book rail travel in standard class. First class needs approval from a director."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two sets: policies with a conversation, and a BEIR corpus."""
    documents = tmp_path / "data" / "policies" / "docs"
    documents.mkdir(parents=True)
    (documents / "leave.md").write_text(f"# Annual leave\n\n{LEAVE}\n")
    (documents / "leave-copy.md").write_text(f"# Annual leave\n\n{LEAVE}\n")
    (documents / "gifts.txt").write_text(f"Gifts\n\n{GIFTS}\n")
    (documents / "travel.md").write_text(f"# Travel\n\n{TRAVEL}\n")
    (documents / "picture.png").write_bytes(b"\x89PNG")
    entries: list[dict[str, Any]] = [
        {
            "id": "carry",
            "question": "How many days of annual leave can I carry over?",
            "relevant": [{"doc": "leave-copy.md", "span": LEAVE}],
        },
        {
            "id": "then",
            "question": "Within how many days must I declare it?",
            "history": [
                {"role": "user", "content": "Must a gift be declared?"},
                {"role": "assistant", "content": "Above £25, yes."},
            ],
            "relevant": [{"doc": "gifts.txt", "span": GIFTS}],
        },
        {
            "id": "rail",
            "question": "first class rail",
            "relevant": [{"doc": "travel.md", "span": TRAVEL}],
        },
        {"id": "none", "question": "Tungsten?", "relevant": [], "answerable": False},
    ]
    _write(documents.parent / "questions.jsonl", entries)
    beir = tmp_path / "data" / "science"
    (beir / "qrels").mkdir(parents=True)
    _write(
        beir / "corpus.jsonl",
        [
            {"_id": "4983", "title": "White matter", "text": "White matter grows after birth."},
            {"_id": "odd/id", "title": "", "text": "Vitamin D and bone density in women."},
        ],
    )
    _write(beir / "queries.jsonl", [{"_id": "1", "text": "bone density vitamin D"}])
    (beir / "qrels" / "train.tsv").write_text("query-id\tcorpus-id\tscore\n1\todd/id\t1\n")
    (tmp_path / "data" / "notes").mkdir()
    return tmp_path / "data"


def _write(path: Path, entries: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries))


def run(data: Path, out: Path, *names: str, model: Any = None) -> dict[str, Any]:
    with Progress(disable=True) as bars:
        return bench.run(data, names, out, bars, VARIANTS, model)


def test_every_variant_on_every_set(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert names_in(data) == ["policies", "science"]
    report = run(data, out, *names_in(data), model=WordVectors())
    assert json.loads((out / "report.json").read_text()) == report

    policies = report["sets"]["policies"]
    assert (policies["documents"], policies["questions"]) == (3, 3)
    assert list(policies["parts"]["all"]) == [variant.name for variant in VARIANTS]
    assert policies["passages"][PLAIN] == policies["passages"][BERNARD] == 3
    whole = policies["parts"]["all"][BERNARD]
    assert (whole["n"], whole["recall@5"], whole["span_hit@5"]) == (3, 1.0, 1.0)
    assert policies["parts"]["keyword, all"][PARTS]["n"] == 1
    assert policies["parts"]["follow-up, all"][PARTS]["n"] == 1

    science = report["sets"]["science"]
    assert not any(name.startswith("turns:") for name in science["passages"])
    assert science["parts"]["all"][BERNARD]["ndcg@10"] == 1.0
    assert science["parts"]["all"][PLAIN]["ndcg@10"] == 1.0
    assert science["parts"]["all"][PLAIN]["span_hit@5"] is None

    table = (out / "table.md").read_text()
    assert "**policies**, all, 3 questions, 3 documents" in table
    assert f"| {BERNARD} | 3 |" in table
    assert table.index("**policies**, all") < table.index("**science**, all")
    heads = next(line for line in table.splitlines() if line.startswith("| variant | policies"))
    assert heads.count("|") == 1 + 1 + len(_with_dev(report)), "a column a set that has a dev half"


def test_a_second_run_embeds_nothing_and_says_the_same(data: Path, tmp_path: Path) -> None:
    first = WordVectors()
    before = run(data, tmp_path / "one", "policies", model=first)
    assert len(first.texts) == len(set(first.texts)) > 0, "no text is embedded twice"

    lines = (tmp_path / "one" / "policies.jsonl").read_text()
    second = WordVectors()
    after = run(data, tmp_path / "one", "policies", model=second)
    assert second.texts == []
    assert _figures(after) == _figures(before)
    assert (tmp_path / "one" / "policies.jsonl").read_text() == lines, "no question asked again"

    third = WordVectors()
    elsewhere = run(data, tmp_path / "two", "policies", model=third)
    assert third.texts == []
    assert _figures(elsewhere) == _figures(before), "kept vectors give the figures of fresh ones"


def test_a_killed_run_goes_on_where_it_stopped(data: Path, tmp_path: Path) -> None:
    killed = WordVectors()
    killed.kill_at = 8
    with pytest.raises(Killed):
        run(data, tmp_path / "out", "policies", model=killed)
    log = tmp_path / "out" / "policies.jsonl"
    done = len(log.read_text().splitlines())
    assert done > 0
    with log.open("a") as lines:
        lines.write('{"variant": "cut sh')
    again = WordVectors()
    report = run(data, tmp_path / "out", "policies", model=again)
    assert not set(again.texts) & set(killed.texts)
    assert list(report["sets"]["policies"]["passages"]) == [one.name for one in VARIANTS]
    fresh = run(data, tmp_path / "fresh", "policies", model=WordVectors())
    assert _figures(report) == _figures(fresh)


def test_bernard_is_what_evaluate_measures(data: Path, tmp_path: Path) -> None:
    policies = data / "policies"
    settings = Settings(
        out=tmp_path / "evaluated",
        documents=policies / "docs",
        questions=policies / "questions.jsonl",
        retrieval_only=True,
        mode="embedded",
    )
    with Progress(disable=True) as bars:
        evaluated = evaluate(settings, bars)["retrieval"]
        chosen = [one for one in VARIANTS if one.name in (PLAIN, BERNARD)]
        report = bench.run(data, ["policies"], tmp_path / "out", bars, chosen)
    figures = report["sets"]["policies"]["parts"]["all"][BERNARD]
    assert figures["n"] == evaluated["n"]
    for name in ("ndcg@10", "recall@5", "span_hit@5"):
        assert figures[name] == pytest.approx(evaluated[name]), name


def test_the_glossary_is_tried_without(tmp_path: Path) -> None:
    texts = {
        "plan.md": "The Senior Responsible Owner (SRO) signs the plan.",
        "change.md": "A senior responsible owner approves changes.",
        "post.md": "Who is it that the post is for? The post is for the room.",
    }
    docs = tmp_path / "data" / "roles" / "docs"
    docs.mkdir(parents=True)
    for name, text in texts.items():
        (docs / name).write_text(text)
    question = {"id": "1", "question": "Who is the SRO?", "relevant": [{"doc": "change.md"}]}
    _write(docs.parent / "questions.jsonl", [question])
    report = run(tmp_path / "data", tmp_path / "out", "roles", model=WordVectors())
    reached = report["sets"]["roles"]["parts"]["all"]
    assert reached[BERNARD]["ndcg@10"] > reached[f"{BERNARD}, no glossary"]["ndcg@10"]


def test_a_folder_that_is_no_set_is_named_before_anything_is_read(
    data: Path, tmp_path: Path
) -> None:
    with pytest.raises(BernardError, match=r"notes is no labelled set.*policies, science"):
        run(data, tmp_path / "out", "policies", "notes", model=WordVectors())
    assert not (tmp_path / "out").exists()


def _with_dev(report: dict[str, Any]) -> list[str]:
    return [name for name, one in report["sets"].items() if "dev" in one["parts"]]


def _figures(report: dict[str, Any]) -> dict[str, Any]:
    return {name: one["parts"] for name, one in report["sets"].items()}
