"""`make chat`: the assistant in a terminal."""

from tests.assistant import Assistant
from web.terminal import talk


async def converse(assistant: Assistant, *lines: str) -> list[str]:
    """Type the lines and close the input; returns what was written."""
    typed = iter(lines)
    written: list[str] = []

    def read(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    await talk(assistant.url, read, written.append)
    return written


async def test_it_begins_with_the_notice_and_the_greeting(assistant: Assistant) -> None:
    (opening,) = await converse(assistant)
    assert "computer program" in opening
    assert "Hello" in opening


async def test_an_answer_shows_sources_and_cautions(assistant: Assistant) -> None:
    _, answer = await converse(assistant, "pay in Texas")
    assert "$47,230" in answer
    assert "Source: How to Become a Medical Coding Specialist (" in answer
    assert "Note: " in answer


async def test_a_number_takes_the_choice_with_that_number(assistant: Assistant) -> None:
    opening, answer = await converse(assistant, "1")
    assert "1. What does a medical coder earn?" in opening
    assert "$50,250" in answer


async def test_quit_ends_the_conversation(assistant: Assistant) -> None:
    assert len(await converse(assistant, "quit", "pay in Texas")) == 1
