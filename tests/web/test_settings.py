"""Settings are checked at the start, and all of them are documented."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import ROOT
from web.school import School
from web.settings import DEFAULTS, Settings, SettingsError


def test_the_table_of_settings_is_complete() -> None:
    table = (ROOT / "docs" / "settings.md").read_text().split("## school.yml")

    assert re.findall(r"^\| `(\w+)` \|", table[0], re.MULTILINE) == list(DEFAULTS)
    assert re.findall(r"^\| `(\w+)` \|", table[1], re.MULTILINE) == list(School.model_fields)


def test_the_table_names_the_defaults() -> None:
    lines = (ROOT / "docs" / "settings.md").read_text().splitlines()
    for name, default in DEFAULTS.items():
        [line] = [line for line in lines if line.startswith(f"| `{name}` |")]
        assert not default or f"`{default}`" in line


def test_without_variables_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "school.yml").write_text((ROOT / "school.yml").read_text())

    settings = Settings.from_environment({}, folder=tmp_path)

    assert (settings.host, settings.port, settings.rate_limit) == ("127.0.0.1", 8080, True)
    assert settings.database_url.database == str(tmp_path / "var" / "conversations.sqlite")
    assert settings.knowledge_database == tmp_path / "var" / "knowledge.sqlite"


def test_the_secret_key_is_made_once_and_kept_private(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["SECRET_KEY"]

    first = Settings.from_environment(environment)
    second = Settings.from_environment(environment)

    path = tmp_path / "var" / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert first.secret_key == second.secret_key == path.read_text()


def test_a_secret_key_that_others_can_read_is_refused(
    environment: dict[str, str], tmp_path: Path
) -> None:
    del environment["SECRET_KEY"]
    Settings.from_environment(environment)
    (tmp_path / "var" / "secret_key").chmod(0o644)

    with pytest.raises(SettingsError, match="can be read by others"):
        Settings.from_environment(environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "99999"),
        ("PORT", "²"),
        ("RATE_LIMIT", "no"),
        ("SECRET_KEY", "short"),
        ("RASA_URL", "127.0.0.1:5005"),
        ("DATABASE_URL", "mysql://localhost/test"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "nonsense"),
        ("TRUSTED_PROXIES", "everybody"),
        ("SCHOOL_FILE", "missing.yml"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    environment: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=name if name != "SCHOOL_FILE" else value):
        Settings.from_environment({**environment, name: value})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_with_the_driver_we_have(
    environment: dict[str, str], scheme: str
) -> None:
    address = f"{scheme}://desk:secret@db.example/desk"

    settings = Settings.from_environment({**environment, "DATABASE_URL": address})

    assert settings.database_url.drivername == "postgresql+psycopg"


def test_settings_do_not_show_their_secrets(environment: dict[str, str]) -> None:
    address = "postgresql://desk:canary-4711@db.example/desk"

    shown = repr(Settings.from_environment({**environment, "DATABASE_URL": address}))

    assert "canary" not in shown
    assert environment["SECRET_KEY"] not in shown
