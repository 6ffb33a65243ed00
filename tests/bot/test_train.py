"""Training as people start it: a process of its own, in a small repository of its own."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.fingerprint import model_path

ROOT = Path(__file__).parents[2]

CONFIG = """
recipe: default.v1
language: en
assistant_id: small
pipeline:
  - name: bot.nlu.correction.MessageCorrector
  - name: bot.nlu.entities.VocabularyEntityExtractor
  - name: bot.nlu.intents.SentenceIntentClassifier
    encoder_cache: {cache}
  - name: FallbackClassifier
    threshold: 0.4
    ambiguity_threshold: 0.0
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
"""
DOMAIN = """
version: "3.1"
intents: [greet, goodbye]
entities: [state]
responses:
  utter_greet: [{text: Hello.}]
  utter_goodbye: [{text: Bye.}]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""
NLU = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - hi there
  - intent: goodbye
    examples: |
      - bye
      - see you later
"""
RULES = """
version: "3.1"
rules:
  - {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: goodbye, steps: [{intent: goodbye}, {action: utter_goodbye}]}
"""


def small_repository(folder: Path) -> Path:
    files = {
        "config.yml": CONFIG.format(cache=ROOT / ".rasa" / "encoder"),
        "domain.yml": DOMAIN,
        "data/nlu/talk.yml": NLU,
        "data/rules/talk.yml": RULES,
        "bot/requirements.lock": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "bot" / "nlu", folder / "bot" / "nlu")
    for name in ("__init__.py", "train.py", "fingerprint.py"):
        shutil.copy(ROOT / "bot" / name, folder / "bot" / name)
    shutil.copytree(ROOT / "knowledge" / "vocabulary", folder / "knowledge" / "vocabulary")
    return folder


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *options, "-m", "bot.train"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


@pytest.fixture(scope="module")
def trained(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    root = small_repository(tmp_path_factory.mktemp("repository"))
    (root / "models").mkdir()
    (root / "models" / "career-desk-000000000000.tar.gz").write_bytes(b"old")
    (root / "models" / "other.tar.gz").write_bytes(b"not ours")
    return root, run(root)


def test_it_says_in_two_lines_what_it_does(
    trained: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, result = trained
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "Training the language model (half an hour to an hour on two cores)...",
        f"The language model is ready ({model_path(root).name}).",
    ]


def test_the_model_is_whole_and_ours_alone_remains(
    trained: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, _ = trained
    left = sorted(file.name for file in (root / "models").iterdir())
    assert left == sorted([model_path(root).name, "other.tar.gz"])
    with tarfile.open(model_path(root)) as archive:
        names = [Path(name).name for name in archive.getnames()]
    assert {"encoder.onnx", "tokenizer.json", "classifier.npz", "aliases.json"} <= set(names)


def test_a_model_that_is_there_is_not_trained_again(
    trained: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, _ = trained
    before = model_path(root).stat().st_mtime_ns
    result = run(root, "-X", "importtime")
    assert result.returncode == 0
    assert result.stdout == f"The language model is up to date ({model_path(root).name}).\n"
    assert model_path(root).stat().st_mtime_ns == before
    assert " rasa" not in result.stderr
    assert "numpy" not in result.stderr


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    root = small_repository(tmp_path)
    (root / "domain.yml").unlink()
    result = run(root)
    assert result.returncode == 1
    assert "domain.yml is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_mistake_in_the_vocabulary_is_explained_and_leaves_no_model(tmp_path: Path) -> None:
    root = small_repository(tmp_path)
    (root / "knowledge/vocabulary/state.yml").write_text("kind: county\n", encoding="utf-8")
    result = run(root)
    assert result.returncode == 1
    assert "state.yml: `kind` must be state." in result.stderr
    assert "Traceback" not in result.stderr
    assert list((root / "models").iterdir()) == []
