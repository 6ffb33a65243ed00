"""What every adapter is: one conversation with an assistant over HTTP."""

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import requests

from conversation_tests.answer import Answer


class AdapterError(Exception):
    """The assistant could not be reached or gave no usable answer; the message says which."""


class Adapter(ABC):
    """One conversation. `url` is the address of the server, `timeout` seconds for each request."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        """Remember where the assistant is; opens nothing yet."""
        self.url = url.rstrip("/")
        self.timeout = timeout

    @abstractmethod
    def say(self, text: str) -> Answer:
        """Send a message and return the answer.

        Raises:
            AdapterError: there was none.
        """

    @abstractmethod
    def choose(self, title: str) -> Answer:
        """Take the choice with this title out of those offered last and return the answer.

        Raises:
            AdapterError: there is no such choice, or there was no answer.
        """

    def slots(self) -> Mapping[str, Any] | None:
        """Return the assistant's slots after the last turn; None when they cannot be seen."""
        return None

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **content: Any
    ) -> tuple[Any, float]:
        """Return the JSON of a reply and the seconds it took.

        Raises:
            AdapterError: no reply in time, a status of 400 or above, or no JSON.
        """
        started = time.monotonic()
        try:
            reply = requests.request(
                method, self.url + path, headers=headers, timeout=self.timeout, **content
            )
        except requests.RequestException as error:
            raise AdapterError(f"{path} gave no reply: {type(error).__name__}") from error
        seconds = time.monotonic() - started
        if not reply.ok:
            raise AdapterError(f"{path} answered {reply.status_code}: {reply.text[:200]}")
        try:
            return reply.json(), seconds
        except requests.JSONDecodeError as error:
            raise AdapterError(f"{path} did not answer with JSON: {reply.text[:200]}") from error


def chosen(offered: Mapping[str, str], title: str) -> str:
    """Return what stands behind the offered title.

    Raises:
        AdapterError: it is not offered.
    """
    if title not in offered:
        listed = ", ".join(map(repr, offered)) or "nothing"
        raise AdapterError(f"{title!r} is not offered, but {listed}")
    return offered[title]
