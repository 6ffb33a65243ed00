from pathlib import Path

import pytest

from actions.school import School, read_school


@pytest.mark.parametrize(
    "text",
    [
        "name: A School\ncontact: {phone: (555) 555-0100, mail: a@b.example}\n",
        "name: A School\nphone: (555) 555-0100\nemail: a@b.example\n",
    ],
)
def test_the_contact_is_read_from_either_place(tmp_path: Path, text: str) -> None:
    (tmp_path / "school.yml").write_text(text, encoding="utf-8")
    school = read_school(tmp_path / "school.yml")
    assert school.contact == "A School, phone (555) 555-0100, mail a@b.example"


@pytest.mark.parametrize("text", ["", "[]", "name: [1]\ncontact: none\n"])
def test_what_is_missing_leaves_a_neutral_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "school.yml").write_text(text, encoding="utf-8")
    assert read_school(tmp_path / "school.yml") == School()


def test_a_missing_file_leaves_a_neutral_name(tmp_path: Path) -> None:
    assert read_school(tmp_path / "none.yml").contact == "the school"


def test_the_real_settings_name_a_phone_and_a_mail() -> None:
    school = read_school(Path("school.yml"))
    assert school.phone
    assert school.mail
