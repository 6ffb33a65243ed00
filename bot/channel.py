"""The channel through which the gateway talks to Rasa; reachable from this machine only.

POST   /webhooks/career_desk/turn               one message of a visitor, answered when stored
DELETE /webhooks/career_desk/conversation/<id>  forget a conversation
GET    /webhooks/career_desk/ready              whether the model is loaded, and which

Rasa's own REST channel says 200 for turns that it did not store, answers with nothing when an
action failed, obeys texts that begin with a slash and loses the turn when the client leaves.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot.nlu.contexts import ABOUT, TOPIC
from bot.private_log import describe
from bot.request import (
    STEERING_INTENTS,
    BadRequestError,
    TurnRequest,
    is_conversation_id,
    read_turn,
    without_command,
)
from bot.trace import trace_of
from bot.tracker_store import BoundedTrackerStore, StoreError, bounded_store
from bot.turn import Event, Turn, answer_of, current_turn, last_about, last_topic

logger = logging.getLogger(__name__)

NAME = "career_desk"

ACTIONS_SECONDS = 6.0
"""How long all actions of one turn may take; the gateway gives up after 8 seconds."""

MAX_BODY_BYTES = 64 * 1024
"""Room for the longest text with every character written as an escape."""

Processor = Callable[[UserMessage], Awaitable[Any]]
# Status and document; each of two requests for the same turn gets a response of its own.
Outcome = tuple[int, dict[str, Any]]


class StoredAnswerChannel(OutputChannel):
    """Sends nothing: the answer is read from what was stored, so a repeat gives the same."""

    @classmethod
    def name(cls) -> str:
        """Return the name that responses can be made for."""
        return NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Drop a message of the assistant; it is in the tracker already."""


class CareerDeskInput(InputChannel):
    """Takes turns from the gateway."""

    def __init__(self) -> None:
        """Start without any running turn."""
        self._running: dict[tuple[str, str], asyncio.Task[Outcome]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    def name(cls) -> str:
        """Return the name of the channel, which is a part of its address."""
        return NAME

    def blueprint(self, on_new_message: Processor) -> Blueprint:
        """Return the routes.

        Args:
            on_new_message: Rasa's way of processing one message.
        """
        blueprint = Blueprint("career_desk_channel")

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._take_turn(request, on_new_message)

        @blueprint.delete("/conversation/<conversation>")
        async def forget(request: Request, conversation: str) -> HTTPResponse:
            return await self._forget(request, conversation)

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return error_response(503, "not_ready", "The model is not loaded.")
            return json_response(200, {"ready": True, "model": agent.model_name})

        return blueprint

    async def finish_turns(self, seconds: float) -> None:
        """Wait for the turns that are being processed.

        Args:
            seconds: How long to wait at most.
        """
        if self._running:
            await asyncio.wait(set(self._running.values()), timeout=seconds)

    async def _take_turn(self, request: Request, process: Processor) -> HTTPResponse:
        agent = request.app.ctx.agent
        try:
            _check_headers(request)
            if len(request.body) > MAX_BODY_BYTES:
                raise BadRequestError("the body is too long")
            turn = read_turn(request.body)
            _check_choice(turn, agent.domain)
        except BadRequestError as error:
            return error_response(400, "bad_request", str(error))
        key = (turn.conversation, turn.turn.lower())
        task = self._running.get(key)
        if task is None:
            store = bounded_store(agent.tracker_store)
            task = asyncio.create_task(self._process(turn, store, process, agent.model_name))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        # Shielded: the turn goes on and is stored even if the client has left.
        status, document = await asyncio.shield(task)
        return json_response(status, document)

    async def _process(
        self,
        request: TurnRequest,
        store: BoundedTrackerStore,
        process: Processor,
        model: str | None,
    ) -> Outcome:
        trace = None
        turn = Turn(request.turn.lower(), request.conversation)
        current_turn.set(turn)
        async with self._lock(request.conversation):
            try:
                turn.loaded = await store.load(request.conversation)
            except StoreError:
                return _not_stored()
            answer = answer_of(turn.loaded.events, turn.id)
            if answer is None:
                turn.deadline = time.monotonic() + ACTIONS_SECONDS
                turn.began = time.time()
                message = _user_message(request, turn.id, turn.loaded.events)
                await _run(turn, message, process)
                answer = answer_of(turn.stored_events or [], turn.id)
                trace = trace_of(turn.stored_events or [], turn, model)
        if answer is not None:
            return 200, {"turn": request.turn, **answer, "trace": trace}
        if turn.failure is not None:
            logger.error("Turn %s has no answer: %s.", turn.id, turn.failure)
            return _error(502, "no_answer", "The assistant could not answer.")
        logger.error("Turn %s is not stored: %s.", turn.id, turn.store_failure or "not saved")
        return _not_stored()

    async def _forget(self, request: Request, conversation: str) -> HTTPResponse:
        if not is_conversation_id(conversation):
            return error_response(400, "bad_request", "no such form of a conversation id")
        store = bounded_store(request.app.ctx.agent.tracker_store)
        # After a running turn, which would otherwise store the conversation anew.
        async with self._lock(conversation):
            try:
                deleted = await store.delete(conversation)
            except StoreError:
                return json_response(*_not_stored())
        return json_response(200, {"deleted": deleted})

    def _lock(self, conversation: str) -> asyncio.Lock:
        # Rasa's own lock looks only once a second whether it is free.
        return self._locks.setdefault(conversation, asyncio.Lock())


async def _run(turn: Turn, message: UserMessage, process: Processor) -> None:
    try:
        await process(message)
    except Exception as error:
        # Only where it happened, never the error's own words: they may quote the visitor.
        logger.error("Turn %s broke off: %s", turn.id, describe(error))
        turn.failure = turn.failure or "it broke off"


def _user_message(request: TurnRequest, turn_id: str, events: list[Event]) -> UserMessage:
    choice = request.choice
    past = {TOPIC: last_topic(events), ABOUT: last_about(events)}
    return UserMessage(
        text=without_command(request.text or "") if choice is None else choice.title,
        output_channel=StoredAnswerChannel(),
        sender_id=request.conversation,
        parse_data=None if choice is None else choice.parse_data(),
        input_channel=NAME,
        message_id=turn_id,
        metadata={name: told for name, told in past.items() if told} or None,
    )


def _check_headers(request: Request) -> None:
    if "content-encoding" in request.headers:
        raise BadRequestError("the body may not be encoded")
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != "application/json":
        raise BadRequestError("the body has to be application/json")
    if parameters.strip().lower() not in ("", "charset=utf-8"):
        raise BadRequestError("the body has to be in UTF-8")
    if request.query_string:
        raise BadRequestError("no query is taken")


def _check_choice(turn: TurnRequest, domain: Domain) -> None:
    if turn.choice is None:
        return
    if turn.choice.intent not in domain.intents or turn.choice.intent in STEERING_INTENTS:
        raise BadRequestError("intent is not known")
    if not turn.choice.entities.keys() <= set(domain.entities):
        raise BadRequestError("an entity is not known")


def json_response(status: int, document: dict[str, Any]) -> HTTPResponse:
    """Return a response of JSON in ASCII.

    Args:
        status: The HTTP status.
        document: What to send.
    """
    return raw(json.dumps(document).encode("ascii"), status, content_type="application/json")


def error_response(status: int, code: str, message: str) -> HTTPResponse:
    """Return an error in the one shape that all errors have.

    Args:
        status: The HTTP status.
        code: A word for programs.
        message: A sentence for the developer of the caller, without words of the visitor.
    """
    return json_response(*_error(status, code, message))


def _error(status: int, code: str, message: str) -> Outcome:
    return status, {"error": {"code": code, "message": message}}


def _not_stored() -> Outcome:
    return _error(503, "not_stored", "The conversation could not be read or stored.")
