"""`bernard evaluate-grounding` on labelled sentences, by rules and with a judge played back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import BadSetting
from tests.lab.grounding_policy import judge_replies, labelled_items, measure

SOURCE = {
    "n": 1,
    "document": "leave.md",
    "title": "Leave",
    "heading": "Carrying over",
    "text": "You may carry over up to 10 days. Ask your manager first.",
}


def sentence(text: str, label: str, **more: Any) -> dict[str, Any]:
    cites = [1] if label != "no_claim" else []
    true = [1] if label == "supported" else []
    said = {"text": text, "cites": cites, "label": label, "true_source": true, "kind": "any"}
    return {**said, **more}


ITEM = {
    "id": "a",
    "question": "How much leave may I carry over?",
    "sources": [SOURCE],
    "answer": "Here is the rule:\n\nYou may carry over up to 10 days [1]. "
    "You may carry over up to 12 days [1]. Ask the director first [1].",
    "sentences": [
        sentence("Here is the rule:", "no_claim"),
        sentence("You may carry over up to 10 days [1].", "supported"),
        sentence("You may carry over up to 12 days [1].", "contradicted"),
        sentence("Ask the director first [1].", "contradicted"),
    ],
}
REPLY = {
    "statements": [
        {"n": 1, "verdict": "supported", "source": 1, "words": "carry over up to 10 days"},
        {"n": 2, "verdict": "contradicted", "source": 1, "words": "up to 10 days"},
        {"n": 3, "verdict": "contradicted", "source": 1, "words": "Ask your manager first"},
    ]
}


def test_rules_see_what_words_show_and_a_judge_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps(ITEM) + "\n")
    items = labelled_items(file)
    asked: dict[str, str] = {}
    _, ruled = measure(items, None, lambda: None, {}, asked.__setitem__)
    assert "\n2. (names 1) You may carry over up to 12 days.\n3. (names 1) Ask" in asked["a"]
    assert ruled["flagged_of_flawed"] == 0.5
    assert ruled["marks_on_no_claim"] == 0
    replies = {"a": json.dumps(REPLY)}
    records, judged = measure(items, None, lambda: None, replies, asked.__setitem__)
    assert [one["checked"] for one in records] == [None, "by-model", "by-model", "by-model"]
    assert [one["verdict"] for one in records[2:]] == ["contradicted"] * 2
    assert (judged["flagged_of_flawed"], judged["false_alarms_of_supported"]) == (1.0, 0.0)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"id": "a", "reply": json.dumps(REPLY)}),
        json.dumps({"id": "a", "reply": REPLY}) + "\n" + json.dumps({"id": "b", "reply": ""}),
        json.dumps({"a": REPLY}),
    ],
    ids=["lines", "replies as JSON", "one object"],
)
def test_replies_are_read_by_id(tmp_path: Path, content: str) -> None:
    (tmp_path / "replies.jsonl").write_text(content)
    assert json.loads(judge_replies(tmp_path / "replies.jsonl")["a"]) == REPLY


@pytest.mark.parametrize("content", ["[1]", '{"id": "a"}\n{"id": "b"}', "no JSON"])
def test_a_file_without_replies_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "replies.jsonl").write_text(content)
    with pytest.raises(BadSetting, match="holds no replies of a judge"):
        judge_replies(tmp_path / "replies.jsonl")
