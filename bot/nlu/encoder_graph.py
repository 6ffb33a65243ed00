"""Writes the sentence encoder's graph at training time.

This is the only module that needs onnx. Serving reads the two files that `build_encoder` writes,
with `bot.nlu.encoder` alone.
"""

import hashlib
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import __version__ as onnxruntime_version

from bot.nlu.encoder import GRAPH_FILE, TOKENIZER_FILE
from bot.nlu.encoder_weights import WEIGHTS_SHA256, packaged_weights, weights_folder

LAYERS = 6
# The layer (from 0) whose vectors tell the intents apart best beside those of the last one.
MIDDLE_LAYER = 3
HEADS = 12
HIDDEN = 384
HEAD_SIZE = HIDDEN // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 17


def build_encoder(
    target: Path, cache: Path | None = None, tuned: Mapping[str, np.ndarray] | None = None
) -> None:
    """Write the int8 graph and the tokenizer into the folder `target`.

    Args:
        target: an existing folder; receives GRAPH_FILE and TOKENIZER_FILE.
        cache: folder in which the quantised graph is kept for the next training, which saves
            about ten seconds; None for none. A graph with tuned weights is not kept.
        tuned: weights of bot.nlu.tuning in place of the packaged ones; None for the packaged ones.

    Raises:
        EncoderWeightsError: the packaged weights are missing or differ from the expected ones.
    """
    shutil.copyfile(weights_folder() / TOKENIZER_FILE, target / TOKENIZER_FILE)
    kept = cache / f"encoder-{_cache_key()}.onnx" if cache and not tuned else None
    if kept is not None and kept.is_file():
        shutil.copyfile(kept, target / GRAPH_FILE)
        return
    with tempfile.TemporaryDirectory() as work:
        exact = Path(work) / "exact.onnx"
        write_exact_graph(tuned or packaged_weights(), exact)
        _quantise(exact, target / GRAPH_FILE)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(target / GRAPH_FILE, unfinished)
        unfinished.replace(kept)


def write_exact_graph(weights: Mapping[str, np.ndarray], target: Path) -> None:
    """Write the encoder in full precision: token ids in, unit-length sentence vectors out.

    `embedding` comes from the last layer, `middle` from MIDDLE_LAYER.
    """
    onnx.save(_Writer(weights).model(), str(target))


def _cache_key() -> str:
    source = Path(__file__).read_bytes() + WEIGHTS_SHA256.encode() + onnxruntime_version.encode()
    return hashlib.sha256(source).hexdigest()[:16]


def _quantise(exact: Path, target: Path) -> None:
    # Slow to import, and not needed when the cache has the graph.
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # The quantiser recommends a pre-processing step that this small graph does not need.
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        # Sums of unsigned weights are exact everywhere; those of signed ones overflow silently on
        # processors without VNNI instructions.
        quantize_dynamic(str(exact), str(target), per_channel=True, weight_type=QuantType.QUInt8)
    finally:
        root.setLevel(level)


class _Writer:
    """Writes BERT's encoder, mean pooling and normalisation as ONNX nodes."""

    def __init__(self, weights: Mapping[str, np.ndarray]) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        hidden = self._embeddings()
        # 0 where there is a token, a large negative number where there is padding.
        absent = self._node("Sub", [self._number(1.0), mask])
        bias = self._node("Mul", [absent, self._number(-10000.0)])
        bias = self._node("Unsqueeze", [bias, self._integers([1, 2])])
        for layer in range(LAYERS):
            hidden = self._layer(hidden, bias, f"encoder.layer.{layer}")
            if layer == MIDDLE_LAYER:
                self._pooled(hidden, mask, "middle")
        self._pooled(hidden, mask, "embedding")
        names = ["batch", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [
                helper.make_tensor_value_info("input_ids", TensorProto.INT64, names),
                helper.make_tensor_value_info("attention_mask", TensorProto.INT64, names),
            ],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", HIDDEN])
                for name in ("embedding", "middle")
            ],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model

    def _node(self, kind: str, inputs: list[str], output: str = "", **attributes: object) -> str:
        output = output or f"{kind}-{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], output, **attributes))
        return output

    def _constant(self, name: str, values: np.ndarray) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _number(self, value: float) -> str:
        return self._constant(f"number-{len(self._constants)}", np.array(value, np.float32))

    def _integers(self, values: list[int]) -> str:
        return self._constant(f"integers-{len(self._constants)}", np.array(values, np.int64))

    def _embeddings(self) -> str:
        words = self._constant("words", self._weights["embeddings.word_embeddings.weight"])
        # One sentence a text: every token is of the first type, so its vector goes in here.
        positions = self._weights["embeddings.position_embeddings.weight"]
        positions = positions + self._weights["embeddings.token_type_embeddings.weight"][0]
        shape = self._node("Shape", ["input_ids"])
        length = self._node("Gather", [shape, self._integers([1])], axis=0)
        inputs = [self._constant("positions", positions), self._integers([0]), length]
        position = self._node("Slice", [*inputs, self._integers([0])])
        word = self._node("Gather", [words, "input_ids"], axis=0)
        return self._normalised(self._node("Add", [word, position]), "embeddings.LayerNorm")

    def _normalised(self, hidden: str, name: str) -> str:
        scale = self._constant(f"{name}.weight", self._weights[f"{name}.weight"])
        shift = self._constant(f"{name}.bias", self._weights[f"{name}.bias"])
        inputs = [hidden, scale, shift]
        return self._node("LayerNormalization", inputs, axis=-1, epsilon=LAYER_NORM_EPSILON)

    def _dense(self, hidden: str, name: str, factor: float = 1.0) -> str:
        weight = self._weights[f"{name}.weight"].T * np.float32(factor)
        bias = self._weights[f"{name}.bias"] * np.float32(factor)
        product = self._node("MatMul", [hidden, self._constant(f"{name}.weight", weight)])
        return self._node("Add", [product, self._constant(f"{name}.bias", bias)])

    def _split_heads(self, hidden: str, order: list[int]) -> str:
        shape = self._integers([0, 0, HEADS, HEAD_SIZE])
        return self._node("Transpose", [self._node("Reshape", [hidden, shape])], perm=order)

    def _layer(self, hidden: str, bias: str, name: str) -> str:
        scale = 1.0 / HEAD_SIZE**0.5
        query = self._dense(hidden, f"{name}.attention.self.query", scale)
        query = self._split_heads(query, [0, 2, 1, 3])
        key = self._dense(hidden, f"{name}.attention.self.key")
        key = self._split_heads(key, [0, 2, 3, 1])
        value = self._dense(hidden, f"{name}.attention.self.value")
        value = self._split_heads(value, [0, 2, 1, 3])
        scores = self._node("Add", [self._node("MatMul", [query, key]), bias])
        context = self._node("MatMul", [self._node("Softmax", [scores], axis=-1), value])
        context = self._node("Transpose", [context], perm=[0, 2, 1, 3])
        context = self._node("Reshape", [context, self._integers([0, 0, HIDDEN])])
        attended = self._dense(context, f"{name}.attention.output.dense")
        attended = self._node("Add", [attended, hidden])
        attended = self._normalised(attended, f"{name}.attention.output.LayerNorm")
        wide = self._gelu(self._dense(attended, f"{name}.intermediate.dense"))
        narrow = self._node("Add", [self._dense(wide, f"{name}.output.dense"), attended])
        return self._normalised(narrow, f"{name}.output.LayerNorm")

    def _gelu(self, hidden: str) -> str:
        scaled = self._node("Div", [hidden, self._number(2.0**0.5)])
        raised = self._node("Add", [self._node("Erf", [scaled]), self._number(1.0)])
        return self._node("Mul", [self._node("Mul", [hidden, raised]), self._number(0.5)])

    def _pooled(self, hidden: str, mask: str, output: str) -> None:
        column = self._node("Unsqueeze", [mask, self._integers([2])])
        kept = self._node("Mul", [hidden, column])
        total = self._node("ReduceSum", [kept, self._integers([1])], keepdims=0)
        count = self._node("ReduceSum", [mask, self._integers([1])], keepdims=1)
        mean = self._node("Div", [total, count])
        squares = self._node("ReduceSum", [self._node("Mul", [mean, mean]), self._integers([1])])
        length = self._node("Max", [self._node("Sqrt", [squares]), self._number(1e-12)])
        self._node("Div", [mean, length], output=output)
