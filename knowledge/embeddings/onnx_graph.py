"""The ONNX graph of a BERT sentence encoder, built once from its safetensors weights.

BERT (Devlin et al. 2019): embeddings, post-norm transformer layers, exact GELU; then, as
sentence-transformers does for this model, the mean over the mask and unit length.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

LAYERS, HEADS, WIDTH = 6, 12, 384
EPSILON = 1e-12
_OPSET, _IR = 20, 10  # opset 20 has Gelu; LayerNormalization and LpNormalization are older


def read_safetensors(content: bytes) -> dict[str, NDArray[np.float32]]:
    """Name → float32 array. Format: 8-byte length, a JSON header with offsets, raw data."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(content[start:end], dtype="<f4").reshape(entry["shape"])
    return tensors


def build(tensors: dict[str, NDArray[np.float32]], target: Path) -> None:
    """Writes the int8 model (per-channel weights) to `target`, atomically.

    Inputs: `ids` and `mask`, int64 (texts, tokens). Output: `vectors`, float32 (texts, 384).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        full, small = Path(scratch, "float32.onnx"), Path(scratch, "int8.onnx")
        onnx.save(graph(tensors), str(full))
        quantize_dynamic(
            full,
            small,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        small.replace(target)


class _Builder:
    def __init__(self, tensors: dict[str, NDArray[np.float32]]) -> None:
        self.tensors = tensors
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []

    def op(self, kind: str, *inputs: str, output: str = "", **attributes: Any) -> str:
        """Gives the name of its output: `output`, where it matters."""
        output = output or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, value: Any) -> str:
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def linear(self, x: str, name: str) -> str:
        weight = np.ascontiguousarray(self.tensors[f"{name}.weight"].T)
        product = self.op("MatMul", x, self.constant(weight))
        return self.op("Add", product, self.constant(self.tensors[f"{name}.bias"]))

    def norm(self, x: str, name: str) -> str:
        scale, bias = (self.constant(self.tensors[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)


def graph(tensors: dict[str, NDArray[np.float32]]) -> Any:
    """The network, unquantised."""
    b = _Builder(tensors)
    x = _embeddings(b)
    bias = _attention_bias(b)
    for layer in range(LAYERS):
        x = _layer(b, x, bias, f"encoder.layer.{layer}")
    _pool(b, x)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("ids", "mask")
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", WIDTH])
    made = helper.make_graph(b.nodes, "minilm", inputs, [output], b.initializers)
    opset = helper.make_opsetid("", _OPSET)
    return helper.make_model(made, opset_imports=[opset], ir_version=_IR)


def _embeddings(b: _Builder) -> str:
    words = b.op("Gather", b.constant(b.tensors["embeddings.word_embeddings.weight"]), "ids")
    # One text type only, so its embedding is folded into the positions'.
    places = (
        b.tensors["embeddings.position_embeddings.weight"]
        + b.tensors["embeddings.token_type_embeddings.weight"][0]
    )
    length = b.op("Slice", b.op("Shape", "ids"), b.constant([1]), b.constant([2]))
    here = b.op("Slice", b.constant(places), b.constant([0]), length, b.constant([0]))
    return b.norm(b.op("Add", words, here), "embeddings.LayerNorm")


def _attention_bias(b: _Builder) -> str:
    """0 where a token is, a large negative where padding is; (texts, 1, 1, tokens)."""
    mask = b.op("Cast", "mask", to=TensorProto.FLOAT)
    wide = b.op("Unsqueeze", mask, b.constant([1, 2]))
    absent = b.op("Sub", b.constant(np.float32(1)), wide)
    return b.op("Mul", absent, b.constant(np.float32(-1e9)))


def _layer(b: _Builder, x: str, bias: str, name: str) -> str:
    split = b.constant([0, 0, HEADS, WIDTH // HEADS])
    heads = [
        b.op("Reshape", b.linear(x, f"{name}.attention.self.{part}"), split)
        for part in ("query", "key", "value")
    ]
    query = b.op("Transpose", heads[0], perm=[0, 2, 1, 3])
    key = b.op("Transpose", heads[1], perm=[0, 2, 3, 1])
    value = b.op("Transpose", heads[2], perm=[0, 2, 1, 3])
    scale = b.constant(np.float32((WIDTH // HEADS) ** -0.5))
    scores = b.op("Add", b.op("Mul", b.op("MatMul", query, key), scale), bias)
    seen = b.op("MatMul", b.op("Softmax", scores, axis=-1), value)
    joined = b.op("Reshape", b.op("Transpose", seen, perm=[0, 2, 1, 3]), b.constant([0, 0, WIDTH]))
    attended = b.linear(joined, f"{name}.attention.output.dense")
    x = b.norm(b.op("Add", attended, x), f"{name}.attention.output.LayerNorm")
    inner = b.op("Gelu", b.linear(x, f"{name}.intermediate.dense"))
    outer = b.linear(inner, f"{name}.output.dense")
    return b.norm(b.op("Add", outer, x), f"{name}.output.LayerNorm")


def _pool(b: _Builder, x: str) -> None:
    mask = b.op("Unsqueeze", b.op("Cast", "mask", to=TensorProto.FLOAT), b.constant([2]))
    total = b.op("ReduceSum", b.op("Mul", x, mask), b.constant([1]), keepdims=0)
    count = b.op("ReduceSum", mask, b.constant([1]), keepdims=0)
    b.op("LpNormalization", b.op("Div", total, count), output="vectors", axis=-1, p=2)
