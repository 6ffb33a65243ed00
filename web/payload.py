"""What Rasa may send back: the one place that says what a valid answer is."""

import json
import logging
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

logger = logging.getLogger(__name__)

LARGEST_SLOTS = 20_000  # characters of JSON


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    return text


def _small(value: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(value)
    if len(text) > LARGEST_SLOTS or "\\u0000" in text:
        raise ValueError("is too large, or holds a NUL character")
    return value


Line = Annotated[str, Field(max_length=2_000), AfterValidator(_storable)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]


LongText = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_storable)]
Slots = Annotated[dict[str, Any], AfterValidator(_small)]


class Part(BaseModel):
    """Base: types are exact, unknown fields are left out."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class FactReference(Part):
    """A fact the answer used."""

    id: Name
    version: Name


class SourceReference(Part):
    """Where a fact comes from, for people."""

    id: Name
    title: Line
    section: Line | None
    basis: Line | None
    as_of: Line | None
    published: Line | None


class OfferedChoice(Part):
    """A question the visitor may tap."""

    title: Name
    intent: Name
    entities: dict[Name, list[Name]] = {}


class NamedChart(Part):
    """A chart that goes with an answer; the gateway knows how to make it."""

    name: Name
    states: list[Name] = Field(default=[], max_length=10)
    measure: Name | None = None


class Payload(Part):
    """One message of the actions or of Rasa's own responses."""

    schema_version: Literal[1] = Field(alias="schema")
    kind: Literal[
        "answer",
        "question",
        "recommendation",
        "unknown",
        "out_of_scope",
        "smalltalk",
        "handoff",
        "help",
        "error",
    ]
    text: LongText
    facts: list[FactReference] = Field(max_length=500)
    sources: list[SourceReference] = Field(max_length=50)
    disclaimers: list[Line] = Field(max_length=20)
    choices: list[OfferedChoice] = Field(max_length=10)
    chart: NamedChart | None = None


class ChannelMessage(Part):
    """One message as the channel delivers it."""

    custom: Payload


class Guess(Part):
    """What Rasa took the message for."""

    name: Line | None
    confidence: float


class FoundEntity(Part):
    """A name Rasa found in the message."""

    entity: Name
    value: Line
    start: int | None = None
    end: int | None = None


class Understanding(Part):
    """How Rasa read the message."""

    intent: Guess
    ranking: list[Guess] = Field(default=[], max_length=20)
    entities: list[FoundEntity] = Field(default=[], max_length=200)


class Trace(Part):
    """How an answer came about, for the staff: slots before and after, milliseconds by stage."""

    model: Name | None = None
    actions: list[Name] = Field(default=[], max_length=20)
    before: Slots = {}
    after: Slots = {}
    milliseconds: dict[Name, int] = Field(default={}, max_length=20)


def _if_sound(value: object, read: ValidatorFunctionWrapHandler) -> Trace | None:
    try:
        found: Trace | None = read(value)
    except ValidationError:
        logger.error("Rasa told badly how an answer came about; the answer itself is kept")
        return None
    return found


class TurnAnswer(Part):
    """The whole answer of the channel to one turn."""

    turn: Name
    messages: list[ChannelMessage] = Field(max_length=10)
    understanding: Understanding | None = None
    trace: Annotated[Trace | None, WrapValidator(_if_sound)] = None


class ChannelErrorDetail(Part):
    """Code of an error of the channel."""

    code: Name


class ChannelError(Part):
    """An error of the channel."""

    error: ChannelErrorDetail


class Readiness(Part):
    """Answer of the channel's readiness check."""

    ready: bool
    model: Line | None = None
