"""Asks trained models what messages mean, each model in a process of its own."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.fingerprint import model_path

ROOT = Path(__file__).resolve().parent.parent
BOT_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
CACHE = ROOT / "var" / "evaluation"


class ModelError(RuntimeError):
    """A model is missing or could not be used; the message says what to do."""


@dataclass(frozen=True)
class Understanding:
    """What a model made of one message: its intents in order and the entities by kind."""

    intents: tuple[str, ...]
    confidence: float
    entities: Mapping[str, tuple[str, ...]]


def understand(texts: Sequence[str]) -> list[Understanding]:
    """Return what the assistant's present model makes of the texts.

    Raises:
        ModelError: there is no model for the present files, or it cannot be loaded.
    """
    model = model_path(ROOT)
    if not model.is_file():
        raise ModelError(f"There is no model {model.name}; `make train` makes it.")
    return [understanding_of(one) for one in parse(model, texts)]


def train(data: Path, config: Path, model: Path) -> None:
    """Train a pipeline on a file or folder of NLU data and put the model where `model` says.

    Raises:
        ModelError: Rasa could not.
    """
    _run(["evaluation.train_pipeline", str(data), str(config), str(model)])


def parse(model: Path, texts: Sequence[str], *options: str) -> list[dict[str, Any]]:
    """Return Rasa's parse data for each text.

    Args:
        model: the trained model.
        texts: the messages.
        options: `--with-tensorflow` for a pipeline that needs it.

    Raises:
        ModelError: the model could not be used.
    """
    said = _run(["evaluation.parse_messages", str(model), *options], json.dumps(list(texts)))
    parsed: list[dict[str, Any]] = json.loads(said)
    return parsed


def _run(module: list[str], given: str = "") -> str:
    """Run a module in Rasa's environment and return what it printed."""
    done = subprocess.run(  # noqa: S603
        [str(BOT_PYTHON), "-m", *module], cwd=ROOT, input=given, capture_output=True, text=True
    )
    if done.returncode:
        raise ModelError(f"{module[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def understanding_of(parsed: Mapping[str, Any]) -> Understanding:
    """Return the intents and entities of what Rasa made of a message."""
    clauses = parsed.get("clauses") or [parsed]
    found: dict[str, dict[str, None]] = {}
    for clause in clauses:
        for entity in clause.get("entities") or []:
            found.setdefault(str(entity["entity"]), {})[str(entity["value"])] = None
    # Two clauses in a row that ask the same are one question.
    intents = [str(clause["intent"]["name"]) for clause in clauses]
    kept = [one for at, one in enumerate(intents) if at == 0 or one != intents[at - 1]]
    return Understanding(
        tuple(kept),
        float(parsed["intent"]["confidence"]),
        {kind: tuple(values) for kind, values in found.items()},
    )
