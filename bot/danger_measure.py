"""Measures how well danger is heard, on phrases that the classifier has not seen.

Run from the root of the repository: bot/.venv/bin/python -m bot.danger_measure [--cross-validate]
It prints recall and false alarms of the trained detector on tests/evaluation/danger, and with
--cross-validate those on data/danger, each fifth judged by a classifier of the other four.
"""

import argparse
import math
import platform
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]
import yaml

from bot.danger import Trainer, ordinary_questions, read_phrases
from bot.nlu.encoder import SentenceEncoder
from web.danger.detector import DangerDetector
from web.danger.meaning import PREFIX, MeaningClassifier
from web.danger.rules import DangerRules
from web.danger.thresholds import DOUBT, THRESHOLD

_FOLDS = 5
_SEED = 20240501


def main(root: Path | None = None) -> None:
    """Print the figures; `root` is the root folder of the repository, None for the current one."""
    root = root or Path.cwd()
    parser = argparse.ArgumentParser(description="Measure how well danger is heard.")
    parser.add_argument("--cross-validate", action="store_true", help="also on data/danger")
    parser.add_argument("--misses", action="store_true", help="list what was judged wrongly")
    options = parser.parse_args()
    print(f"threshold {THRESHOLD}, {platform.machine()}, Python {platform.python_version()}")
    _development(root, options.misses)
    if options.cross_validate:
        _cross_validated(root, options.misses)


def share(hits: int, total: int) -> str:
    """Return `hits` of `total` in words with Wilson's 95 % interval."""
    rate, z = hits / total, 1.96
    middle = (rate + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(rate * (1 - rate) / total + (z / total / 2) ** 2)
    return f"{hits} of {total}, {rate:.1%} ({middle - half:.1%} to {middle + half:.1%})"


def _development(root: Path, misses: bool) -> None:
    detector = DangerDetector.load(root / "models")
    folder = root / "tests" / "evaluation" / "danger"
    for pattern, kind in (("*phrases*.yml", "heard"), ("*near_misses*.yml", "false alarms")):
        for file in sorted(folder.glob(pattern)):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            texts = [text for group in content.values() for text in group]
            reasons = [detector.reason(text) for text in texts]
            print(f"{file.name}: {kind} {share(sum(map(bool, reasons)), len(texts))}")
            if misses:
                _tell(texts, reasons, wrong=kind != "heard")
    for name, questions in (
        ("tests/evaluation/questions and conversations", _asked(root)),
        ("data/nlu", ordinary_questions(root)),
    ):
        start = time.perf_counter()
        reasons = [detector.reason(question) for question in questions]
        milliseconds = (time.perf_counter() - start) * 1000 / len(questions)
        alarms = share(sum(map(bool, reasons)), len(questions))
        print(f"{name}: false alarms {alarms}, {milliseconds:.1f} ms each")
        if misses:
            _tell(questions, reasons, wrong=True)


def _asked(root: Path) -> list[str]:
    folder = root / "tests" / "evaluation"
    questions = [
        question["ask"]
        for file in sorted((folder / "questions").glob("*.yml"))
        for question in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    turns = [
        turn["say"]
        for file in sorted((folder / "conversations").glob("*.yml"))
        for conversation in yaml.safe_load(file.read_text(encoding="utf-8"))
        for turn in conversation["turns"]
        if "say" in turn
    ]
    return list(dict.fromkeys([*questions, *turns]))


def _tell(texts: Sequence[str], reasons: Sequence[str | None], wrong: bool) -> None:
    for text, reason in zip(texts, reasons, strict=True):
        if bool(reason) == wrong:
            print(f"    {text!r}: {reason}")


def _cross_validated(root: Path, misses: bool) -> None:
    phrases = read_phrases(root)
    newest = max((root / "models").glob(f"{PREFIX}*"), key=lambda folder: folder.stat().st_mtime)
    encoder = SentenceEncoder(newest)
    trainer = Trainer(encoder, phrases)
    rules = DangerRules.read()
    messages = [*phrases.danger, *phrases.harmless]
    folds = np.random.default_rng(_SEED).integers(0, _FOLDS, len(messages))
    folds = np.append(folds, np.full(len(phrases.ordinary), -1))
    scores = np.zeros(len(messages))
    for fold in range(_FOLDS):
        judge = MeaningClassifier(
            encoder, *trainer.fit(np.flatnonzero(folds[trainer.owners] != fold).tolist())
        )
        for row in np.flatnonzero(folds == fold):
            scores[row] = judge.loudest(messages[row])[0]
    found = [rules.rule(message) for message in messages]
    doubtful = np.array([rule is not None and rule.doubtful for rule in found])
    named = np.array([rule is not None for rule in found]) & (~doubtful | (scores >= DOUBT))
    is_danger = np.arange(len(messages)) < len(phrases.danger)
    for threshold in (-0.3, -0.2, THRESHOLD, -0.1, 0.0, 0.1, 0.2):
        heard = named | (scores >= threshold)
        print(
            f"data/danger, five-fold, threshold {threshold}: "
            f"heard {share(int(heard[is_danger].sum()), int(is_danger.sum()))}, "
            f"false alarms {share(int(heard[~is_danger].sum()), int((~is_danger).sum()))}"
        )
    if misses:
        for row in np.argsort(np.where(is_danger, scores, -scores)):
            if (named[row] or scores[row] >= THRESHOLD) != is_danger[row]:
                print(f"    {scores[row]:.2f} {messages[row]!r}")


if __name__ == "__main__":
    main()
