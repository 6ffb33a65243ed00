"""Reads and checks the body of a turn: the only way in for what a visitor typed or tapped.

Nothing that a visitor writes may act as a command. Rasa obeys every text that begins with a slash
(restart, any intent, any slot), so such a beginning is taken off before Rasa sees the text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

MAX_TEXT = 4000
MAX_TITLE = 200
MAX_NAME = 100
MAX_VALUE = 200
MAX_ENTITIES = 50

_CONVERSATION = re.compile(r"[0-9a-f]{32}")
_TURN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)

_ALLOWED_CONTROLS = frozenset("\t\n\r")
# The slash and what a later clean-up of the text might turn into one.
_SLASHES = frozenset(
    "/\N{FULLWIDTH SOLIDUS}\N{FRACTION SLASH}\N{DIVISION SLASH}\N{BIG SOLIDUS}"
    "\N{BOX DRAWINGS LIGHT DIAGONAL UPPER RIGHT TO LOWER LEFT}"
    "\N{MATHEMATICAL RISING DIAGONAL}\N{VERTICAL KANA REPEAT MARK UPPER HALF}"
)
# Letters by category, but invisible.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
# What is nothing but a command of Rasa: a name, and slots if any.
_COMMAND = re.compile(r"\w+(?:@[\d.]+)?\s*(?:\{.*)?", re.DOTALL)
# What stands in for such a message, or one of slashes only; Rasa cannot read an empty text.
_NO_WORDS = "?"

# Intents that steer Rasa itself; no offered choice ever needs them.
STEERING_INTENTS = frozenset({"restart", "back", "session_start"})


class BadRequestError(Exception):
    """The body is not acceptable; the message may be shown to the developer of the caller."""


@dataclass(frozen=True)
class Choice:
    """A choice the visitor tapped: what it was called, and what it means."""

    title: str
    intent: str
    entities: dict[str, list[str]]

    def parse_data(self) -> dict[str, Any]:
        """Return what Rasa's language understanding would return for this choice."""
        intent = {"name": self.intent, "confidence": 1.0}
        return {
            "text": self.title,
            "intent": intent,
            "intent_ranking": [dict(intent)],
            "entities": [
                {
                    "entity": name,
                    "value": value,
                    "start": 0,
                    "end": len(self.title),
                    "extractor": "choice",
                }
                for name, values in self.entities.items()
                for value in values
            ],
        }


@dataclass(frozen=True)
class TurnRequest:
    """One message of a visitor: either a text or a choice."""

    conversation: str
    turn: str
    text: str | None
    choice: Choice | None


def is_conversation_id(value: object) -> bool:
    """Tell whether a value has the form of a conversation id (32 lower-case hex digits)."""
    return isinstance(value, str) and _CONVERSATION.fullmatch(value) is not None


def read_turn(body: bytes) -> TurnRequest:
    """Read the body of a turn.

    Args:
        body: The bytes of the request.

    Returns:
        The turn; a text is returned as typed (see `without_command`).

    Raises:
        BadRequestError: Anything about the body is not as agreed.
    """
    document = _object(_json(body), {"conversation", "turn", "text", "choice"}, "the body")
    if not is_conversation_id(document.get("conversation")):
        raise BadRequestError("conversation has to be 32 lower-case hex digits")
    turn = document.get("turn")
    if not isinstance(turn, str) or not _TURN.fullmatch(turn):
        raise BadRequestError("turn has to be a UUID")
    if ("text" in document) == ("choice" in document):
        raise BadRequestError("either text or choice has to be given")
    conversation: str = document["conversation"]
    if "text" in document:
        return TurnRequest(conversation, turn, _text(document["text"], MAX_TEXT, "text"), None)
    return TurnRequest(conversation, turn, None, _choice(document["choice"]))


def without_command(text: str) -> str:
    """Take off what would make Rasa read a text as a command.

    Args:
        text: What the visitor typed.

    Returns:
        The text; where a slash (or a look-alike) stands before the first letter or digit, without
        those slashes and without the invisible characters around them; "?" where nothing but a
        command stood there. Never empty.
    """
    first_word = next(
        (
            position
            for position, character in enumerate(text)
            if character.isalnum() and character not in _INVISIBLE_LETTERS
        ),
        len(text),
    )
    beginning = text[:first_word]
    if _SLASHES.isdisjoint(beginning):
        return text
    kept = "".join(
        character
        for character in beginning
        if character not in _SLASHES
        and character not in _INVISIBLE_LETTERS
        and unicodedata.category(character) not in ("Cf", "Mn", "Me")
    )
    rest = (kept + text[first_word:]).strip()
    return _NO_WORDS if not rest or _COMMAND.fullmatch(rest) else rest


def _json(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8"), object_pairs_hook=_no_repeats, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise BadRequestError("the body is not JSON in UTF-8") from None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a name is given twice")
    return document


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _object(value: Any, names: set[str], what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRequestError(f"{what} has to be an object")
    # The unknown name itself is not repeated: it may hold anything.
    if not value.keys() <= names:
        raise BadRequestError(f"{what} may only hold {', '.join(sorted(names))}")
    return value


def _text(value: Any, limit: int, what: str) -> str:
    if not isinstance(value, str):
        raise BadRequestError(f"{what} has to be a string")
    if len(value) > limit:
        raise BadRequestError(f"{what} may have at most {limit} characters")
    for character in value:
        category = unicodedata.category(character)
        if category == "Cs" or (category == "Cc" and character not in _ALLOWED_CONTROLS):
            raise BadRequestError(f"{what} holds a character that is not text")
    if not value.strip():
        raise BadRequestError(f"{what} may not be empty")
    return value


def _choice(value: Any) -> Choice:
    choice = _object(value, {"title", "intent", "entities"}, "choice")
    title = _text(choice.get("title"), MAX_TITLE, "title")
    intent = _text(choice.get("intent"), MAX_NAME, "intent")
    entities = choice.get("entities", {})
    if not isinstance(entities, dict):
        raise BadRequestError("entities has to be an object")
    read: dict[str, list[str]] = {}
    for name, values in entities.items():
        if not isinstance(values, list):
            raise BadRequestError("each entity has to have a list of values")
        read[_text(name, MAX_NAME, "the name of an entity")] = [
            _text(entry, MAX_VALUE, "the value of an entity") for entry in values
        ]
    if sum(map(len, read.values())) > MAX_ENTITIES:
        raise BadRequestError(f"a choice may have at most {MAX_ENTITIES} entities")
    return Choice(title, intent, read)
