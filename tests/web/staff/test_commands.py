"""What the operator does at the command line."""

import sqlite3
from pathlib import Path

import pytest
from yarl import URL

from tests.web.conftest import Start
from tests.web.staff.member import Member
from web.__main__ import main
from web.settings import Settings


@pytest.fixture
def operator(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line sees the same settings as the gateway."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def link_in(printed: str) -> URL:
    [line] = [line for line in printed.splitlines() if line.startswith("http")]
    return URL(line)


@pytest.mark.usefixtures("operator")
async def test_the_first_admin_joins_by_the_printed_link(
    start: Start, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-admin"]) == 0
    link = link_in(capsys.readouterr().out)
    client = await start(settings)
    admin = Member(client, "admin")

    assert str(link).startswith("http://localhost:8080/staff/join/")
    assert (await admin.join(link.name)).status == 201
    assert (await admin.get("/staff/accounts")).status == 200


@pytest.mark.usefixtures("operator", "client")
async def test_an_admin_who_can_get_in_no_more_gets_a_new_link(
    admin: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-admin", "The Admin"]) == 0
    link = link_in(capsys.readouterr().out)

    assert (await admin.get(f"/staff/join/{link.name}")).status == 200


@pytest.mark.usefixtures("operator")
async def test_nobody_else_becomes_an_admin_this_way(
    reviewer: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff-admin", reviewer.name]) == 1

    assert "is not an active admin" in capsys.readouterr().err
    assert (await reviewer.account()).role == "reviewer"


@pytest.mark.usefixtures("operator")
async def test_the_link_begins_with_the_public_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://advice.school.example/")
    assert main(["staff-admin"]) == 0

    link = link_in(capsys.readouterr().out)
    assert str(link).startswith("https://advice.school.example/staff/join/")


@pytest.mark.usefixtures("operator")
async def test_a_whole_audit_log_is_said_to_be_whole(
    admin: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    printed = capsys.readouterr().out.split()[-1]
    assert printed.startswith("2:")
    assert main(["audit", "verify", "--known", printed]) == 0


@pytest.mark.usefixtures("operator", "admin")
async def test_a_log_that_was_cut_off_is_found_by_a_noted_row(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "verify"])
    noted = capsys.readouterr().out.split()[-1]
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER staff_audit_no_delete")
        connection.execute("DELETE FROM staff_audit WHERE number = 2")
    connection.close()

    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--known", noted]) == 1
    assert "broken at row 2: it was noted down and is missing" in capsys.readouterr().out


@pytest.mark.usefixtures("operator", "admin")
async def test_a_log_that_was_written_anew_is_found_by_a_noted_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit", "verify", "--known", f"1:{'0' * 64}"]) == 1
    assert "broken at row 1: it is not the row" in capsys.readouterr().out


@pytest.mark.usefixtures("operator")
async def test_the_first_broken_row_is_named(
    admin: Member, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER staff_audit_no_update")
        connection.execute("UPDATE staff_audit SET person = 'somebody else' WHERE number = 2")
    connection.close()

    assert main(["audit", "verify"]) == 1
    assert "broken at row 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["audit"], ["audit", "mend"], ["staff"], ["audit", "verify", "--known", "1:x"]],
)
def test_what_makes_no_sense_is_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    assert "usage:" in capsys.readouterr().err
