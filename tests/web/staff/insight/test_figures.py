"""The figures count what happened, once, also when it was added up or erased meanwhile."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL, delete, update
from sqlalchemy.orm import Session

from tests.web.log.conftest import postgresql, url  # noqa: F401
from web.log.records import LoggedMessage, Said, Vote, Wish, new_id
from web.log.repository import ConversationLog
from web.log.tables import Base, Conversation, Handoff, Turn
from web.staff.insight import figures
from web.staff.insight.counting import Span
from web.staff.tables_insight import Figure, FiguresMark
from web.tokens import new_conversation

OLD = datetime(2026, 3, 4, 10, 20, tzinfo=UTC)
SPAN = Span(OLD - timedelta(days=1), OLD + timedelta(days=30))


@pytest.fixture
async def log(url: URL) -> AsyncIterator[ConversationLog]:  # noqa: F811
    opened = await ConversationLog.open(url, busy=5, patience=10)
    await opened.write(_empty)
    yield opened
    await opened.close()


def _empty(session: Session) -> None:
    """Leave nothing of other tests in the PostgreSQL database that all of them share."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in ("schema_version", "staff_audit"):
            session.execute(delete(table))


async def talk(log: ConversationLog, when: datetime, kinds: list[str]) -> str:
    """One conversation: a turn of each kind, one a minute, the last one voted unhelpful."""
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    answer = None
    for number, kind in enumerate(kinds):
        turn = new_id()
        await log.begin_turn(conversation, turn, Said(f"question {number}"))
        answer = LoggedMessage("assistant", kind, "An answer")
        guess = {"name": "pay_state", "confidence": 0.42}
        entities = [{"entity": "state", "value": "guam"}] if number == 0 else []
        understanding = {"intent": guess, "ranking": [guess], "entities": entities}
        await log.finish_turn(conversation, turn, [answer], understanding=understanding)
    if answer is not None:
        await log.vote(conversation, answer.id, Vote(False))

    def move(session: Session) -> None:
        session.execute(
            update(Conversation)
            .where(Conversation.id == conversation)
            .values(created=when, last_active=when)
        )
        for number, row in enumerate(
            session.query(Turn).filter_by(conversation_id=conversation).order_by(Turn.number)
        ):
            row.created = when + timedelta(minutes=number)
            row.finished = row.created + timedelta(seconds=0.7)

    await log.write(move)
    return conversation


async def everything(log: ConversationLog) -> Counter[tuple[str, str]]:
    return await log.read(lambda session: figures.read(session, SPAN).totals)


EXPECTED = {
    ("conversation", ""): 1,
    ("turn", ""): 2,
    ("kind", "answer"): 1,
    ("kind", "unknown"): 1,
    ("topic", "pay_state"): 2,
    ("confidence", "4"): 2,
    ("seconds", "1"): 2,
    ("state", "guam"): 1,
    ("unhelpful", "pay_state"): 1,
    ("leave", "pay_state"): 1,
}


async def test_what_happened_is_counted(log: ConversationLog) -> None:
    await talk(log, OLD, ["answer", "unknown"])

    assert await everything(log) == EXPECTED


async def test_adding_up_changes_no_figure(log: ConversationLog) -> None:
    await talk(log, OLD, ["answer", "unknown"])
    await talk(log, OLD + timedelta(days=3), ["answer"])
    before = await everything(log)

    while await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=10))):
        pass

    assert await log.read(lambda s: s.query(Figure).count()) > 0
    assert await everything(log) == before
    assert not await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=10)))
    assert await everything(log) == before


@pytest.mark.parametrize("added_up", [False, True])
async def test_an_erasure_changes_no_figure(log: ConversationLog, added_up: bool) -> None:
    conversation = await talk(log, OLD, ["answer", "unknown"])
    await talk(log, OLD, ["answer"])
    before = await everything(log)
    if added_up:
        while await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=10))):
            pass

    await log.erase(conversation)

    assert await everything(log) == before
    while await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=20))):
        pass
    assert await everything(log) == before


async def test_what_may_still_change_is_not_added_up(log: ConversationLog) -> None:
    await talk(log, OLD, ["answer"])

    await log.write(lambda s: figures.add_up(s, OLD + timedelta(hours=25)))

    assert await log.read(lambda s: s.query(Figure).count()) == 0


@pytest.mark.parametrize("added_up", [False, True])
async def test_requests_count_when_they_are_gone(log: ConversationLog, added_up: bool) -> None:
    wish = await log.add_wish(Wish("A", "B", "C"), timedelta(days=1))
    await log.write(lambda s: s.execute(update(Handoff).values(time=OLD)))
    if added_up:
        while await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=10))):
            pass

    await log.forget_wish(wish.reference)

    assert await everything(log) == {("handoff", ""): 1}


async def test_hours_are_told_apart(log: ConversationLog) -> None:
    await talk(log, OLD, ["answer", "answer"])
    await talk(log, OLD + timedelta(hours=5), ["answer"])

    found = await log.read(lambda s: figures.read(s, SPAN))

    assert found.hours["turn"] == {
        datetime(2026, 3, 4, 10, tzinfo=UTC): 2,
        datetime(2026, 3, 4, 15, tzinfo=UTC): 1,
    }


async def test_a_figure_holds_no_words_and_no_id(log: ConversationLog) -> None:
    conversation = await talk(log, OLD, ["answer"])
    await log.erase(conversation)

    rows = await log.read(lambda s: [(one.name, one.value, one.count) for one in s.query(Figure)])
    assert rows
    assert "question" not in str(rows)
    assert conversation not in str(rows)


async def test_one_hour_is_added_up_at_a_time_and_empty_ones_are_skipped(
    log: ConversationLog,
) -> None:
    await talk(log, OLD, ["answer"])
    await talk(log, OLD + timedelta(days=3), ["answer"])

    steps = 0
    while await log.write(lambda s: figures.add_up(s, OLD + timedelta(days=10))):
        steps += 1

    assert steps == 2
    mark = await log.read(lambda s: s.get(FiguresMark, 1))
    assert mark is not None
    assert mark.until == datetime(2026, 3, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, "0.5"), (0.49, "0.5"), (0.51, "1"), (1.99, "2"), (5.01, "more"), (99.0, "more")],
)
async def test_times_to_answer_fall_into_classes(
    log: ConversationLog, seconds: float, expected: str
) -> None:
    await talk(log, OLD, ["answer"])
    finished = OLD + timedelta(seconds=seconds)
    await log.write(lambda s: s.execute(update(Turn).values(finished=finished)))

    assert (await everything(log))["seconds", expected] == 1


@pytest.mark.parametrize(
    ("confidence", "tenth"), [(0.0, "0"), (0.099, "0"), (0.1, "1"), (0.95, "9"), (1.0, "9")]
)
async def test_confidence_falls_into_tenths(
    log: ConversationLog, confidence: float, tenth: str
) -> None:
    await talk(log, OLD, ["answer"])
    await log.write(lambda s: s.execute(update(Turn).values(confidence=confidence)))

    assert (await everything(log))["confidence", tenth] == 1


async def test_a_turn_without_an_answer_counts_as_such(log: ConversationLog) -> None:
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    await log.begin_turn(conversation, new_id(), Said("Hello"))
    await log.write(lambda s: s.execute(update(Turn).values(created=OLD)))
    await log.write(lambda s: s.execute(update(Conversation).values(last_active=OLD)))

    found = await everything(log)

    assert {key: count for key, count in found.items() if key[0] != "conversation"} == {
        ("turn", ""): 1,
        ("kind", "none"): 1,
        ("leave", ""): 1,
    }
