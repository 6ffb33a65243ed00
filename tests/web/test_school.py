"""The school's own file."""

from pathlib import Path

import pytest
import yaml

from tests.web.conftest import ROOT
from web.school import SettingsError, read_school


def changed(folder: Path, **changes: object) -> Path:
    content = yaml.safe_load((ROOT / "school.yml").read_text())
    path = folder / "school.yml"
    path.write_text(yaml.safe_dump({**content, **changes}))
    return path


def test_the_notice_names_the_days_that_are_set(tmp_path: Path) -> None:
    school = read_school(changed(tmp_path, retention_days=7))

    assert "7 days" in school.fill(school.notice)


@pytest.mark.parametrize(
    "days", [0, -1, 366, 10_000, "30", 1.5, None, "forever", float("inf"), True]
)
def test_for_ever_cannot_be_set(tmp_path: Path, days: object) -> None:
    with pytest.raises(
        SettingsError, match=r"retention_days: .*from 1 to 365; nothing is kept for ever"
    ):
        read_school(changed(tmp_path, retention_days=days))


@pytest.mark.parametrize("notice", ["{nobody}", "{name!r}", "{name.__class__}", "{0}", "{"])
def test_a_placeholder_that_is_unknown_is_told(tmp_path: Path, notice: str) -> None:
    with pytest.raises(SettingsError, match=r"school\.yml"):
        read_school(changed(tmp_path, notice=notice))


@pytest.mark.parametrize("content", ["", "[]", "name: [", "just text"])
def test_a_file_that_is_no_settings_file_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "school.yml"
    path.write_text(content)

    with pytest.raises(SettingsError, match=r"school\.yml"):
        read_school(path)


def test_an_unknown_entry_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="retention_weeks"):
        read_school(changed(tmp_path, retention_weeks=4))


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.school.example",
        "school.example",
        "https://School.example",
        "https://school.example/",
        "https://school.example/page",
        "https://school.example:443",
        "http://school.example:80",
        "ftp://school.example",
        "null",
        "",
        1,
    ],
)
def test_a_website_is_named_exactly_as_browsers_do(tmp_path: Path, origin: object) -> None:
    with pytest.raises(SettingsError, match="origins"):
        read_school(changed(tmp_path, origins=[origin]))


def test_websites_are_taken_from_the_list(tmp_path: Path) -> None:
    origins = ["https://www.school.example", "http://localhost:8000"]

    assert read_school(changed(tmp_path, origins=origins)).origins == tuple(origins)


def test_another_notice_has_another_version(tmp_path: Path) -> None:
    first = read_school(changed(tmp_path)).notice_version

    assert read_school(changed(tmp_path)).notice_version == first
    assert read_school(changed(tmp_path, retention_days=7)).notice_version != first
