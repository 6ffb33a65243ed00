import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.desk import WORDING, Desk
from actions.errors import WordingError
from actions.templates import load_wording, read_mapping
from knowledge import KnowledgeBase, UnknownFactError
from tests.actions.conftest import SCHOOL

FACT = {"fact": {"is": "fact", "topic": "pay_state"}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("common.yml", "disclaimers.yml"):
        shutil.copy(WORDING / name, tmp_path / name)
    return tmp_path


def write(folder: Path, **template: Any) -> Path:
    data = {"topic": "pay_state", "templates": {"one": template}}
    (folder / "pay_state.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ({"text": "Pay was $50,250.", "binds": FACT}, "digit"),
        ({"text": "Pay was high."}, "must bind at least one fact"),
        ({"text": "Pay was {fact.figure}.", "binds": FACT, "claim": False}, "is a claim"),
        ({"text": "Pay was {other.figure}.", "binds": FACT}, "not declared"),
        ({"text": "Pay was {fact.price}.", "binds": FACT}, "no attribute price"),
        ({"text": "Pay was {fact}.", "binds": FACT}, "malformed"),
        ({"text": "Pay was {fact.figure}.", "binds": FACT, "colour": "red"}, "unknown keys"),
        ({"text": "Hello.", "binds": {"x": {"is": "guess"}}}, "`is` must be"),
        ({"text": "Hello.", "binds": {"x": {"is": "fact", "unit": "usd"}}}, "unknown keys"),
        ({"text": "Pay was {fact.figure}.", "binds": FACT, "disclaimers": ["no"]}, "unknown disc"),
        (
            {
                "text": "Gap {x.figure}.",
                "binds": {"x": {"is": "computed", "operation": "position"}},
            },
            "must say with .origin",
        ),
        (
            {"text": "Gap {x.origin}.", "binds": {"x": {"is": "computed", "operation": "guess"}}},
            "unknown operation",
        ),
    ],
)
def test_bad_templates_are_refused_at_load(
    folder: Path, template: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(WordingError, match=complaint):
        load_wording(write(folder, **template))


def test_a_sourced_template_is_accepted(folder: Path) -> None:
    wording = load_wording(write(folder, text="Pay was {fact.figure}.", binds=FACT))
    assert wording.templates["pay_state", "one"].claim


def test_the_topic_must_be_the_name_of_the_file(folder: Path) -> None:
    (folder / "other.yml").write_text("topic: pay_state\n", encoding="utf-8")
    with pytest.raises(WordingError, match="file name"):
        load_wording(folder)


def test_broken_yaml_is_named_with_its_file(folder: Path) -> None:
    (folder / "other.yml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(WordingError, match=r"other\.yml"):
        load_wording(folder)


def test_a_desk_does_not_open_with_a_fact_that_does_not_exist(
    knowledge: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, text="Pay.", binds={"fact": {"is": "fact", "id": "no.such.fact"}})
    monkeypatch.setattr("actions.desk.WORDING", folder)
    with pytest.raises(UnknownFactError):
        Desk.open(knowledge, SCHOOL)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.yml"
    path.write_text("one: 1\nother: 2\none: 3\n", encoding="utf-8")
    with pytest.raises(WordingError, match=r"twice\.yml: line 1: .*one.* stand twice"):
        read_mapping(path)
