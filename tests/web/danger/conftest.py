from pathlib import Path

import pytest

from web.danger import MODELS
from web.danger.detector import DangerDetector


@pytest.fixture(scope="session")
def detector() -> DangerDetector:
    found = DangerDetector.load(MODELS)
    if not found.hears_meaning:
        pytest.skip("*** NO MODEL: hearing danger is not tested. Run make train. ***")
    return found


@pytest.fixture(scope="session")
def model_folder(detector: DangerDetector) -> Path:
    return max(MODELS.glob("danger-*"), key=lambda folder: folder.stat().st_mtime)
