from pathlib import Path

import pytest

from bot.nlu import encoder_weights
from bot.nlu.encoder_weights import EncoderWeightsError, check_weights, weights_folder


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"something else")
    with pytest.raises(EncoderWeightsError, match="have changed"):
        check_weights(weights)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderWeightsError, match=r"missing: model\.safetensors"):
        check_weights(tmp_path / "model.safetensors")


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_weights, "WEIGHTS_PACKAGE", "no_such_weights")
    with pytest.raises(EncoderWeightsError, match="no-such-weights"):
        weights_folder()
