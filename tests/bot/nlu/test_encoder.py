from pathlib import Path

import numpy as np
import pytest
from scipy.special import erf
from tokenizers import Tokenizer

from bot.nlu import encoder_graph
from bot.nlu.encoder import GRAPH_FILE, MAXIMUM_TOKENS, TOKENIZER_FILE, SentenceEncoder, whole_words
from bot.nlu.encoder_graph import build_encoder, write_exact_graph
from bot.nlu.encoder_weights import packaged_weights, weights_folder

SENTENCES = [
    "hi",
    "how much do medical coders make",
    "What is the average salary of a medical coder?",
    "salary texas",
    "which state pays the most",
    "is Florida better than Georgia for coders",
    "how many months until I can work as a coder",
    "what does the training cost",
    "can I work from home",
    "CPC or CCS, which certification should I take first?",
    "how much is the exam fee for members",
    "what score do I need to pass",
    "do I need a college degree",
    "thanks a lot",
    "goodbye",
    "are you a robot",
    "what can you help me with",
    "will computers take over this work",
    "I was a nurse for ten years and my back hurts, so I would like to sit at a desk",
    "what's the weather tomorrow",
]

# The cosines in full precision.
STORED = [
    ("how much do medical coders make", "what is the salary of a medical coder", 0.946),
    ("can I work from home", "are remote jobs available", 0.526),
    ("which state pays the most", "what's the weather tomorrow", 0.057),
]


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return packaged_weights()


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(weights_folder() / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAXIMUM_TOKENS)
    return tokenizer


def forward(ids: list[int], weights: dict[str, np.ndarray]) -> np.ndarray:
    """BERT, mean pooling and normalisation in plain numpy."""

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), 12, 32).transpose(1, 0, 2)

    x = weights["embeddings.word_embeddings.weight"][ids]
    x = x + weights["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}"
        query, key, value = (
            heads(dense(x, f"{name}.attention.self.{part}")) for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        context = (scores / scores.sum(-1, keepdims=True)) @ value
        context = context.transpose(1, 0, 2).reshape(len(ids), 384)
        attended = dense(context, f"{name}.attention.output.dense") + x
        attended = norm(attended, f"{name}.attention.output.LayerNorm")
        wide = dense(attended, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        x = norm(dense(wide, f"{name}.output.dense") + attended, f"{name}.output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def test_the_small_graph_agrees_with_a_forward_pass_in_full_precision(
    encoder: SentenceEncoder, weights: dict[str, np.ndarray], tokenizer: Tokenizer
) -> None:
    exact = np.stack([forward(tokenizer.encode(one).ids, weights) for one in SENTENCES])
    cosines = (encoder.encode(SENTENCES) * exact).sum(1)
    assert cosines.mean() >= 0.985
    # Messages of two or three words lose the most.
    assert cosines.min() >= 0.96
    assert sorted(cosines)[3] >= 0.98


def test_the_written_graph_is_the_forward_pass(
    tmp_path: Path, weights: dict[str, np.ndarray], tokenizer: Tokenizer
) -> None:
    write_exact_graph(weights, tmp_path / GRAPH_FILE)
    tokenizer.save(str(tmp_path / TOKENIZER_FILE))
    vectors = SentenceEncoder(tmp_path).encode(SENTENCES[:5])
    exact = np.stack([forward(tokenizer.encode(one).ids, weights) for one in SENTENCES[:5]])
    assert np.abs(vectors - exact).max() < 1e-4


def test_tuned_weights_take_the_place_of_the_packaged_ones(
    tmp_path: Path, encoder: SentenceEncoder, weights: dict[str, np.ndarray]
) -> None:
    bias = "encoder.layer.5.output.LayerNorm.bias"
    build_encoder(tmp_path, tuned={**weights, bias: weights[bias] + 1})
    tuned = SentenceEncoder(tmp_path).encode_layers(SENTENCES[:3])
    packaged = encoder.encode_layers(SENTENCES[:3])
    assert np.array_equal(tuned[:, 1], packaged[:, 1])
    assert np.abs(tuned[:, 0] - packaged[:, 0]).max() > 0.01


@pytest.mark.parametrize(("one", "other", "similarity"), STORED)
def test_stored_similarities_still_hold(
    encoder: SentenceEncoder, one: str, other: str, similarity: float
) -> None:
    first, second = encoder.encode([one, other])
    assert float(first @ second) == pytest.approx(similarity, abs=0.05)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    together = encoder.encode(SENTENCES[:4])
    alone = np.concatenate([encoder.encode([one]) for one in SENTENCES[:4]])
    assert np.array_equal(together, alone)


def test_the_middle_layer_gives_another_vector_of_length_one(encoder: SentenceEncoder) -> None:
    layers = encoder.encode_layers(SENTENCES[:3])
    assert layers.shape == (3, 2, 384)
    assert np.array_equal(layers[:, 0], encoder.encode(SENTENCES[:3]))
    assert np.linalg.norm(layers[:, 1], axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert float((layers[:, 0] * layers[:, 1]).sum(1).max()) < 0.9


def test_a_text_of_any_length_has_a_vector_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["", "word " * 4000, "🙂"])
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_no_sentences_make_no_vectors(encoder: SentenceEncoder) -> None:
    assert len(encoder.encode([])) == 0


def test_a_kept_graph_is_used_again(encoder_folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (target := tmp_path / "target").mkdir()
    kept.mkdir()
    (kept / f"encoder-{encoder_graph._cache_key()}.onnx").write_bytes(b"kept")
    build_encoder(target, kept)
    assert (target / GRAPH_FILE).read_bytes() == b"kept"


def test_whole_words_come_by_frequency(general_words: list[str]) -> None:
    assert general_words == whole_words(weights_folder() / TOKENIZER_FILE)
    assert general_words.index("the") < general_words.index("salary")
    assert not [word for word in general_words if word.startswith("#")]
