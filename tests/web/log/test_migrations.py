"""A log that an older version of the program began goes on with the newer one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, inspect, make_url, text
from sqlalchemy.orm import Session

from web.log.engine import open_engine
from web.log.failures import LogUnavailableError
from web.log.records import Vote
from web.log.repository import ConversationLog
from web.log.tables import SCHEMA_VERSION
from web.staff.inbox.filters import Filter
from web.staff.inbox.hits import Hit
from web.staff.inbox.queries import find

# The tables as version 1 made them.
FIRST = Path(__file__).with_name("version_1.sql").read_text().split(";")
TOUCHED = {
    "conversations",
    "erasures",
    "facet_values",
    "feedback",
    "figures",
    "figures_mark",
    "handoffs",
    "question_groupings",
    "question_groups",
    "staff_accounts",
    "staff_audit",
    "staff_exports",
    "staff_invitations",
    "staff_labels",
    "staff_log_in_failures",
    "staff_notes",
    "staff_recovery_codes",
    "staff_saved_filters",
    "staff_sessions",
    "turn_facets",
    "turns",
}
OPENED = "INSERT INTO conversations (id, created) VALUES ('visit', '2026-01-02 03:04:05')"
SAID = (
    "INSERT INTO messages (id, conversation_id, author, time, kind, text, details)"
    " VALUES ('answer', 'visit', 'assistant', '2026-01-02 03:04:05', 'answer', 'An answer', '{}')"
)


@pytest.fixture
def old(url: URL) -> Iterator[URL]:
    """A database of version 1 with one answer in it."""
    empty(url)
    engine = create_engine(url)
    number = "INTEGER NOT NULL" if engine.dialect.name == "sqlite" else "BIGSERIAL"
    with engine.begin() as connection:
        for statement in [*FIRST, OPENED, SAID]:
            if statement.strip():
                connection.execute(text(statement.replace("NUMBER", number)))
    engine.dispose()
    yield url
    empty(url)


def empty(url: URL) -> None:
    """Leave nothing in the PostgreSQL database, which other tests use as well."""
    engine = create_engine(url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def layout(url: URL) -> dict[str, set[tuple[str, bool]]]:
    """The columns of the tables that a step touches (may they be empty?), and their indexes."""
    engine = create_engine(url)
    inspector = inspect(engine)
    found = {}
    for table in TOUCHED & set(inspector.get_table_names()):
        columns = {(one["name"], bool(one["nullable"])) for one in inspector.get_columns(table)}
        # PostgreSQL lists what stands behind UNIQUE as an index as well.
        indexes = {
            (str(one["name"]), bool(one["unique"]))
            for one in inspector.get_indexes(table)
            if "duplicates_constraint" not in one
        }
        found[table] = columns | indexes
    engine.dispose()
    return found


async def test_what_was_said_before_is_still_there_and_can_be_voted_on(old: URL) -> None:
    log = await ConversationLog.open(old, busy=2, patience=5)

    assert (await log.require_conversation("visit")).notice_version is None
    assert await log.vote("visit", "answer", Vote(False, "Too short"))

    messages = await log.messages("visit")
    await log.close()
    assert messages is not None
    assert [(one.text, one.vote) for one in messages] == [("An answer", Vote(False, "Too short"))]


def test_the_changed_tables_are_those_of_a_new_log(old: URL, tmp_path: Path) -> None:
    open_engine(old, busy=2).dispose()
    new = make_url(f"sqlite:///{tmp_path}/new.sqlite")
    open_engine(new, busy=2).dispose()

    assert layout(old) == layout(new)


def test_the_version_is_noted(old: URL) -> None:
    open_engine(old, busy=2).dispose()
    engine = create_engine(old)
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version FROM schema_version")).all()
    engine.dispose()

    assert versions == [(SCHEMA_VERSION,)]


def test_a_change_that_fails_leaves_everything_as_it_was(old: URL) -> None:
    engine = create_engine(old)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE handoffs (other INTEGER)"))
    before = layout(old)

    with pytest.raises(LogUnavailableError):
        open_engine(old, busy=2)

    assert layout(old) == before
    with engine.connect() as connection:
        versions = connection.execute(text("SELECT version FROM schema_version")).all()
    engine.dispose()
    assert versions == [(1,)]


async def test_turns_of_before_can_be_found(old: URL) -> None:
    engine = create_engine(old)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO turns (number, conversation_id, client_id, digest, state, created,"
            " understanding) VALUES (7, 'visit', 'a', 'b', 'answered', '2026-01-02 03:04:06',"
            """ '{"intent": {"name": "pay", "confidence": 0.5}, "entities": []}')""",
            "INSERT INTO messages (id, conversation_id, turn_number, author, time, kind, text,"
            " details) VALUES ('question', 'visit', 7, 'visitor', '2026-01-02 03:04:06',"
            " 'question', 'pay in Guam', '{}')",
            "UPDATE messages SET turn_number = 7 WHERE id = 'answer'",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()

    opened = open_engine(old, busy=2)
    with Session(opened) as session:
        found = [
            find(session, Filter.read([condition]), 10).hits
            for condition in (("words", "guam"), ("intent", "pay"), ("kind", "answer"))
        ]
    opened.dispose()

    assert found == [(Hit(7, "visit"),)] * 3
