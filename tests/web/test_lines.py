"""One at a time, in order, a few behind."""

import asyncio

import pytest

from web.lines import LineClosedError, LineFullError, Lines


async def test_places_are_given_in_the_order_of_asking() -> None:
    lines = Lines(waiting=3, wait=5)
    order: list[int] = []

    async def stand(number: int) -> None:
        async with lines.place("a"):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(stand(number) for number in range(4)))

    assert order == [0, 1, 2, 3]


async def test_a_full_line_refuses_at_once_and_others_are_not_touched() -> None:
    lines = Lines(waiting=0, wait=5)
    async with lines.place("a"):
        with pytest.raises(LineFullError):
            async with lines.place("a"):
                pass
        async with lines.place("b"):
            pass


async def test_nobody_waits_for_ever() -> None:
    lines = Lines(waiting=1, wait=0.01)
    async with lines.place("a"):
        with pytest.raises(LineFullError):
            async with lines.place("a"):
                pass


async def test_closing_waits_for_the_running_one_and_sends_the_rest_away() -> None:
    lines = Lines(waiting=2, wait=5)
    leave = asyncio.Event()

    async def stand() -> None:
        async with lines.place("a"):
            await leave.wait()

    async def close() -> None:
        async with lines.closing("a"):
            assert running.done()

    running, waiting = asyncio.create_task(stand()), asyncio.create_task(stand())
    await asyncio.sleep(0)
    closing = asyncio.create_task(close())
    await asyncio.sleep(0)
    with pytest.raises(LineClosedError):
        async with lines.place("a"):
            pass
    leave.set()

    await asyncio.gather(running, closing)
    with pytest.raises(LineClosedError):
        await waiting


async def test_an_empty_line_leaves_nothing_behind() -> None:
    lines = Lines(waiting=1, wait=5)
    async with lines.place("a"):
        pass

    assert lines._lines == {}
