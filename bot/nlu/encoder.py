"""Turns sentences into vectors with the small graph that lies in the trained model."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import onnxruntime
from tokenizers import Tokenizer

GRAPH_FILE = "encoder.onnx"
TOKENIZER_FILE = "tokenizer.json"

# Questions are short; what stands after this many word pieces hardly changes the meaning.
MAXIMUM_TOKENS = 128


class SentenceEncoder:
    """The sentence encoder, ready to run on one thread."""

    def __init__(self, folder: Path) -> None:
        """Load GRAPH_FILE and TOKENIZER_FILE from `folder`."""
        options = onnxruntime.SessionOptions()
        # One message at a time: more threads cost more than they bring at this size.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = read_tokenizer(folder)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one row of length 1 for each sentence, as float32."""
        return self.encode_layers(sentences)[:, 0]

    def encode_layers(self, sentences: Sequence[str]) -> np.ndarray:
        """Return sentences x 2 x size: the vectors of the last layer and of one in the middle.

        Each is of length 1, as float32. The middle layer knows more of how a thing is said, the
        last one more of what it is about. Sentences run one by one, so that the vector of one
        never depends on its neighbours.
        """
        rows = [self._encode_one(sentence) for sentence in sentences]
        return np.concatenate(rows) if rows else np.zeros((0, 2, 0), np.float32)

    def _encode_one(self, sentence: str) -> np.ndarray:
        ids = np.array([self._tokenizer.encode(sentence).ids], np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        return np.stack(self._session.run(["embedding", "middle"], inputs), axis=1)


def read_tokenizer(folder: Path) -> Tokenizer:
    """Return the tokenizer of a folder as the encoder uses it: cut off, never padded."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAXIMUM_TOKENS)
    return tokenizer


def whole_words(tokenizer_file: Path) -> list[str]:
    """Return the whole words of the tokenizer's vocabulary, the most frequent first."""
    vocabulary = Tokenizer.from_file(str(tokenizer_file)).get_vocab(with_added_tokens=False)
    ordered = sorted(vocabulary.items(), key=lambda item: item[1])
    return [word for word, _ in ordered if word.isalpha() and word.isascii()]
