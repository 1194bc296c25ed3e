"""A local entailment model: a tiny real one, built here, reads answers for their meaning."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from assistant.answering.assistant import Assistant
from assistant.answering.step import Checking
from assistant.answers.answer import Answer
from assistant.answers.events import Finished
from assistant.answers.status import Verdict
from assistant.models import Models
from assistant.models.entailment import FILES, EntailmentModel
from knowledge.errors import BadSetting
from tests.assistant.fakes import FakeLibrary
from tests.model_server import ModelServer, Reply
from tests.people import HERE

#: What the tiny model knows: a word tells for a label, whatever stands around it.
TELLS = {"most": (9.0, 0.0, 0.0), "never": (0.0, 0.0, 19.0), "leeds": (0.0, 9.0, 0.0)}
LABELS = {"0": "ENTAILMENT", "1": "neutral", "2": "CONTRADICTION"}


def build(directory: Path, labels: dict[str, str] = LABELS) -> str:
    """Writes the three files; their digest. Logits are the sum of what the tokens tell."""
    directory.mkdir()
    words = ["[UNK]", "[CLS]", "[SEP]", *TELLS]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    tokenizer.save(str(directory / "tokenizer.json"))
    table = np.array([TELLS.get(word, (0.0, 0.0, 0.0)) for word in words], dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["each"]),
            helper.make_node("ReduceSum", ["each", "axes"], ["logits"], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, None])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, 3])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axes"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(directory / "model.onnx"))
    (directory / "config.json").write_text(json.dumps({"id2label": labels}))
    return hashlib.sha256(b"".join((directory / one).read_bytes() for one in FILES)).hexdigest()


def set_up(monkeypatch: pytest.MonkeyPatch, directory: Path, digest: str) -> None:
    monkeypatch.setenv("BERNARD_ENTAILMENT_DIR", str(directory))
    monkeypatch.setenv("BERNARD_ENTAILMENT_DIGEST", digest)


def ask(model: ModelServer, text: str) -> Answer:
    model.script(Reply((text,)))
    assistant = Assistant(FakeLibrary(), models=Models.from_environment())
    events = list(assistant.ask(HERE, "How many days of leave may I carry over?"))
    assert isinstance(events[-1], Finished)
    return events[-1].answer


def test_it_reads_an_answer_where_no_chat_model_is_asked_to(
    chat_model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(monkeypatch, tmp_path / "tiny-nli", build(tmp_path / "tiny-nli"))
    reworded = "Ten days at most go with you into another period [1]."
    against = "You may never carry over up to 10 days [1]."
    absent = "You get 25 days of annual leave in leeds each year [1]."
    unsure = "You may carry over up to 10 days if your manager agrees [1]."
    answer = ask(chat_model, f"{reworded} {against} {absent} {unsure}")
    assert [(one.verdict, one.checked) for one in answer.claims] == [
        (Verdict.SUPPORTED, "by-model"),
        (Verdict.CONTRADICTED, "by-model"),
        (Verdict.UNSUPPORTED, "by-model"),
        (Verdict.SUPPORTED, "by-rule"),  # it could not tell
    ]
    assert answer.judge == "tiny-nli" and len(chat_model.chats) == 1
    assert answer.claims[0].citations[0].quote in FakeLibrary().passages_held[0].text


def test_it_is_not_asked_where_a_chat_model_is(
    chat_model: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(monkeypatch, tmp_path / "tiny-nli", build(tmp_path / "tiny-nli"))
    monkeypatch.setenv("BERNARD_JUDGE", "model")
    answer = ask(chat_model, "You may never carry over up to 10 days [1].")
    assert len(chat_model.chats) == 2 and answer.claims[0].checked == "by-rule"


def test_other_files_than_the_digest_names_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = build(tmp_path / "tiny-nli")
    set_up(monkeypatch, tmp_path / "tiny-nli", digest)
    assert EntailmentModel.from_environment() is not None
    (tmp_path / "tiny-nli" / "model.onnx").write_bytes(b"other")
    with pytest.raises(BadSetting, match="are not those that BERNARD_ENTAILMENT_DIGEST names"):
        Checking.from_environment()
    (tmp_path / "tiny-nli" / "model.onnx").unlink()
    with pytest.raises(BadSetting, match=r"holds no model\.onnx"):
        Checking.from_environment()


def test_a_model_with_other_labels_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = build(tmp_path / "tiny", {"0": "positive", "1": "negative"})
    set_up(monkeypatch, tmp_path / "tiny", digest)
    with pytest.raises(BadSetting, match="names other labels"):
        EntailmentModel.from_environment()


def test_what_is_told_is_a_probability(tmp_path: Path) -> None:
    model = EntailmentModel(tmp_path / "tiny", build(tmp_path / "tiny"))
    (follows,) = model([("at most", "this")])
    assert follows.entailed > 0.99
    assert follows.entailed + follows.neutral + follows.contradicted == pytest.approx(1)
