"""Reading what somebody types to search for."""

import sqlite3

import pytest

from web.staff.inbox.words import Words, parse_words


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("earn in Guam", ("earn", "in", "Guam"), ()),
        ('"medical coder"  pay', ("medical coder", "pay"), ()),
        ("coder -remote", ("coder",), ("remote",)),
        ('coder -"work from home"', ("coder",), ("work from home",)),
        ('an "open phrase', ("an", "open phrase"), ()),
        ("C++ $50,250 ?", ("C++", "$50,250"), ()),
    ],
)
def test_words_phrases_and_words_to_leave_out(
    text: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    assert parse_words(text) == Words(wanted, unwanted)


@pytest.mark.parametrize(
    "text", ["NEAR(a b)", "a OR b", "text:x", "a* ^b", "(a", "a AND", "NOT a", "{a}", "'a'; --"]
)
def test_nothing_acts_as_an_operator_of_fts5(text: str) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        connection.execute("INSERT INTO words VALUES (?)", (text,))
        query = parse_words(text).for_fts5()

        found = connection.execute("SELECT text FROM words WHERE words MATCH ?", (query,))
        assert found.fetchall() == [(text,)]
    connection.close()
