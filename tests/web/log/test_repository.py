"""The contract of the conversation log, the same on SQLite and PostgreSQL."""

import asyncio
import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import URL, create_engine, text

from web.log.failures import LogUnavailableError, TurnConflictError, UnknownConversationError
from web.log.records import LoggedMessage, Said, Vote, Wish, new_id, now
from web.log.repository import ConversationLog
from web.log.tables import Base
from web.log.threads import Threads
from web.payload import OfferedChoice
from web.reply import assistant_message
from web.tokens import new_conversation

TEXT = "What about \U0001fa7a pay, naïve 給料 \u202e?\n'); DROP TABLE messages; --"


def reply(words: str = "An answer") -> LoggedMessage:
    choice = OfferedChoice(title="Texas?", intent="pay_state", entities={"state": ["texas"]})
    return assistant_message("answer", words, [choice], disclaimers=["Pay differs."])


async def opened(log: ConversationLog) -> str:
    conversation = new_conversation()
    await log.add_conversation(conversation, [assistant_message("smalltalk", "Welcome")])
    return conversation


async def texts(log: ConversationLog, conversation: str) -> list[str]:
    return [message.text for message in await log.messages(conversation) or []]


async def test_what_was_written_is_read_back(log: ConversationLog) -> None:
    conversation = await opened(log)
    answer = reply()

    assert await log.begin_turn(conversation, new_id(), Said(TEXT)) is None
    await log.messages(conversation)
    turn = (await log.turns(conversation))[0].id
    intent = {"name": "pay_state", "confidence": 0.9}
    understanding = {"intent": intent, "ranking": [intent], "entities": []}
    trace = {"model": "career-desk-1", "actions": ["action_pay_state"]}
    stored = await log.finish_turn(
        conversation, turn, [answer], understanding=understanding, trace=trace
    )

    assert stored == [answer]
    messages = await log.messages(conversation)
    assert messages is not None
    assert messages[1].text == TEXT
    assert messages[2].details == answer.details
    assert messages[2].id == answer.id
    assert abs(messages[2].time - answer.time) < timedelta(milliseconds=1)
    [logged] = await log.turns(conversation)
    assert (logged.state, logged.understanding) == ("answered", understanding)


async def test_the_log_survives_being_closed(log: ConversationLog, url: URL) -> None:
    conversation = await opened(log)
    await log.begin_turn(conversation, new_id(), Said("Hello"))
    await log.close()

    again = await ConversationLog.open(url, busy=2, patience=5)

    assert await texts(again, conversation) == ["Welcome", "Hello"]
    await again.close()


async def test_an_answered_turn_gives_its_answer_again(log: ConversationLog) -> None:
    conversation, turn = await opened(log), new_id()
    answer = [reply("one"), reply("two")]
    await log.begin_turn(conversation, turn, Said("Hello"))
    await log.finish_turn(conversation, turn, answer)

    again = await log.begin_turn(conversation, turn, Said("Hello"))
    late = await log.finish_turn(conversation, turn, [reply("late")])

    assert again is not None
    assert [message.id for message in again] == [message.id for message in answer]
    assert [message.id for message in late] == [message.id for message in answer]
    assert await texts(log, conversation) == ["Welcome", "Hello", "one", "two"]


async def test_another_content_under_the_same_id_is_a_conflict(log: ConversationLog) -> None:
    conversation, turn = await opened(log), new_id()
    await log.begin_turn(conversation, turn, Said("Hello"))

    with pytest.raises(TurnConflictError):
        await log.begin_turn(conversation, turn, Said("Goodbye"))


async def test_a_failed_turn_is_opened_again_without_a_second_message(
    log: ConversationLog,
) -> None:
    conversation, turn = await opened(log), new_id()
    await log.begin_turn(conversation, turn, Said("Hello"))
    await log.fail_turn(conversation, turn, "not_stored")
    assert [one.state for one in await log.turns(conversation)] == ["failed"]

    assert await log.begin_turn(conversation, turn, Said("Hello")) is None

    assert [one.state for one in await log.turns(conversation)] == ["open"]
    assert await texts(log, conversation) == ["Welcome", "Hello"]


async def test_the_same_turn_begun_twenty_times_at_once_is_there_once(
    log: ConversationLog,
) -> None:
    conversation, turn = await opened(log), new_id()

    await asyncio.gather(*(log.begin_turn(conversation, turn, Said("Hello")) for _ in range(20)))

    assert await texts(log, conversation) == ["Welcome", "Hello"]
    assert len(await log.turns(conversation)) == 1


async def test_many_conversations_at_once_lose_nothing(log: ConversationLog) -> None:
    async def talk() -> list[str]:
        conversation = await opened(log)
        for number in range(3):
            turn = new_id()
            await log.begin_turn(conversation, turn, Said(f"question {number}"))
            await log.finish_turn(conversation, turn, [reply(f"answer {number}")])
        return await texts(log, conversation)

    told = await asyncio.gather(*(talk() for _ in range(10)))

    expected = [f"{what} {number}" for number in range(3) for what in ("question", "answer")]
    assert told == [["Welcome", *expected]] * 10


async def test_the_history_can_be_read_in_pieces(log: ConversationLog) -> None:
    conversation = await opened(log)
    for number in range(4):
        await log.begin_turn(conversation, new_id(), Said(str(number)))

    first = await log.messages(conversation, limit=2)
    assert first is not None
    rest = await log.messages(conversation, after=first[-1].id, limit=10)

    assert rest is not None
    assert [message.text for message in first + rest] == ["Welcome", "0", "1", "2", "3"]


async def test_a_message_of_another_conversation_is_no_place_to_begin(
    log: ConversationLog,
) -> None:
    mine, theirs = await opened(log), await opened(log)
    their_messages = await log.messages(theirs)
    assert their_messages is not None

    assert await log.messages(mine, after=their_messages[0].id) is None


async def test_a_choice_is_found_in_its_own_conversation_only(log: ConversationLog) -> None:
    mine, theirs, turn = await opened(log), await opened(log), new_id()
    await log.begin_turn(mine, turn, Said("Hello"))
    [answer] = await log.finish_turn(mine, turn, [reply()])
    choice = answer.details["choices"][0]["id"]

    found = await log.find_choice(mine, choice)

    assert found is not None
    assert (found.intent, found.entities) == ("pay_state", {"state": ["texas"]})
    assert await log.find_choice(theirs, choice) is None
    assert await log.find_choice(mine, choice + "0") is None


async def test_a_choice_is_worth_nothing_after_a_day(log: ConversationLog) -> None:
    conversation, turn = await opened(log), new_id()
    await log.begin_turn(conversation, turn, Said("Hello"))
    fresh = reply()
    old = LoggedMessage(
        "assistant", "answer", "Old", fresh.details, fresh.id, now() - timedelta(hours=25)
    )
    await log.finish_turn(conversation, turn, [old])

    assert await log.find_choice(conversation, old.details["choices"][0]["id"]) is None


async def test_an_unknown_conversation_is_told_everywhere(log: ConversationLog) -> None:
    stranger = new_conversation()
    for access in (
        log.require_conversation(stranger),
        log.begin_turn(stranger, new_id(), Said("Hello")),
        log.finish_turn(stranger, new_id(), [reply()]),
        log.fail_turn(stranger, new_id(), "down"),
        log.messages(stranger),
        log.find_choice(stranger, "x"),
        log.vote(stranger, "x", Vote(True)),
        log.add_wish(Wish("A", "B", "C"), timedelta(days=1), stranger),
        log.erase(stranger),
    ):
        with pytest.raises(UnknownConversationError):
            await access


async def test_erasing_leaves_no_trace_but_a_receipt(log: ConversationLog, url: URL) -> None:
    conversation, other, turn = await opened(log), await opened(log), new_id()
    await log.begin_turn(conversation, turn, Said("canary-4711"))
    answer = reply("canary-4711")
    await log.finish_turn(conversation, turn, [answer], incident="down")
    await log.vote(conversation, answer.id, Vote(False, "canary-4711"))
    wish = Wish("canary-4711", "canary-4711", "canary-4711")
    await log.add_wish(wish, timedelta(days=1), conversation)

    receipt = await log.erase(conversation)
    assert (receipt.messages, receipt.turns, receipt.handoffs) == (3, 1, 1)
    assert conversation in await log.unfinished_erasures()
    await log.finish_erasure(conversation)

    assert conversation not in await log.unfinished_erasures()
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in Base.metadata.tables:
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            assert conversation not in str(rows)
            assert "canary" not in str(rows)
    engine.dispose()
    assert await texts(log, other) == ["Welcome"]


async def test_old_conversations_are_found(log: ConversationLog) -> None:
    conversation = await opened(log)

    assert conversation not in await log.idle_before(now() - timedelta(hours=1), limit=10_000)
    assert conversation in await log.idle_before(now() + timedelta(hours=1), limit=10_000)


async def test_work_that_waited_too_long_is_refused_and_never_done() -> None:
    threads, release, done = Threads(1, patience=0.05), threading.Event(), []
    running = asyncio.create_task(threads.run(release.wait))
    stale = asyncio.create_task(threads.run(lambda: done.append("late")))
    await asyncio.sleep(0.2)
    release.set()

    await running
    with pytest.raises(LogUnavailableError):
        await stale
    assert done == []
    threads.close()


async def test_a_writable_log_says_so(log: ConversationLog) -> None:
    await log.check_writable()


def test_ids_are_uuids() -> None:
    assert str(uuid.UUID(new_id()))
