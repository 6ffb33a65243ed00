"""The way from Rasa to the action server, with a deadline, a size limit and a check of the shape.

Rasa waits 300 seconds for an action, takes an answer of any size, and carries on without a word
when the action failed. Here every failure marks the turn, so that the visitor gets an honest
apology and the turn can be tried again.
"""

from __future__ import annotations

import asyncio
import json
import time
from functools import cache
from typing import Any

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import deserialise_events
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.turn import current_turn

MAX_ANSWER_BYTES = 1024 * 1024
DEFAULT_SECONDS = 6.0

REJECTED = 400
"""The status with which the action server says that a form refuses to go on."""


class ActionFailedError(Exception):
    """The action server gave no usable answer; holds no words of the visitor."""


class ActionEndpoint(EndpointConfig):
    """Where the action server is."""

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Have the action server run an action.

        Args:
            method: Always "post".
            kwargs: `json` is what to send; Rasa's own time limit and other options are not used.

        Returns:
            The checked answer: {"events": [...], "responses": [...]}.

        Raises:
            ActionFailedError: There was no answer in time, or not a usable one.
            ClientResponseError: The action was rejected, which Rasa handles.
        """
        turn = current_turn.get()
        seconds = turn.seconds_left() if turn is not None else DEFAULT_SECONDS
        began = time.monotonic()
        try:
            return await self._request(kwargs["json"], seconds)
        except ActionFailedError as error:
            if turn is not None:
                turn.failure = str(error)
            raise
        finally:
            if turn is not None:
                turn.actions_seconds += time.monotonic() - began

    async def _request(self, document: Any, seconds: float) -> Any:
        if seconds <= 0:
            raise ActionFailedError("the time for the actions of this turn is over")
        try:
            status, body = await asyncio.wait_for(self._exchange(document), seconds)
        except asyncio.TimeoutError:
            raise ActionFailedError("the action server took too long") from None
        except (aiohttp.ClientError, OSError) as error:
            raise ActionFailedError(
                f"the action server cannot be reached ({type(error).__name__})"
            ) from None
        if status not in (200, REJECTED):
            raise ActionFailedError(f"the action server answered with status {status}")
        answer = _read(body)
        if status == REJECTED:
            if not isinstance(answer.get("action_name"), str):
                raise ActionFailedError("the action server refused the request")
            raise ClientResponseError(status, "rejected", json.dumps(answer))
        _check(answer)
        return answer

    async def _exchange(self, document: Any) -> tuple[int, bytes]:
        # auto_decompress off: a small compressed answer must not become a huge one.
        async with (
            aiohttp.ClientSession(
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None),
                headers={"Accept-Encoding": "identity", **self.headers},
            ) as session,
            session.post(self.url, json=document, allow_redirects=False) as response,
        ):
            body = bytearray()
            async for chunk in response.content.iter_chunked(65536):
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    raise ActionFailedError("the answer of the action server is too long")
            return response.status, bytes(body)


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
        # A lone surrogate passes as JSON but cannot be sent or stored as text.
        json.dumps(answer, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise ActionFailedError("the answer of the action server is not JSON") from None
    if not isinstance(answer, dict):
        raise ActionFailedError("the answer of the action server has the wrong shape")
    return answer


def _check(answer: dict[str, Any]) -> None:
    """Refuse here what would make Rasa drop the answer in silence later."""
    try:
        _validator().validate(answer)
        deserialise_events(answer.get("events", []))
        for response in answer.get("responses", []):
            _check_response(response)
    except Exception as error:
        raise ActionFailedError(
            f"the answer of the action server has the wrong shape ({type(error).__name__})"
        ) from None


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped, unused-ignore]

    return Draft202012Validator(RemoteAction.action_response_format_spec())


def skip_second_check() -> None:
    """Keep Rasa from checking once more what `ActionEndpoint` has checked.

    Rasa checks its own schema against the schema of schemas each time, which takes longer than
    the rest of a turn together.
    """
    RemoteAction._validate_action_result = lambda _self, _result: True


def _check_response(response: dict[str, Any]) -> None:
    kinds = {"text": str, "response": str, "image": str, "custom": dict, "buttons": list}
    for name, kind in kinds.items():
        if response.get(name) is not None and not isinstance(response[name], kind):
            raise ValueError(name)
