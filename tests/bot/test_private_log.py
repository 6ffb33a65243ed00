from __future__ import annotations

import logging

import pytest

from bot.private_log import PrivateFormatter, describe

SAID = "zephyrine marmalade"


class TheirError(Exception):
    __module__ = "rasa.core.actions"


class OurError(Exception):
    __module__ = "bot.action_endpoint"


@pytest.fixture
def formatter() -> PrivateFormatter:
    formatter = PrivateFormatter()
    formatter.withhold = True
    return formatter


def record(name: str, message: str, error: BaseException | None = None) -> logging.LogRecord:
    information = (type(error), error, error.__traceback__) if error is not None else None
    return logging.LogRecord(
        name, logging.ERROR, "/x/processor.py", 7, message, None, information, "run"
    )


def raised() -> BaseException:
    try:
        try:
            raise TheirError(SAID)
        except TheirError as error:
            raise OurError("it took too long") from error
    except OurError as error:
        return error


def test_a_message_of_others_is_withheld_but_not_its_place(formatter: PrivateFormatter) -> None:
    line = formatter.format(record("rasa.core.processor", f"Failed on {SAID}", raised()))

    assert SAID not in line
    assert "rasa.core.processor" in line
    assert "processor.py:7 run" in line
    assert "TheirError" in line
    assert "\n" not in line


def test_a_message_of_ours_is_written(formatter: PrivateFormatter) -> None:
    assert "Turn 1 broke off" in formatter.format(record("bot.channel", "Turn 1 broke off"))


def test_stack_and_arguments_of_others_are_withheld(formatter: PrivateFormatter) -> None:
    with_stack = record("asyncio", "%s")
    with_stack.args = (SAID,)
    with_stack.stack_info = SAID
    with_stack.exc_text = SAID

    assert SAID not in formatter.format(with_stack)


def test_before_the_first_visitor_messages_are_complete() -> None:
    line = PrivateFormatter().format(record("rasa.core.agent", "Could not load model"))

    assert "Could not load model" in line


def test_an_error_is_described_by_kinds_and_places() -> None:
    described = describe(raised())

    assert described.startswith("OurError (it took too long) at test_private_log.py:")
    assert " because of TheirError at " in described
    assert SAID not in described


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert describe(TheirError(SAID)) == "TheirError"
