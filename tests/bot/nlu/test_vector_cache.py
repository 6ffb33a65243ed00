from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.vector_cache import encode_examples

TEXTS = ["what does it pay", "hello", "what does it pay"]


def test_the_vectors_are_those_of_the_encoder(encoder_folder: Path, tmp_path: Path) -> None:
    expected = SentenceEncoder(encoder_folder).encode_layers(TEXTS)
    for cache in (None, tmp_path, tmp_path):
        assert np.array_equal(encode_examples(encoder_folder, TEXTS, cache), expected)


def test_only_new_texts_are_encoded(
    encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode_examples(encoder_folder, TEXTS, tmp_path)
    asked: list[str] = []
    encode = SentenceEncoder.encode_layers

    def noting(self: SentenceEncoder, sentences: list[str]) -> np.ndarray:
        asked.extend(sentences)
        return encode(self, sentences)

    monkeypatch.setattr(SentenceEncoder, "encode_layers", noting)
    encode_examples(encoder_folder, [*TEXTS, "goodbye"], tmp_path)
    assert asked == ["goodbye"]


@pytest.mark.parametrize("name", ["vectors.json", "vectors.npy"])
def test_a_broken_cache_is_made_anew(encoder_folder: Path, tmp_path: Path, name: str) -> None:
    expected = encode_examples(encoder_folder, TEXTS, tmp_path)
    (tmp_path / name).write_bytes(b"x")
    assert np.array_equal(encode_examples(encoder_folder, TEXTS, tmp_path), expected)
    assert np.array_equal(encode_examples(encoder_folder, TEXTS, tmp_path), expected)
