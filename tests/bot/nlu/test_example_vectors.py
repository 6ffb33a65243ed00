import numpy as np
import pytest

from bot.nlu import example_vectors
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.example_vectors import encode_examples

TEXTS = ["what does it pay", "hello", "what does it pay", "goodbye", "thanks"]


@pytest.mark.parametrize("stretch", [1, 2, 500])
def test_the_vectors_are_those_of_the_encoder_in_order(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(example_vectors, "_STRETCH", stretch)
    assert np.array_equal(encode_examples(encoder, TEXTS), encoder.encode_layers(TEXTS))


def test_a_text_that_stands_twice_is_encoded_once(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    encode = encoder.encode_layers

    def noting(sentences: list[str]) -> np.ndarray:
        asked.extend(sentences)
        return encode(sentences)

    monkeypatch.setattr(encoder, "encode_layers", noting)
    encode_examples(encoder, TEXTS)
    assert sorted(asked) == sorted(set(TEXTS))
