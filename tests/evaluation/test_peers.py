from pathlib import Path

from evaluation.peers import sample

DATA = """
version: "3.1"
nlu:
  - intent: pay
    examples: |
      - what does it pay
      - what does it pay
      - salary
      - wages
  - intent: pay
    metadata: {after: training}
    examples: |
      - and then
  - intent: greet
    examples: |
      - hello
"""


def test_the_sample_has_some_examples_of_each_intent_that_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(DATA, encoding="utf-8")
    drawn = sample(tmp_path, 2)
    by_intent = {one["intent"]: one["examples"].splitlines() for one in drawn["nlu"]}
    assert set(by_intent) == {"pay", "greet"}
    assert len(set(by_intent["pay"])) == 2
    assert "- and then" not in by_intent["pay"]
    assert by_intent["greet"] == ["- hello"]


def test_the_same_sample_is_drawn_again(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(DATA, encoding="utf-8")
    assert sample(tmp_path, 2) == sample(tmp_path, 2)
