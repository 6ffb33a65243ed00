"""From Rasa's payload to the log, and from the log to the Message of the public API."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from web.log.records import Choice, LoggedMessage, new_id
from web.payload import OfferedChoice, Payload, TurnAnswer

Enrich = Callable[[Payload], dict[str, Any]]
NOTHING: dict[str, Any] = {
    "facts": [],
    "sources": [],
    "disclaimers": [],
    "chart": None,
    "disagree": False,
}


def logged_answer(answer: TurnAnswer, enrich: Enrich) -> list[LoggedMessage]:
    """Return Rasa's answer as messages for the log; each choice gets an id of its own.

    ``enrich`` gets each answer and returns further details of it.
    """
    return [
        assistant_message(
            payload.kind,
            payload.text,
            payload.choices,
            facts=[fact.model_dump() for fact in payload.facts],
            sources=[source.model_dump() for source in payload.sources],
            disclaimers=payload.disclaimers,
            **enrich(payload),
        )
        for payload in (message.custom for message in answer.messages)
    ]


def assistant_message(
    kind: str, text: str, choices: Sequence[OfferedChoice] = (), **details: Any
) -> LoggedMessage:
    """Return a new message of the assistant; ``details`` as in :data:`NOTHING`."""
    message = new_id()
    offered = [
        Choice(f"{message}.{number}", one.title, one.intent, one.entities).as_dict()
        for number, one in enumerate(choices)
    ]
    return LoggedMessage(
        author="assistant",
        kind=kind,
        text=text,
        details={**NOTHING, **details, "choices": offered},
        id=message,
    )


def api_message(message: LoggedMessage) -> dict[str, Any]:
    """Return ``message`` as the Message of the public API: choices show only id and title."""
    details = {**NOTHING, **message.details}
    return {
        "id": message.id,
        "author": message.author,
        "time": api_time(message.time),
        "kind": message.kind,
        "text": message.text,
        "facts": details["facts"],
        "sources": details["sources"],
        "disclaimers": details["disclaimers"],
        "choices": [{"id": one["id"], "title": one["title"]} for one in details.get("choices", [])],
        "chart": details["chart"],
        "disagree": details["disagree"],
        "feedback": vote_of(message),
    }


def vote_of(message: LoggedMessage) -> dict[str, Any] | None:
    """Return what the visitor thinks of ``message``; ``None`` when there was no vote."""
    if message.vote is None:
        return None
    return {"helpful": message.vote.helpful, "comment": message.vote.comment}


def api_time(moment: datetime) -> str:
    """Return ``moment`` as the API writes it: UTC, to the millisecond."""
    written = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")
