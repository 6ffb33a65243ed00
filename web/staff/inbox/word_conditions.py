"""The condition that words stand in the question, in the reply, or in either."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Text, cast, column, exists, func, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from web.staff.inbox.condition import MANY, MANY_OF_AN_INDEX, Condition, Number, each, size_of
from web.staff.inbox.words import Words

MANY_OF_BOTH: Final = 2_000
# A word of a query of PostgreSQL, as its text has it.
LEXEME: Final = "('(?:[^']|'')*')"


def condition_of(session: Session, words: Words, place: str) -> Condition:
    """Return the condition that ``words`` stand in the ``place`` that a filter names."""
    index = "question_words" if place == "question" else "turn_words"
    if session.get_bind().dialect.name == "sqlite":
        return _in_sqlite(session, index, words, place)
    return _in_postgresql(session, index, words, place)


def _in_sqlite(session: Session, name: str, words: Words, place: str) -> Condition:
    index = table(name, column("rowid"))
    query = f"{{reply}} : ({words.for_fts5()})" if place == "reply" else words.for_fts5()
    matches = text(f"{name} MATCH :words").bindparams(words=query)

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        return exists(select(literal(1)).select_from(index).where(matches, index.c.rowid == number))

    def holds_for_many(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        # Beginning a search takes longer than listing all that it finds.
        return number.in_(select(index.c.rowid).where(matches))

    numbers = select(index.c.rowid.label("number")).where(matches)
    size = size_of(session, numbers, MANY_OF_AN_INDEX)
    return Condition(size, MANY_OF_AN_INDEX, numbers, holds, holds_for_many, in_order=True)


def _in_postgresql(session: Session, name: str, words: Words, place: str) -> Condition:
    index = table(name, column("turn_number"), column("words"))
    query: Any = func.websearch_to_tsquery("english", words.for_postgresql())
    if place == "reply":
        # Words of replies have the weight B.
        weighted = func.regexp_replace(cast(query, Text), LEXEME, r"\1:B", "g")
        query = cast(weighted, TSQUERY)

    def holds(number: Number, _conversation: ColumnElement[str]) -> ColumnElement[bool]:
        said = index.alias()
        return each(
            select(literal(1)).where(said.c.turn_number == number, said.c.words.op("@@")(query))
        )

    numbers = select(index.c.turn_number.label("number")).where(index.c.words.op("@@")(query))
    # The rows of both sides are long, so reading those that fit takes longer.
    most = MANY if name == "question_words" else MANY_OF_BOTH
    return Condition(size_of(session, numbers, most), most, numbers, holds)
