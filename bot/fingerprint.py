"""Names a trained model after everything it was trained from."""

import hashlib
from pathlib import Path

# What changes the trained model: how to understand, what to understand, and with which versions.
_INPUTS = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/rules/*.yml",
    "data/stories/*.yml",
    "knowledge/vocabulary/*.yml",
    "actions/families.yml",
    "bot/nlu/*.py",
    "bot/nlu/*.yml",
    "bot/requirements.lock",
)


def fingerprint(root: Path) -> str:
    """Return 64 hexadecimal digits that change with any input of the training.

    Args:
        root: the root folder of the repository. Files that do not exist count as absent.
    """
    digest = hashlib.sha256()
    for file in inputs(root):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def inputs(root: Path) -> list[Path]:
    """Return the files that go into a model, in a fixed order."""
    return sorted({file for pattern in _INPUTS for file in root.glob(pattern) if file.is_file()})


def model_path(root: Path) -> Path:
    """Return where the model of the present state of the files lies, or would lie."""
    return root / "models" / f"career-desk-{fingerprint(root)[:12]}.tar.gz"
