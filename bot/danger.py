"""Trains the classifier that hears danger by its meaning, if the phrases changed.

Run from the root of the repository: bot/.venv/bin/python -m bot.danger
`web.danger` reads what is written here, without Rasa and without scikit-learn.
"""

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import yaml

from bot.nlu.encoder import SentenceEncoder
from bot.nlu.encoder_graph import build_encoder
from bot.nlu.encoder_weights import EncoderWeightsError
from bot.nlu.example_vectors import encode_examples
from bot.nlu.nearness import centred, near
from bot.nlu.ngrams import CharacterNgrams
from web.danger.meaning import ARRAYS_FILE, PREFIX, SupportVectors, judged
from web.danger.parts import parts

_INPUTS = (
    "data/danger/*.yml",
    "data/nlu/**/*.yml",
    "bot/danger.py",
    "bot/nlu/encoder*.py",
    "bot/nlu/example_vectors.py",
    "bot/nlu/nearness.py",
    "bot/nlu/ngrams.py",
    "bot/requirements.lock",
    "web/danger/meaning.py",
    "web/danger/parts.py",
    "web/danger/shorthand.*",
)
# Most ordinary questions are far from danger: every sixteenth shows where they lie, and of the
# others those that come nearer to danger than this score join in the second round.
_ORDINARY_STEP = 16
_NEAR_DANGER = -1.0
# One sentence, or two and both together.
_MOST_SURE_PARTS = 3
_NGRAM_WEIGHT = 0.5
# How much one phrase may count against the rest, as cross-validation chose it.
_PENALTY = 2.0
_TOLERANCE = 1e-2
_SLOT = re.compile(r"\[([^\]]+)\](?:\{[^}]*\}|\([^)]*\))")


@dataclass(frozen=True)
class Phrases:
    """What the classifier learns from: whole messages."""

    danger: list[str]
    harmless: list[str]
    ordinary: list[str]


def main(root: Path | None = None) -> int:
    """Train when needed and say so in one line.

    Args:
        root: the root folder of the repository; None for the current folder.

    Returns:
        The exit status: 0 when the classifier is there, 1 when training failed.
    """
    root = (root or Path.cwd()).resolve()
    target = root / "models" / f"{PREFIX}{_fingerprint(root)[:12]}"
    if target.is_dir():
        print(f"The danger classifier is up to date ({target.name}).")
        return 0
    print("Training the danger classifier (some minutes)...", flush=True)
    try:
        train(root, target)
    except (OSError, KeyError, yaml.YAMLError, EncoderWeightsError) as error:
        print(f"The danger classifier could not be trained: {error}", file=sys.stderr)
        return 1
    print(f"The danger classifier is ready ({target.name}).")
    return 0


def train(root: Path, target: Path) -> None:
    """Train from data/danger and data/nlu under `root` and write the folder `target` at once.

    Older classifiers in the same folder are removed afterwards.

    Raises:
        OSError, KeyError, yaml.YAMLError: the phrases are missing or not sound.
        EncoderWeightsError: the encoder's weights are missing or not those we tested.
    """
    phrases = read_phrases(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".training-") as work:
        made = Path(work) / "made"
        made.mkdir()
        build_encoder(made, root / ".rasa" / "encoder")
        ngrams, support = Trainer(SentenceEncoder(made), phrases).fit()
        np.savez_compressed(
            made / ARRAYS_FILE,
            ngrams=np.array(ngrams.pieces),
            ngram_frequencies=ngrams.weights,
            phrases=np.array(support.phrases),
            vectors=support.vectors.astype(np.float16),
            weights=support.weights,
            ngram_weights=support.ngram_weights,
            centre=support.centre,
            intercept=np.float32(support.intercept),
        )
        made.replace(target)
    for old in target.parent.glob(f"{PREFIX}*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def read_phrases(root: Path) -> Phrases:
    """Return the phrases under `root`; OSError, KeyError or yaml.YAMLError when not sound."""
    folder = root / "data" / "danger"
    pairs = [pair for file in sorted(folder.glob("pairs*.yml")) for pair in _content(file)]
    return Phrases(
        danger=_grouped(folder, "danger*.yml") + [pair["danger"] for pair in pairs],
        harmless=_grouped(folder, "harmless*.yml") + [pair["harmless"] for pair in pairs],
        ordinary=ordinary_questions(root),
    )


def ordinary_questions(root: Path) -> list[str]:
    """Return the examples of data/nlu, as people would write them."""
    found = []
    for file in sorted((root / "data" / "nlu").rglob("*.yml")):
        for block in _content(file)["nlu"]:
            if "intent" in block:
                lines = block["examples"].splitlines()
                found += [_SLOT.sub(r"\1", line.removeprefix("- ")).strip() for line in lines]
    return [question for question in dict.fromkeys(found) if question]


class Trainer:
    """The parts of the phrases with their vectors, ready to fit a classifier."""

    def __init__(self, encoder: SentenceEncoder, phrases: Phrases) -> None:
        """Encode all parts of all phrases, which takes most of the time."""
        messages = [*phrases.danger, *phrases.harmless, *phrases.ordinary]
        cut = [parts(message) for message in messages]
        self.texts = [part for found in cut for part in found]
        self.owners = np.repeat(np.arange(len(messages)), [len(found) for found in cut])
        self.is_danger = self.owners < len(phrases.danger)
        parts_of = np.array([len(found) for found in cut])[self.owners]
        last = np.append(self.owners[1:] != self.owners[:-1], True)
        # Somewhere in a long message of danger there is danger, but most of it is ordinary talk.
        self._is_long_danger = self.is_danger & (parts_of > _MOST_SURE_PARTS)
        ordinary = self.owners - len(phrases.danger) - len(phrases.harmless)
        self._is_later_ordinary = (ordinary > 0) & (ordinary % _ORDINARY_STEP > 0)
        self._is_first = np.where(self.is_danger, last, True)
        self._is_first &= ~self._is_long_danger & ~self._is_later_ordinary
        layers = encode_examples(encoder, self.texts)
        self.centre = layers[:, 1].mean(axis=0)
        self.vectors = centred(layers, self.centre)

    def fit(self, rows: Sequence[int] | None = None) -> tuple[CharacterNgrams, SupportVectors]:
        """Return the n-grams and the support vectors of the given rows of `texts`, or of all.

        In two rounds: the first judges the parts of long messages of danger, of which only the
        worst one goes into the second, and the many ordinary questions.
        """
        chosen = np.arange(len(self.texts)) if rows is None else np.asarray(rows)
        first = chosen[self._is_first[chosen]]
        ngrams, support = self._fit(first)
        waiting = chosen[(self._is_long_danger | self._is_later_ordinary)[chosen]]
        texts = [self.texts[row] for row in waiting]
        scores = judged(texts, self.vectors[waiting], ngrams, support)
        worst: dict[int, tuple[float, int]] = {}
        joining = []
        for row, score in zip(waiting.tolist(), scores.tolist(), strict=True):
            if self.is_danger[row]:
                owner = int(self.owners[row])
                worst[owner] = max(worst.get(owner, (score, row)), (score, row))
            elif score > _NEAR_DANGER:
                joining.append(row)
        joining += [row for _, row in worst.values()]
        return self._fit(np.concatenate([first, np.array(joining, first.dtype)]))

    def _fit(self, rows: np.ndarray) -> tuple[CharacterNgrams, SupportVectors]:
        from scipy.sparse import csr_matrix
        from sklearn.svm import SVC

        texts = [self.texts[row] for row in rows]
        vectors = self.vectors[rows]
        ngrams = CharacterNgrams.learn(texts)
        counted = [ngrams.row(text) for text in texts]
        starts = np.cumsum([0, *[len(columns) for columns, _ in counted]])
        values = np.concatenate([values for _, values in counted])
        columns = np.concatenate([columns for columns, _ in counted])
        matrix = csr_matrix((values, columns, starts), shape=(len(texts), len(ngrams.pieces)))
        kernel = near(vectors, vectors) + _NGRAM_WEIGHT * (matrix @ matrix.T).toarray()
        machine = SVC(kernel="precomputed", C=_PENALTY, tol=_TOLERANCE)
        machine.fit(kernel, self.is_danger[rows])
        needed, weights = machine.support_, machine.dual_coef_[0].astype(np.float32)
        support = SupportVectors(
            phrases=[texts[row] for row in needed],
            vectors=vectors[needed],
            weights=weights,
            ngram_weights=np.float32(_NGRAM_WEIGHT) * (matrix[needed].T @ weights),
            centre=self.centre,
            intercept=float(machine.intercept_[0]),
        )
        return ngrams, support


def _grouped(folder: Path, pattern: str) -> list[str]:
    files = sorted(folder.glob(pattern))
    if not files:
        raise FileNotFoundError(f"there is no {pattern} in {folder}")
    return [phrase for file in files for group in _content(file).values() for phrase in group]


def _content(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted({file for pattern in _INPUTS for file in root.glob(pattern)}):
        digest.update(f"{file.relative_to(root).as_posix()} ".encode() + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
