from pathlib import Path

import pytest

from bot.fingerprint import fingerprint, inputs, model_path

FILES = [
    "config.yml",
    "domain.yml",
    "data/nlu/pay.yml",
    "data/rules/pay.yml",
    "knowledge/vocabulary/state.yml",
    "bot/nlu/intents.py",
    "bot/nlu/shorthand.yml",
    "bot/requirements.lock",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_every_input_of_the_training_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).write_text("changed", encoding="utf-8")
    assert fingerprint(root) != before


@pytest.mark.parametrize("name", ["README.md", "bot/channel.py", "knowledge/facts/a/pay.yml"])
def test_nothing_else_changes_it(root: Path, name: str) -> None:
    before = fingerprint(root)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text("new", encoding="utf-8")
    assert fingerprint(root) == before


def test_a_renamed_file_changes_it(root: Path) -> None:
    before = fingerprint(root)
    (root / "data/nlu/pay.yml").rename(root / "data/nlu/wages.yml")
    assert fingerprint(root) != before


def test_it_does_not_depend_on_the_place_of_the_repository(root: Path) -> None:
    before = fingerprint(root)
    moved = root.rename(root.with_name("elsewhere"))
    assert fingerprint(moved) == before


def test_the_model_is_named_after_it(root: Path) -> None:
    assert model_path(root) == root / "models" / f"career-desk-{fingerprint(root)[:12]}.tar.gz"


def test_the_real_repository_has_inputs_of_every_kind() -> None:
    root = Path(__file__).parents[2]
    names = {file.relative_to(root).as_posix() for file in inputs(root)}
    assert {"config.yml", "domain.yml", "bot/nlu/intents.py", "bot/requirements.lock"} <= names
    assert any(name.startswith("data/nlu/") for name in names)
    assert any(name.startswith("knowledge/vocabulary/") for name in names)
