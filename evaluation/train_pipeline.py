"""Runs in bot/.venv: trains any NLU pipeline, such as Rasa's stock pipeline, on NLU data.

bot/.venv/bin/python -m evaluation.train_pipeline DATA CONFIG TARGET.tar.gz
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path


def main() -> None:
    """Train and put the model at the target, whole or not at all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("config")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    train(options.data, options.config, options.target)


def train(data: str, config: str, target: Path) -> None:
    """Train `config` on the NLU files of `data`.

    Raises:
        RuntimeError: Rasa made no model.
    """
    os.environ.update({"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"})
    # The target's name says what it was trained from; Rasa's second cache is not needed.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    warnings.simplefilter("ignore")
    from rasa.model_training import train_nlu

    logging.getLogger("rasa").setLevel(logging.ERROR)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".training-") as folder:
        with contextlib.redirect_stdout(sys.stderr):
            made = train_nlu(config, data, folder, fixed_model_name="nlu")
        if not made:
            raise RuntimeError("Rasa made no model of the pipeline.")
        Path(made).replace(target)


if __name__ == "__main__":
    main()
