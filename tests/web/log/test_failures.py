"""What an error of a database means for the log."""

import sqlite3
from pathlib import Path

import psycopg.errors
import pytest
from sqlalchemy.exc import OperationalError

from web.log.failures import LogFullError, LogUnavailableError, unavailable


def full_in_sqlite(folder: Path) -> sqlite3.Error:
    connection = sqlite3.connect(folder / "full.sqlite")
    connection.execute("CREATE TABLE one (text)")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("INSERT INTO one VALUES (zeroblob(100000))")
    connection.close()
    return caught.value


def test_a_full_disk_is_told_apart_from_other_faults(tmp_path: Path) -> None:
    full = full_in_sqlite(tmp_path)
    assert type(unavailable(full)) is LogFullError
    for cause in (full, psycopg.errors.DiskFull()):
        assert type(unavailable(OperationalError("SELECT", {}, cause))) is LogFullError
    for other in (sqlite3.OperationalError("database is locked"), OSError(5, "I/O")):
        assert type(unavailable(other)) is LogUnavailableError


def test_no_value_is_quoted() -> None:
    error = OperationalError("INSERT secret", {"text": "secret"}, sqlite3.Error("secret"))

    assert str(unavailable(error)) == "OperationalError (Error)"
