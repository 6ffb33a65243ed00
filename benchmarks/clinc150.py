"""Measures our intent classifier on CLINC150, beside Rasa's stock pipeline if wanted.

    bot/.venv/bin/python -m benchmarks.clinc150 PATH/data_full.json [--stock] [--draws 3]

CLINC150 (Larson and others, 2019) has 150 intents and questions that belong to none of them.
`accuracy`: share of the 4,500 test questions with the right intent, however uncertain.
`out of scope`: share of the 1,000 other questions that are declined, at the confidence that keeps
95 of 100 in-scope questions of the validation part; `kept right`: share of the test questions
that are kept at that confidence and right.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluation.models import ROOT, parse, train
from evaluation.peers import STOCK_CONFIG

KEPT = 0.95

Pairs = Sequence[tuple[str, str]]
"""Texts and their intents."""


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1, and the seconds of training."""

    accuracy: float
    kept_right: float
    out_of_scope: float
    seconds: float

    def __str__(self) -> str:
        """Return the figures as a line of the table has them."""
        shares = (self.accuracy, self.kept_right, self.out_of_scope)
        return "".join(f"{100 * share:13.1f}" for share in shares) + f"{self.seconds:13.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and measure; prints a table."""
    options = _parser().parse_args(arguments)
    data = json.loads(options.data.read_text(encoding="utf-8"))
    print(_machine())
    print(f"{'':26}{'accuracy':>13}{'kept right':>13}{'out of scope':>13}{'training s':>13}")
    for count in options.examples:
        for seed in range(options.draws):
            examples = draw(data["train"], count, seed)
            for name, stock in (("ours", False), ("stock", True)):
                if stock and not options.stock:
                    continue
                figures = measure(data, examples, stock=stock, limit=options.limit)
                print(f"{name:6}{count:3} examples, seed {seed:<3}{figures}", flush=True)
    return 0


def draw(pairs: Pairs, count: int, seed: int) -> list[tuple[str, str]]:
    """Return `count` examples of each intent, picked at random with the seed."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in pairs:
        by_intent.setdefault(intent, []).append(text)
    chance = random.Random(seed)  # noqa: S311
    return [
        (text, intent)
        for intent in sorted(by_intent)
        for text in chance.sample(by_intent[intent], count)
    ]


def measure(
    data: Mapping[str, Pairs], examples: Pairs, *, stock: bool, limit: int | None
) -> Figures:
    """Train on the examples and measure.

    Args:
        data: the parts `val`, `test` and `oos_test` of CLINC150.
        examples: what to train on.
        stock: Rasa's stock pipeline instead of ours.
        limit: look only at so many questions of each part; None for all.

    Raises:
        ModelError: training or loading failed.
    """
    parts = [_some(data[name], limit) for name in ("val", "test", "oos_test")]
    with tempfile.TemporaryDirectory(prefix="clinc150-") as name:
        folder = Path(name)
        config = _config(folder, stock=stock)
        _write_examples(folder / "nlu.yml", examples)
        started = time.monotonic()
        train(folder / "nlu.yml", config, folder / "model.tar.gz")
        seconds = time.monotonic() - started
        texts = [text for part in parts for text, _ in part]
        parsed = parse(folder / "model.tar.gz", texts, *["--with-tensorflow"] * stock)
    intents = [one["intent"] for one in parsed]
    validation, test = len(parts[0]), len(parts[0]) + len(parts[1])
    threshold = threshold_that_keeps([one["confidence"] for one in intents[:validation]], KEPT)
    right = [
        (one["name"] == intent, one["confidence"] >= threshold)
        for one, (_, intent) in zip(intents[validation:test], parts[1], strict=True)
    ]
    declined = [one["confidence"] < threshold for one in intents[test:]]
    return Figures(
        accuracy=sum(hit for hit, _ in right) / len(right),
        kept_right=sum(hit and kept for hit, kept in right) / len(right),
        out_of_scope=sum(declined) / len(declined),
        seconds=seconds,
    )


def threshold_that_keeps(confidences: Sequence[float], share: float) -> float:
    """Return the highest threshold at which at least `share` of the messages are kept."""
    ordered = sorted(confidences)
    return ordered[int(len(ordered) * (1 - share) + 1e-9)]


def _some(part: Pairs, limit: int | None) -> Pairs:
    # The parts are sorted by intent; a few of them must not be of a few intents only.
    return part if limit is None else random.Random(0).sample(list(part), min(limit, len(part)))  # noqa: S311


def _config(folder: Path, *, stock: bool) -> Path:
    """Write the pipeline without its fallback, whose threshold is chosen afterwards."""
    source = STOCK_CONFIG if stock else ROOT / "config.yml"
    config: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    config.pop("policies", None)
    config["pipeline"] = [one for one in config["pipeline"] if one["name"] != "FallbackClassifier"]
    for component in config["pipeline"]:
        if "vocabulary" in component:
            component["vocabulary"] = str(folder / "vocabulary")
        component.pop("stand_ins", None)
    # The subjects of our domain have no place here; a vocabulary may not be empty.
    (folder / "vocabulary").mkdir()
    nobody = {"kind": "nothing", "subjects": [{"id": "nothing", "name": "Xyzzyplugh"}]}
    (folder / "vocabulary" / "nothing.yml").write_text(yaml.safe_dump(nobody), encoding="utf-8")
    target = folder / "config.yml"
    target.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    return target


def _write_examples(file: Path, examples: Pairs) -> None:
    by_intent: dict[str, list[str]] = {}
    for text, intent in examples:
        # Brackets would mark an entity.
        by_intent.setdefault(intent, []).append(text.replace("[", "(").replace("]", ")"))
    blocks = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent.items()
    ]
    content = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, width=10_000)
    file.write_text(content, encoding="utf-8")


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} processors, Python {platform.python_version()}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks.clinc150")
    parser.add_argument("data", type=Path, help="path of data_full.json")
    parser.add_argument("--examples", type=int, nargs="+", default=[10, 20], help="an intent")
    parser.add_argument("--draws", type=int, default=1, help="random draws, seeds 0, 1, ...")
    parser.add_argument("--stock", action="store_true", help="Rasa's stock pipeline, too (hours)")
    parser.add_argument("--limit", type=int, help="questions of each part, for a quick look")
    return parser


if __name__ == "__main__":
    sys.exit(main())
