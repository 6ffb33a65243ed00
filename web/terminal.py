"""The same assistant in a terminal: a small client of the public chat API."""

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import aiohttp

FAREWELLS = {"quit", "exit", "bye", "q"}


class Conversation:
    """One conversation with a running assistant at `url`."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._token = ""
        self._choices: list[dict[str, Any]] = []

    async def open(self) -> str:
        """Start the conversation and return the notice and greeting as text."""
        async with self._session.post(f"{self._url}/api/conversations", json={}) as response:
            body = await response.json()
        if "error" in body:
            return str(body["error"]["message"])
        self._token = body["token"]
        return "\n\n".join([body["notice"], self._read(body["messages"])])

    async def say(self, text: str) -> str:
        """Send `text`, or the choice whose number it is, and return the answer as text."""
        turn: dict[str, str] = {"id": str(uuid.uuid4())}
        number = int(text) if text.isdecimal() else 0
        if 1 <= number <= len(self._choices):
            turn["choice"] = self._choices[number - 1]["id"]
        else:
            turn["text"] = text
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._session.post(
            f"{self._url}/api/messages", json=turn, headers=headers
        ) as response:
            body = await response.json()
        return str(body["error"]["message"]) if "error" in body else self._read(body["messages"])

    def _read(self, messages: list[dict[str, Any]]) -> str:
        self._choices = messages[-1]["choices"] if messages else []
        return "\n\n".join(as_text(message) for message in messages)


def as_text(message: dict[str, Any]) -> str:
    """Everything that a message of the API holds, as plain text: answer, sources, choices."""
    parts = [message["text"], *(f"Note: {line}" for line in message["disclaimers"])]
    for source in message["sources"]:
        details = [source["section"], source["basis"], source["as_of"]]
        parts.append(f"Source: {source['title']} ({', '.join(d for d in details if d)})")
    choices = [f"  {n}. {choice['title']}" for n, choice in enumerate(message["choices"], 1)]
    return "\n".join([*parts, *choices])


async def talk(
    url: str, read: Callable[[str], str] = input, write: Callable[[str], None] = print
) -> None:
    """Hold a conversation until the person says goodbye or closes the input.

    `read` asks for a line (raises EOFError at the end), `write` shows text.
    """
    async with aiohttp.ClientSession() as session:
        conversation = Conversation(session, url)
        write(await conversation.open())
        while True:
            try:
                text = (await asyncio.to_thread(read, "\nYou: ")).strip()
            except EOFError:
                return
            if text.lower() in FAREWELLS:
                return
            if text:
                write("\n" + await conversation.say(text))
