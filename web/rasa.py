"""The client of Rasa's channel. Whatever comes back, it ends in time and has a type."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from pydantic import ValidationError

from web.log.records import Said
from web.payload import ChannelError, Readiness, TurnAnswer

LARGEST_ANSWER = 1_000_000  # bytes
PATH = "/webhooks/career_desk"


class RasaError(Exception):
    """Rasa gave no usable answer; ``incident`` is the name the log keeps."""

    incident: ClassVar[str] = "garbage"


class DownError(RasaError):
    """Nobody listens, or the connection broke."""

    incident = "down"


class SlowError(RasaError):
    """No whole answer within the deadline."""

    incident = "slow"


class GarbageError(RasaError):
    """The answer is too large, broken or not what the contract says."""


class NotStoredError(RasaError):
    """Rasa could not keep the turn, so it did not happen."""

    incident = "not_stored"


class NoAnswerError(RasaError):
    """Rasa ran the turn but has nothing to say; mostly the actions are down."""

    incident = "no_answer"


class Rasa:
    """Speaks to one Rasa process."""

    def __init__(self, session: ClientSession, url: str, *, deadline: float, at_once: int) -> None:
        """Use :meth:`connect`."""
        self._session = session
        self._url = url + PATH
        self._deadline = deadline
        self._places = asyncio.Semaphore(at_once)

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, *, deadline: float, at_once: int) -> AsyncIterator[Self]:
        """Open a client for Rasa at ``url``.

        Args:
            url: Address without a path.
            deadline: Seconds for a whole request, waiting for a place included.
            at_once: How many turns Rasa gets at the same time.
        """
        async with ClientSession(
            # A kept connection that Rasa closes meanwhile would look like a fault of Rasa.
            connector=TCPConnector(force_close=True, limit=0),
            timeout=ClientTimeout(total=None),
            cookie_jar=DummyCookieJar(),
            headers={"Accept-Encoding": "identity"},
            auto_decompress=False,
        ) as session:
            yield cls(session, url, deadline=deadline, at_once=at_once)

    async def ask(
        self, conversation: str, turn: str, said: Said, deadline: float | None = None
    ) -> TurnAnswer:
        """Run one turn and return Rasa's answer, which has at least one message.

        ``deadline`` is in seconds; without one, that of the client holds.

        Raises:
            RasaError: one of the subclasses above.
        """
        body: dict[str, Any] = {"conversation": conversation, "turn": turn}
        if said.choice is None:
            body["text"] = said.text
        else:
            body["choice"] = {
                "title": said.choice.title,
                "intent": said.choice.intent,
                "entities": said.choice.entities,
            }
        status, content = await self._request(
            "POST", "/turn", body, deadline or self._deadline, self._places
        )
        if status != 200:
            raise _told_failure(status, content)
        try:
            answer = TurnAnswer.model_validate_json(content)
        except ValidationError as error:
            raise GarbageError("the answer does not fit the contract") from error
        if answer.turn != turn:
            raise GarbageError("the answer belongs to another turn")
        if not answer.messages:
            raise NoAnswerError
        return answer

    async def check_ready(self, deadline: float) -> None:
        """Return when Rasa says that it is ready.

        Raises:
            RasaError: when it is not, or does not say so within ``deadline`` seconds.
        """
        status, content = await self._request("GET", "/ready", None, deadline)
        try:
            if status != 200 or not Readiness.model_validate_json(content).ready:
                raise DownError
        except ValidationError as error:
            raise GarbageError("the answer does not fit the contract") from error

    async def forget(self, conversation: str) -> None:
        """Let Rasa delete what it remembers of ``conversation``.

        Raises:
            RasaError: when Rasa did not say that it is done.
        """
        status, _ = await self._request(
            "DELETE", f"/conversation/{conversation}", None, self._deadline
        )
        if status not in (200, 204):
            raise GarbageError(f"status {status}")

    async def _request(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        deadline: float,
        places: asyncio.Semaphore | None = None,
    ) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(deadline):
                if places is None:
                    return await self._exchange(method, path, body)
                async with places:
                    return await self._exchange(method, path, body)
        except TimeoutError as error:
            raise SlowError from error
        except (ClientError, OSError) as error:
            raise DownError(type(error).__name__) from error

    async def _exchange(
        self, method: str, path: str, body: dict[str, Any] | None
    ) -> tuple[int, bytes]:
        content = bytearray()
        async with self._session.request(
            method, self._url + path, json=body, allow_redirects=False
        ) as response:
            async for part in response.content.iter_any():
                content += part
                if len(content) > LARGEST_ANSWER:
                    raise GarbageError("the answer is too large")
            return response.status, bytes(content)


def _told_failure(status: int, content: bytes) -> RasaError:
    try:
        code = ChannelError.model_validate_json(content).error.code
    except ValidationError:
        return GarbageError(f"status {status}")
    if (status, code) == (503, "not_stored"):
        return NotStoredError()
    if (status, code) == (502, "no_answer"):
        return NoAnswerError()
    return GarbageError(f"status {status}")
