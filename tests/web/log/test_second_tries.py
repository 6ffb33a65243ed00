"""What counts as asking the same again, and that it is noted at the turn before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.log.test_facets import facets_of
from web.log import second_tries
from web.log.records import LoggedMessage, Said
from web.log.reindex import add_times_and_second_tries
from web.log.repository import ConversationLog
from web.log.second_tries import Asked, is_second_try
from web.log.tables import Turn
from web.tokens import new_conversation

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEXAS = frozenset({("state", "texas")})
OHIO = frozenset({("state", "ohio")})


def asked(text: str, intent: str | None = "pay", kind: str = "answer", **changes: object) -> Asked:
    one = Asked(1, "visit", NOON, text, intent, 0.7, kind, frozenset())
    return replace(one, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (asked("how hard is the cpc exam"), asked("is the cpc exam really that difficult")),
        (asked("starting salary?"), asked("what salaries do they start with")),
        (asked("do I earn more from home"), asked("earning more at home, what do you mean")),
        (asked("what is the pay in texas", named=TEXAS), asked("texas pay", named=TEXAS)),
        (asked("what is the pay in texas", named=TEXAS), asked("I mean the pay there")),
        # What was not understood is taken for anything.
        (asked("what does guam pay", "other", "unknown"), asked("pay in guam", named=OHIO)),
        (asked("pay in guam", None, "out_of_scope"), asked("salary guam", None, "out_of_scope")),
        (asked("asdf pay", "other", "unknown"), asked("asdf pay", "other", "unknown")),
    ],
)
def test_the_same_in_other_words_is_a_second_try(first: Asked, second: Asked) -> None:
    assert is_second_try(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Another place, or one more thing: a question of its own.
        (asked("pay in texas", named=TEXAS), asked("pay in ohio", named=OHIO)),
        (asked("what is the pay"), asked("what is the pay in texas", named=TEXAS)),
        # Another topic, or no topic at all.
        (asked("how hard is the exam", "exam"), asked("what does the exam cost", "fee")),
        (asked("hard exam", None), asked("hard exam", None)),
        # Other words, or none that tell anything.
        (asked("is coding hard", "job"), asked("is medical coding boring", "job")),
        (asked("what does guam pay", "other", "unknown"), asked("what are the hours")),
        (asked("and what about it"), asked("what about it")),
        # What is not asked, and what is tapped.
        (asked("hello dear desk", "greet", "smalltalk"), asked("hello dear desk", "greet")),
        (asked("talk to somebody", kind="handoff"), asked("talk to somebody", kind="handoff")),
        (asked("pay please", kind="error"), asked("pay please")),
        (asked("Pay in Texas?", confidence=1.0), asked("texas pay")),
        (asked("texas pay"), asked("Pay in Texas?", confidence=1.0)),
        # Much later, or in another chat.
        (asked("texas pay"), asked("pay texas", time=NOON + timedelta(minutes=11))),
        (asked("texas pay"), asked("pay texas", conversation="other")),
    ],
)
def test_anything_else_is_not(first: Asked, second: Asked) -> None:
    assert not is_second_try(first, second)


async def say(log: ConversationLog, conversation: str, *texts: str) -> None:
    guess = {"name": "pay", "confidence": 0.6}
    understanding = {"intent": guess, "ranking": [guess], "entities": []}
    for text in texts:
        await log.begin_turn(conversation, text, Said(text))
        answer = LoggedMessage("assistant", "answer", "So much")
        await log.finish_turn(conversation, text, [answer], understanding=understanding)


async def noted(log: ConversationLog, conversation: str) -> list[str]:
    """The messages of a chat after which the same was asked again."""
    query = (
        select(Turn.client_id)
        .where(Turn.conversation_id == conversation)
        .where(Turn.number.in_(await log.read(lambda s: list(second_tries.of_all(s)))))
    )
    return await log.read(lambda session: list(session.scalars(query)))


async def test_the_turn_before_gets_the_note(log: ConversationLog) -> None:
    conversation = new_conversation()
    await log.add_conversation(conversation, [])

    await say(log, conversation, "starting salary", "salary at the start", "do taxes matter")

    assert ("again", "yes") in await facets_of(log, conversation)
    assert await noted(log, conversation) == ["starting salary"]


async def test_other_questions_get_none(log: ConversationLog) -> None:
    conversation = new_conversation()
    await log.add_conversation(conversation, [])

    await say(log, conversation, "starting salary", "do taxes matter")

    assert ("again", "yes") not in await facets_of(log, conversation)


async def test_the_note_can_be_derived_for_a_log_of_before(log: ConversationLog) -> None:
    conversation = new_conversation()
    await log.add_conversation(conversation, [])
    await say(log, conversation, "starting salary", "salary at the start")
    before = await facets_of(log, conversation)

    def derive(session: Session) -> None:
        add_times_and_second_tries(session)

    await log.write(derive)

    assert await facets_of(log, conversation) == before
    assert {"again", "seconds"} <= {name for name, _ in before}
