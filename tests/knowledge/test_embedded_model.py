"""The embedded model against the same network written out in plain numpy."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from knowledge.embeddings.embedded import EmbeddedModel
from knowledge.embeddings.onnx_graph import graph, read_safetensors
from knowledge.embeddings.weights import TOKENIZER_SHA256, find_files, verified
from knowledge.errors import BadSetting

Array = NDArray[np.float32]
TEXTS = (
    "You may carry over up to ten days of annual leave.",
    "Leave",
    "£30,000 (s.21A), “quoted” – and café crème.",
    " ".join(["Staff must record every hour that they work in the office."] * 15),
)


@pytest.fixture(scope="module")
def tensors() -> dict[str, Array]:
    return read_safetensors(find_files().weights.read_bytes())


@pytest.fixture(scope="module")
def ids() -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(find_files().tokenizer))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    return [tokenizer.encode(text).ids for text in TEXTS]


@pytest.fixture(scope="module")
def golden(tensors: dict[str, Array], ids: list[list[int]]) -> Array:
    return np.stack([bert(tensors, tokens) for tokens in ids])


def bert(t: dict[str, Array], tokens: list[int]) -> Array:
    """One text at a time, so nothing is padded: float64, straight from the paper."""
    w = {name: value.astype(np.float64) for name, value in t.items() if value.size < 2_000_000}

    def linear(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        result: NDArray[np.float64] = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
        return result

    def norm(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        result: NDArray[np.float64] = scaled * w[f"{name}.weight"] + w[f"{name}.bias"]
        return result

    x = t["embeddings.word_embeddings.weight"][tokens].astype(np.float64)
    x = x + w["embeddings.position_embeddings.weight"][: len(tokens)]
    x = norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    erf = np.vectorize(math.erf)
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            linear(x, f"{name}.attention.self.{part}").reshape(-1, 12, 32).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(32)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (weights / weights.sum(-1, keepdims=True)) @ value
        joined = linear(seen.transpose(1, 0, 2).reshape(-1, 384), f"{name}.attention.output.dense")
        x = norm(x + joined, f"{name}.attention.output.LayerNorm")
        inner = linear(x, f"{name}.intermediate.dense")
        outer = linear(inner * 0.5 * (1 + erf(inner / math.sqrt(2))), f"{name}.output.dense")
        x = norm(x + outer, f"{name}.output.LayerNorm")
    mean = x.mean(0)
    unit: Array = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit


def test_the_float32_graph_is_the_network(
    tensors: dict[str, Array], ids: list[list[int]], golden: Array
) -> None:
    """All texts at once, padded: the mask must hide the padding."""
    padded = np.zeros((len(ids), max(map(len, ids))), dtype=np.int64)
    mask = np.zeros_like(padded)
    for row, tokens in enumerate(ids):
        padded[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    session = onnxruntime.InferenceSession(
        graph(tensors).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    (vectors,) = session.run(["vectors"], {"ids": padded, "mask": mask})
    assert ((np.asarray(vectors) * golden).sum(-1) >= 0.9999).all()


def test_int8_is_near(embedded: EmbeddedModel, golden: Array) -> None:
    vectors = embedded.embed_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedded.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = (vectors * golden).sum(-1)
    assert cosines.mean() >= 0.99, cosines
    assert cosines.min() >= 0.98, cosines  # a single word has little to average out


def test_golden_vectors_can_fail(golden: Array) -> None:
    assert ((golden[1:] * golden[0]).sum(-1) < 0.9).all()


def test_a_text_has_one_vector_whatever_is_embedded_with_it(embedded: EmbeddedModel) -> None:
    alone = np.stack([embedded.embed_query(text) for text in TEXTS])
    together = embedded.embed_passages([*TEXTS, *(f"{text} And more." for text in TEXTS * 5)])
    cosines = (alone * together[: len(TEXTS)]).sum(-1)
    assert (cosines >= 0.9999).all(), cosines
    again = embedded.embed_passages(list(reversed(TEXTS)))[::-1]
    assert ((alone * again).sum(-1) >= 0.9999).all()


def test_no_texts_no_vectors(embedded: EmbeddedModel) -> None:
    assert embedded.embed_passages([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", "\x00\x07", "\ud800 lone", "漢字" * 2000, "🙂"])
def test_any_text_has_a_vector(embedded: EmbeddedModel, text: str) -> None:
    assert np.isfinite(embedded.embed_query(text)).all()
    assert embedded.count_tokens(text) >= 0


def test_tokens_are_counted_past_the_limit(embedded: EmbeddedModel) -> None:
    assert embedded.count_tokens("leave " * 500) == 500
    far = embedded.embed_query("leave " * 300 + "gifts")
    assert far @ embedded.embed_query("leave " * 400) > 0.999, "what is past the limit is not read"


def test_words_counted_one_by_one_are_the_text_s_word_pieces(embedded: EmbeddedModel) -> None:
    tokenizer = Tokenizer.from_file(str(find_files().tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    parts = [
        *TEXTS,
        "x" * 130,
        "y" * 30,
        "[SEP]",
        "a[MASK]b",
        "e\u0301",
        "\u0301",
        "日本語の",
        "ﬁ",
        "£5",
    ]
    gaps = [" ", "  ", "\n", "\t", "\u00a0", "\u3000", "\u2009", ""]
    chance = random.Random(5)
    for _ in range(200):
        text = "".join(chance.choice(parts) + chance.choice(gaps) for _ in range(9))
        whole = len(tokenizer.encode(text, add_special_tokens=False).ids)
        assert embedded.count_tokens(text) == whole, repr(text)


def test_many_texts_at_once_are_the_same_as_one_at_a_time(embedded: EmbeddedModel) -> None:
    texts = [f"{text} {number}" for number in range(6) for text in TEXTS]
    together = embedded.embed_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(vector, embedded.embed_query(text))


def directory_with(path: Path, *, weights: bytes | None, tokenizer: bytes | None) -> str:
    path.mkdir()
    for name, content in (("model.safetensors", weights), ("tokenizer.json", tokenizer)):
        if content is not None:
            (path / name).write_bytes(content)
    return str(path)


def test_wrong_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokenizer = find_files().tokenizer.read_bytes()
    wrong = directory_with(tmp_path / "wrong", weights=b"x" * 1000, tokenizer=tokenizer)
    monkeypatch.setenv("BERNARD_MODEL_DIR", wrong)
    with pytest.raises(BadSetting) as caught:
        EmbeddedModel.open(tmp_path / "models").embed_query("leave")
    assert "model.safetensors is not the one that Bernard knows" in caught.value.message
    assert "BERNARD_MODEL_DIR" in caught.value.message
    assert not list((tmp_path / "models").glob("*.onnx")), "nothing is built from wrong weights"


def test_a_wrong_tokenizer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, models_dir: Path, embedded: EmbeddedModel
) -> None:
    embedded.embed_query("the graph is built")
    wrong = directory_with(tmp_path / "wrong", weights=b"never read", tokenizer=b"{}")
    monkeypatch.setenv("BERNARD_MODEL_DIR", wrong)
    other = EmbeddedModel.open(models_dir)
    with pytest.raises(BadSetting, match=r"tokenizer\.json is not the one"):
        other.count_tokens("leave")
    with pytest.raises(BadSetting, match=r"tokenizer\.json is not the one"):
        other.embed_query("leave")


def test_a_changed_byte_is_a_wrong_file(tmp_path: Path) -> None:
    content = bytearray(find_files().tokenizer.read_bytes())
    content[100] ^= 1
    file = tmp_path / "tokenizer.json"
    file.write_bytes(content)
    with pytest.raises(BadSetting):
        verified(file, TOKENIZER_SHA256)


@pytest.mark.parametrize("present", ["nothing", "weights", "tokenizer"])
def test_missing_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, present: str) -> None:
    where = directory_with(
        tmp_path / "some",
        weights=b"w" if present == "weights" else None,
        tokenizer=b"t" if present == "tokenizer" else None,
    )
    monkeypatch.setenv("BERNARD_MODEL_DIR", where)
    with pytest.raises(BadSetting) as caught:
        EmbeddedModel.open(tmp_path / "models")
    assert caught.value.message.startswith("The embedding model's files are not here.")
    assert "BERNARD_EMBEDDING_MODEL" in caught.value.message
