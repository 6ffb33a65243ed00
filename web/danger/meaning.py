"""Compares the meaning of a text with phrases that are known to be danger or harmless.

A support vector machine: each phrase that it needed has a weight, above 0 for danger. How near a
text is to a phrase is a sum over the two layers of the sentence encoder (it falls off with the
angle) and over the character n-grams that both hold, which also carries Spanish and misspellings.
``bot.danger`` trains it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.nearness import centred, near
from bot.nlu.ngrams import CharacterNgrams
from web.danger.parts import parts
from web.danger.thresholds import MANY_PARTS

PREFIX = "danger-"
ARRAYS_FILE = "danger.npz"


class MeaningModelError(Exception):
    """There is no usable classifier; the message says why, for maintainers."""


@dataclass(frozen=True)
class SupportVectors:
    """What training leaves of the phrases.

    ``vectors``: phrases x 2 layers x size, of length 1, the middle layer around ``centre``.
    ``weights``: one for each phrase. ``ngram_weights``: one for each known n-gram.
    """

    phrases: list[str]
    vectors: np.ndarray
    weights: np.ndarray
    ngram_weights: np.ndarray
    centre: np.ndarray
    intercept: float


def newest_folder(models: Path) -> Path:
    """Return where in the folder ``models`` the classifier lies that was trained last.

    Raises:
        MeaningModelError: there is none.
    """
    found = sorted(models.glob(f"{PREFIX}*/{ARRAYS_FILE}"), key=lambda one: one.stat().st_mtime)
    if not found:
        raise MeaningModelError("no classifier is trained; `make train` does it")
    return found[-1].parent


class MeaningClassifier:
    """Tells danger from harmless talk by meaning."""

    def __init__(
        self, encoder: SentenceEncoder, ngrams: CharacterNgrams, support: SupportVectors
    ) -> None:
        """Take the parts that training made."""
        self._encoder = encoder
        self._ngrams = ngrams
        self._support = support

    @classmethod
    def newest(cls, models: Path) -> "MeaningClassifier":
        """Return the classifier that was trained last in the folder ``models``.

        Raises:
            MeaningModelError: there is none, or its files cannot be read.
        """
        return cls.load(newest_folder(models))

    @classmethod
    def load(cls, folder: Path) -> "MeaningClassifier":
        """Read the files that ``bot.danger`` wrote into ``folder``.

        Raises:
            MeaningModelError: the files cannot be read.
        """
        try:
            with np.load(folder / ARRAYS_FILE, allow_pickle=False) as arrays:
                ngrams = CharacterNgrams(arrays["ngrams"].tolist(), arrays["ngram_frequencies"])
                support = SupportVectors(
                    phrases=arrays["phrases"].tolist(),
                    vectors=_layer_by_layer(arrays["vectors"].astype(np.float32)),
                    weights=arrays["weights"],
                    ngram_weights=arrays["ngram_weights"],
                    centre=arrays["centre"],
                    intercept=float(arrays["intercept"]),
                )
            encoder = SentenceEncoder(folder)
        except Exception as error:  # onnxruntime and tokenizers raise no class of their own
            raise MeaningModelError(f"{folder.name} cannot be read: {error}") from error
        return cls(encoder, ngrams, support)

    def loudest(self, text: str) -> tuple[float, str]:
        """Return the highest score of the parts of ``text``, and that part.

        The more parts there are, the more is taken off it. Without any word: minus infinity.
        """
        found = parts(text)
        if not found:
            return -np.inf, ""
        scores = judged(found, self._vectors(found), self._ngrams, self._support)
        best = int(np.argmax(scores))
        return float(scores[best] - MANY_PARTS * np.log(len(found))), found[best]

    def nearest(self, part: str) -> str:
        """Return the phrase that speaks loudest for the danger of a part."""
        support = self._support
        weighed = near(support.vectors, self._vectors([part]))[0] * support.weights
        return support.phrases[int(np.argmax(weighed))]

    def _vectors(self, found: list[str]) -> np.ndarray:
        return centred(self._encoder.encode_layers(found), self._support.centre)


def judged(
    texts: Sequence[str], vectors: np.ndarray, ngrams: CharacterNgrams, support: SupportVectors
) -> np.ndarray:
    """Return one score for each text, above 0 for danger; ``vectors`` are those of ``texts``."""
    scores: np.ndarray = near(support.vectors, vectors) @ support.weights
    scores += np.float32(support.intercept)
    for row, text in enumerate(texts):
        columns, values = ngrams.row(text)
        scores[row] += float(values @ support.ngram_weights[columns])
    return scores


def _layer_by_layer(vectors: np.ndarray) -> np.ndarray:
    # The same array, laid out so that a product with one layer need not copy it first.
    laid_out: np.ndarray = np.ascontiguousarray(vectors.transpose(1, 0, 2)).transpose(1, 0, 2)
    return laid_out
