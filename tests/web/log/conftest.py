"""The databases the log has to work with."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from web.log.repository import ConversationLog

SERVER = "postgresql+psycopg://127.0.0.1:5432/test"


def _postgresql_server() -> URL:
    """The first account that may come in; skips loudly when there is none."""
    reason = "no account"
    for user in ("postgres", "root"):
        url = make_url(SERVER).set(username=user)
        engine = create_engine(url, connect_args={"connect_timeout": 2})
        try:
            with engine.connect():
                return url
        except OperationalError as error:
            reason = str(error.orig).strip()
        finally:
            engine.dispose()
    if os.environ.get("CI") == "true":
        pytest.fail(f"PostgreSQL is needed in CI: {reason}")
    pytest.skip(f"THE LOG IS NOT TESTED ON POSTGRESQL: {reason}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A database of our own, dropped in the end."""
    server = _postgresql_server()
    name = f"career_desk_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Where the log lies; the PostgreSQL database is shared by all tests of a run."""
    if request.param == "sqlite":
        return make_url(f"sqlite:///{tmp_path}/log.sqlite")
    found: URL = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
async def log(url: URL) -> AsyncIterator[ConversationLog]:
    opened = await ConversationLog.open(url, busy=2, patience=5)
    yield opened
    await opened.close()
