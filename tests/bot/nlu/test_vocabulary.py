from pathlib import Path

import pytest

from bot.nlu.vocabulary import (
    Alias,
    VocabularyError,
    read_vocabulary,
    vocabulary_hash,
)

STATES = """
kind: state
subjects:
  - {id: oregon, name: Oregon, short: OR, ambiguous: ['or']}
  - {id: texas, name: Texas, short: TX, aliases: [lone star state]}
"""


def write(folder: Path, name: str, text: str) -> Path:
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def test_name_short_and_aliases_are_all_read(tmp_path: Path) -> None:
    found = read_vocabulary(write(tmp_path, "state", STATES))
    assert {alias.pieces for alias in found if alias.subject == "texas"} == {
        ("texas",),
        ("tx",),
        ("lone", "star", "state"),
    }


def test_an_ambiguous_alias_counts_only_in_capitals(tmp_path: Path) -> None:
    found = read_vocabulary(write(tmp_path, "state", STATES))
    assert Alias("state", "oregon", ("or",), True) in found
    assert Alias("state", "oregon", ("oregon",), False) in found


def test_a_hyphen_may_be_a_space_but_not_before_a_single_letter(tmp_path: Path) -> None:
    text = """
kind: certification
subjects:
  - {id: cpc-a, name: CPC-A}
  - {id: icd, name: ICD-10-CM}
"""
    pieces = {alias.pieces for alias in read_vocabulary(write(tmp_path, "certification", text))}
    assert ("icd", "10", "cm") in pieces
    assert ("icd", "-", "10", "-", "cm") in pieces
    assert ("cpc", "-", "a") in pieces
    assert ("cpc", "a") not in pieces


def test_an_acronym_has_a_plural(tmp_path: Path) -> None:
    text = "kind: certification\nsubjects:\n  - {id: cpc, name: CPC}\n"
    pieces = {alias.pieces for alias in read_vocabulary(write(tmp_path, "certification", text))}
    assert pieces == {("cpc",), ("cpcs",)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kind: state\nsubjects: [", "not valid YAML"),
        ("kind: country\nsubjects: []", "`kind` must be state"),
        ("kind: state\nsubjects: texas", "must be a list"),
        ("kind: state\nsubjects: [{id: texas}]", "needs `id` and `name`"),
        ("kind: state\nsubjects: [{id: ontario, name: Ontario, short: on}]", "in quotes"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_by_name(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(VocabularyError, match=f"(?s)state.yml.*{reason}"):
        read_vocabulary(write(tmp_path, "state", text))


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no vocabulary files"):
        read_vocabulary(tmp_path)


def test_the_hash_follows_the_files(tmp_path: Path) -> None:
    before = vocabulary_hash(write(tmp_path, "state", STATES))
    assert vocabulary_hash(tmp_path) == before
    assert vocabulary_hash(write(tmp_path, "state", STATES + "# more")) != before


def test_the_real_vocabulary_is_readable(aliases: list[Alias]) -> None:
    assert len({alias.subject for alias in aliases if alias.kind == "state"}) == 51
