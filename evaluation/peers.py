"""Two pipelines on the same small sample of our examples: ours and the one of `rasa init`.

The stock pipeline needs hours for all examples. So both learn the same few of each intent, and
are asked the same questions in the same run. Models and answers are kept under a fingerprint.
"""

import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from evaluation.models import CACHE, ROOT, Understanding, parse, train, understanding_of

STOCK_CONFIG = ROOT / "evaluation" / "stock.yml"
OUR_CONFIG = ROOT / "config.yml"
EXAMPLES = 20
"""Of each intent."""
_SEED = 20240501


def understand_with_sample(config: Path, texts: Sequence[str]) -> list[Understanding]:
    """Return what a pipeline that has learnt the sample makes of the texts.

    Args:
        config: STOCK_CONFIG or OUR_CONFIG.
        texts: the messages.

    Raises:
        ModelError: training or loading failed.
    """
    examples = sample(ROOT / "data" / "nlu")
    written = yaml.safe_dump(examples, allow_unicode=True, sort_keys=False, width=10_000)
    stock = config == STOCK_CONFIG
    kind = "stock" if stock else "ours"
    name = f"{kind}-{_fingerprint(config, written, stock=stock)}"
    model, answers = CACHE / f"{name}.tar.gz", CACHE / f"{name}.json"
    known: dict[str, Any] = json.loads(answers.read_text()) if answers.is_file() else {}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        CACHE.mkdir(parents=True, exist_ok=True)
        if not model.is_file():
            data = CACHE / f"{name}.yml"
            data.write_text(written, encoding="utf-8")
            train(data, config, model)
        options = ["--with-tensorflow"] if stock else []
        known |= dict(zip(new, parse(model, new, *options), strict=True))
        answers.write_text(json.dumps(known))
        for old in CACHE.glob(f"{kind}-*"):
            if not old.name.startswith(name):
                old.unlink()
    return [understanding_of(known[text]) for text in texts]


def sample(folder: Path, count: int = EXAMPLES) -> dict[str, Any]:
    """Return at most `count` examples of each intent that stand alone, as NLU data."""
    by_intent: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            if "after" not in (block.get("metadata") or {}) and "intent" in block:
                lines = str(block["examples"]).splitlines()
                found = [line.removeprefix("- ").strip() for line in lines]
                by_intent.setdefault(block["intent"], []).extend(filter(None, found))
    chance = random.Random(_SEED)  # noqa: S311
    blocks = []
    for intent, found in sorted(by_intent.items()):
        texts = list(dict.fromkeys(found))
        chosen = chance.sample(texts, min(count, len(texts)))
        blocks.append({"intent": intent, "examples": "".join(f"- {text}\n" for text in chosen)})
    return {"version": "3.1", "nlu": blocks}


def _fingerprint(config: Path, written: str, *, stock: bool) -> str:
    digest = hashlib.sha256(config.read_bytes() + b"\0" + written.encode())
    # Our pipeline is made of these files, too.
    for file in [] if stock else sorted((ROOT / "bot" / "nlu").glob("*")):
        if file.is_file():
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
