"""Which files can be used."""

from pathlib import Path

import pytest

from conversation_tests import ConversationFileError, conversation_files, read_conversations


def written(folder: Path, text: str) -> Path:
    file = folder / "one.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_turns_keep_their_order_and_expectations(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "- name: tea\n  turns:\n  - {say: hi, kind: smalltalk}\n  - {choose: Tea, text: [Tea]}\n",
    )
    (conversation,) = read_conversations(file)
    assert conversation.name == "tea"
    assert [turn.said for turn in conversation.turns] == ["hi", "[Tea]"]
    assert conversation.turns[1].expects == {"text": ["Tea"]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b", "list of conversations"),
        ("- [", "cannot be read"),
        ("- name: tea", "`name` and `turns`"),
        ("- {name: tea, turns: [{say: hi, choose: ho, kind: x}]}", "either `say` or `choose`"),
        ("- {name: tea, turns: [{kind: answer}]}", "either `say` or `choose`"),
        ("- {name: tea, turns: [{say: hi}]}", "expects nothing"),
        ("- {name: tea, turns: [{say: hi, txt: [a]}]}", "cannot expect txt"),
        ("- {name: tea, turns: [{say: hi, text: a}]}", "`text` must be a list"),
        ("- {name: tea, turns: [{say: hi, slots: [a]}]}", "`slots` must map"),
        ("- {name: tea, turns: [{say: hi, within: soon}]}", "`within` must be a number"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConversationFileError, match=reason):
        read_conversations(written(tmp_path, text))


def test_folders_are_read_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.yml", "deep/a.yaml", "note.txt"):
        (tmp_path / name).touch()
    assert {file.name for file in conversation_files([tmp_path])} == {"b.yml", "a.yaml"}


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConversationFileError, match="no YAML file"):
        conversation_files([tmp_path])
    with pytest.raises(ConversationFileError, match="does not exist"):
        conversation_files([tmp_path / "gone"])
