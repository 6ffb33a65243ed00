"""What a turn can be found by is written with it, and goes with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from web.log.facets import of_time
from web.log.records import LoggedMessage, Said, Vote
from web.log.reindex import reindex
from web.log.repository import ConversationLog
from web.log.tables import Conversation, FacetValue, Message, Turn, TurnFacet

INTENT = {"name": "pay_state", "confidence": 0.75}
UNDERSTANDING = {
    "intent": INTENT,
    "ranking": [INTENT],
    "entities": [
        {"entity": "state", "value": "guam", "start": 0, "end": 4},
        {"entity": "state", "value": "guam", "start": 9, "end": 13},
    ],
}
TRACE = {"model": "career-desk-1", "actions": ["action_pay_state"]}
FACETS = {
    ("intent", "pay_state"), ("entity", "state=guam"), ("kind", "answer"), ("fact", "pay.guam"),
    ("model", "career-desk-1"),
}  # fmt: skip


def answer(**changes: Any) -> LoggedMessage:
    facts = [{"id": "pay.guam", "version": "1"}]
    return LoggedMessage("assistant", "answer", "So much", {"facts": facts}, **changes)


async def one_turn(log: ConversationLog, conversation: str, **told: Any) -> LoggedMessage:
    await log.add_conversation(conversation, [])
    await log.begin_turn(conversation, "turn", Said(f"pay in guam {conversation}"))
    [stored] = await log.finish_turn(conversation, "turn", [answer()], **told)
    return stored


async def facets_of(log: ConversationLog, conversation: str) -> set[tuple[str, str]]:
    def work(session: Session) -> set[tuple[str, str]]:
        query = (
            select(FacetValue.name, FacetValue.value)
            .join(TurnFacet, TurnFacet.value_id == FacetValue.id)
            .join(Turn, Turn.number == TurnFacet.turn_number)
            .where(Turn.conversation_id == conversation)
        )
        return {(row.name, row.value) for row in session.execute(query)}

    return await log.read(work)


async def found_by(log: ConversationLog, word: str) -> int:
    """How many questions the index of words has for a word."""

    def work(session: Session) -> int:
        sqlite = session.get_bind().dialect.name == "sqlite"
        where = "question_words MATCH :w" if sqlite else "words @@ to_tsquery('english', :w)"
        query = text(f"SELECT count(*) FROM question_words WHERE {where}")
        return int(session.scalar(query, {"w": word}) or 0)

    return await log.read(work)


async def said_in(log: ConversationLog, word: str, where: str) -> int:
    """How many turns the index of both sides has for a word, in questions or in replies."""

    def work(session: Session) -> int:
        if session.get_bind().dialect.name == "sqlite":
            condition, query = "turn_words MATCH :w", f"{{{where}}} : {word}"
        else:
            weight = "A" if where == "question" else "B"
            condition, query = "words @@ to_tsquery('english', :w)", f"{word}:{weight}"
        found = text(f"SELECT count(*) FROM turn_words WHERE {condition}")
        return int(session.scalar(found, {"w": query}) or 0)

    return await log.read(work)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """An id of its own for each test: they share the PostgreSQL database."""
    return f"{abs(hash(request.node.nodeid)):032x}"[:32]


async def test_an_answered_turn_has_its_facets_once(log: ConversationLog, name: str) -> None:
    await one_turn(log, name, understanding=UNDERSTANDING, trace=TRACE)

    found = await facets_of(log, name)
    [seconds] = found - FACETS
    assert found >= FACETS
    assert seconds[0] == "seconds"


async def test_the_conversation_counts_its_turns(log: ConversationLog, name: str) -> None:
    await one_turn(log, name)
    await log.begin_turn(name, "second", Said("and?"))

    conversation, last = await log.read(
        lambda session: (
            session.get_one(Conversation, name),
            session.scalars(select(Turn).where(Turn.client_id == "second")
                            .where(Turn.conversation_id == name)).one(),
        )
    )  # fmt: skip
    assert (conversation.turns, conversation.last_turn) == (2, last.number)
    assert conversation.last_active == last.created


async def test_the_last_vote_takes_the_place_of_the_one_before(
    log: ConversationLog, name: str
) -> None:
    stored = await one_turn(log, name)

    await log.vote(name, stored.id, Vote(True, "Good"))
    await log.vote(name, stored.id, Vote(False))

    votes = {pair for pair in await facets_of(log, name) if pair[0] == "feedback"}
    assert votes == {("feedback", "unhelpful")}


async def test_a_turn_that_failed_twice_has_its_incident_once(
    log: ConversationLog, name: str
) -> None:
    await log.add_conversation(name, [])
    await log.begin_turn(name, "turn", Said("pay"))
    await log.fail_turn(name, "turn", "not_stored")
    await log.begin_turn(name, "turn", Said("pay"))
    await log.fail_turn(name, "turn", "not_stored")
    await log.begin_turn(name, "turn", Said("pay"))

    await log.finish_turn(name, "turn", [answer()], incident="slow")

    incidents = {pair for pair in await facets_of(log, name) if pair[0] == "incident"}
    assert incidents == {("incident", "slow")}


async def test_the_words_of_a_question_are_found_until_it_is_deleted(
    log: ConversationLog, name: str
) -> None:
    await log.add_conversation(name, [])
    await log.begin_turn(name, "turn", Said("zephyrines in guam"))
    assert await found_by(log, "zephyrine") == 1

    await log.erase(name)

    assert await found_by(log, "zephyrine") == 0
    assert await facets_of(log, name) == set()


async def test_a_value_goes_with_its_last_turn(log: ConversationLog, name: str) -> None:
    other = name[::-1]
    await one_turn(log, name, trace={"model": f"only {name}"})
    await one_turn(log, other)
    values = select(FacetValue.value)

    await log.erase(name)

    left = await log.read(lambda session: set(session.scalars(values)))
    assert f"only {name}" not in left
    assert "answer" in left
    await log.erase(other)


async def test_deriving_all_anew_changes_nothing(log: ConversationLog, name: str) -> None:
    stored = await one_turn(log, name, understanding=UNDERSTANDING, trace=TRACE)
    await log.vote(name, stored.id, Vote(False, "No"))
    before = await facets_of(log, name)

    await log.write(reindex)

    assert await facets_of(log, name) == before > FACETS


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, "0.5"), (0.49, "0.5"), (0.5, "1"), (1.99, "2"), (4.9, "5"), (5.0, "more"), (99, "more")],
)
def test_times_to_answer_fall_into_classes(seconds: float, expected: str) -> None:
    began = datetime(2026, 11, 21, tzinfo=UTC)

    assert of_time(began, began + timedelta(seconds=seconds)) == {("seconds", expected)}
    assert of_time(began, None) == set()


@pytest.mark.parametrize(("word", "where"), [("zephyrine", "question"), ("pelican", "reply")])
async def test_the_words_of_a_turn_are_found_where_they_were_said(
    log: ConversationLog, name: str, word: str, where: str
) -> None:
    await log.add_conversation(name, [])
    await log.begin_turn(name, "turn", Said("zephyrines in guam"))
    await log.finish_turn(
        name,
        "turn",
        [
            LoggedMessage("assistant", "answer", "Some pelicans"),
            LoggedMessage("assistant", "x", "Bye"),
        ],
    )

    assert await said_in(log, word, where) == 1
    assert await said_in(log, word, "reply" if where == "question" else "question") == 0

    await log.erase(name)

    assert await said_in(log, word, where) == 0


async def test_an_open_question_is_among_the_words_of_turns(
    log: ConversationLog, name: str
) -> None:
    await log.add_conversation(name, [])
    await log.begin_turn(name, "turn", Said("zephyrines"))

    assert await said_in(log, "zephyrine", "question") == 1
    await log.erase(name)


async def test_a_changed_text_is_found_by_its_new_words_only(
    log: ConversationLog, name: str
) -> None:
    stored = await one_turn(log, name)
    changed = update(Message).where(Message.id == stored.id).values(text="A pelican")

    await log.write(lambda session: session.execute(changed))

    assert await said_in(log, "pelican", "reply") == 1
    assert await said_in(log, name, "question") == 1
    await log.erase(name)
    assert await said_in(log, "pelican", "reply") == 0
