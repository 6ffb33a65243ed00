"""Trains the language model, if there is none yet for the present state of the files.

Run from the root of the repository: bot/.venv/bin/python -m bot.train
"""

import contextlib
import io
import logging
import os
import random
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

from bot.fingerprint import model_path

SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    # The name of the model already says what it was trained from; no second cache.
    "RASA_MAX_CACHE_SIZE": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Its kernels differ from processor to processor, and take longer for sentences so short.
    "TF_ENABLE_ONEDNN_OPTS": "0",
    # How sums are cut into parts follows from these two. With the same everywhere, the same files
    # give the same model, so that what was measured on one machine holds on another.
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "TF_NUM_INTRAOP_THREADS": "2",
}
"""The environment in which the model is trained."""
_SEED = 20240501


class TrainingError(Exception):
    """The model could not be trained; the message says why, for people."""


def main(root: Path | None = None) -> int:
    """Train when needed and say so in one line.

    Args:
        root: the root folder of the repository; None for the current folder.

    Returns:
        The exit status: 0 when the model is there, 1 when training failed.
    """
    root = (root or Path.cwd()).resolve()
    target = model_path(root)
    if target.is_file():
        print(f"The language model is up to date ({target.name}).")
        return 0
    print("Training the language model (half an hour to an hour on two cores)...", flush=True)
    try:
        train(root, target)
    except TrainingError as error:
        print(f"The language model could not be trained: {error}", file=sys.stderr)
        return 1
    print(f"The language model is ready ({target.name}).")
    return 0


def train(root: Path, target: Path) -> None:
    """Train from the files under `root` and put the model at `target`, whole or not at all.

    Older models of ours in the same folder are removed afterwards.

    Raises:
        TrainingError: the files are not complete or Rasa refuses them.
    """
    for name in ("config.yml", "domain.yml", "data"):
        if not (root / name).exists():
            raise TrainingError(f"{name} is missing in {root}.")
    os.environ.update(SETTINGS)
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(".training-*"):
        # A training that was killed leaves its folder; no training takes six hours.
        if time.time() - left.stat().st_mtime > 6 * 3600:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".training-") as work:
        made = _train_quietly(root, Path(work))
        made.replace(target)
    for old in target.parent.glob("career-desk-*.tar.gz"):
        if old != target:
            old.unlink(missing_ok=True)


def _train_quietly(root: Path, folder: Path) -> Path:
    """Return the path of the trained model; what Rasa prints shows only when it fails."""
    printed = io.StringIO()
    before = Path.cwd()
    # Settings such as the vocabulary's folder are relative to the root.
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            made = _train(folder)
    except (Exception, SystemExit) as error:
        raise TrainingError(_explanation(error, printed.getvalue())) from error
    finally:
        os.chdir(before)
    if made is None or not made.is_file():
        raise TrainingError(_explanation(None, printed.getvalue()))
    return made


def _train(folder: Path) -> Path | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import numpy as np  # type: ignore[import-not-found, unused-ignore]
        from rasa.model_training import train as rasa_train

        logging.getLogger("rasa").setLevel(logging.ERROR)
        random.seed(_SEED)
        np.random.seed(_SEED)
        result = rasa_train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data"],
            output=str(folder),
            force_training=True,
            fixed_model_name="model",
        )
    return Path(result.model) if result.model and not result.code else None


def _explanation(error: BaseException | None, printed: str) -> str:
    reasons: list[str] = []
    while error is not None:
        if str(error) and not isinstance(error, SystemExit):
            reasons.append(str(error))
        error = error.__cause__
    lines = [line for line in printed.splitlines() if line.strip()]
    return "\n".join(reasons + lines[-15:]) or "Rasa gave no reason."


if __name__ == "__main__":
    sys.exit(main())
