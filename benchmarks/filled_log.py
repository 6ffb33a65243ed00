"""Writes a generated log into an empty database, many rows at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.generated_log import COLUMNS, Batch, Generator


def fill(engine: Engine, turns: int, seed: int = 1) -> Generator:
    """Write a generated log of ``turns`` turns into empty tables; returns what made it.

    The parts that the database derives, such as the index of words, come about as always.
    """
    generator = Generator(seed, turns, datetime.now(UTC))
    write = _fill_sqlite if engine.dialect.name == "sqlite" else _fill_postgresql
    for batch in generator.batches():
        write(engine, batch)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET statement_timeout = 0"))
            for table in ("turns", "messages", "incidents", "facet_values"):
                column = "id" if table == "facet_values" else "number"
                last = f"(SELECT coalesce(max({column}), 1) FROM {table})"  # noqa: S608
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {last})")
                )
            connection.execute(text("VACUUM ANALYZE"))
    return generator


def _fill_sqlite(engine: Engine, batch: Batch) -> None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for table, names in COLUMNS.items():
            marks = ", ".join("?" for _ in names.split())
            columns = ", ".join(names.split())
            rows = [tuple(_sqlite_value(value) for value in row) for row in batch.rows[table]]
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
        cursor.execute("COMMIT")
    finally:
        connection.close()


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return json.dumps(value) if isinstance(value, dict) else value


def _fill_postgresql(engine: Engine, batch: Batch) -> None:
    connection = engine.raw_connection()
    try:
        cursor: Any = connection.cursor()
        # The rows fit together; checking each reference would take longer than all the rest.
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        for table, names in COLUMNS.items():
            with cursor.copy(f"COPY {table} ({', '.join(names.split())}) FROM STDIN") as copy:
                for row in batch.rows[table]:
                    copy.write_row([_postgresql_value(value) for value in row])
        # The trigger that does so has been left out with the checks of the references.
        cursor.execute(
            "INSERT INTO question_words SELECT turn_number, to_tsvector('english', text)"
            " FROM messages WHERE author = 'visitor' AND turn_number >= %s",
            [batch.rows["turns"][0][0]],
        )
        cursor.execute(
            "INSERT INTO turn_words SELECT turn_number, words_of_turn("
            "string_agg(text, ' ') FILTER (WHERE author = 'visitor'),"
            "string_agg(text, ' ') FILTER (WHERE author <> 'visitor'))"
            " FROM messages WHERE turn_number >= %s GROUP BY turn_number",
            [batch.rows["turns"][0][0]],
        )
        cursor.execute("SET session_replication_role = DEFAULT; RESET statement_timeout")
        connection.commit()
    finally:
        connection.close()


def _postgresql_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return json.dumps(value) if isinstance(value, dict) else value
