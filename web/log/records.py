"""What goes into the log and comes out of it, free of SQLAlchemy."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a random UUID."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Choice:
    """A question that a reply offers as a button."""

    id: str
    title: str
    intent: str
    entities: dict[str, list[str]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the choice as it is stored."""
        return {
            "id": self.id,
            "title": self.title,
            "intent": self.intent,
            "entities": self.entities,
        }


@dataclass(frozen=True)
class Said:
    """What a visitor said: free text, or a choice whose title is the text."""

    text: str
    choice: Choice | None = None

    @property
    def digest(self) -> str:
        """A fingerprint that tells two contents apart."""
        content = f"choice {self.choice.id}" if self.choice else f"text {self.text}"
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class Vote:
    """What a visitor thinks of an answer."""

    helpful: bool
    comment: str | None = None


@dataclass(frozen=True)
class LoggedMessage:
    """One message; ``details`` holds facts, sources, disclaimers, chart and whole choices."""

    author: str
    kind: str
    text: str
    details: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    time: datetime = field(default_factory=now)
    vote: Vote | None = None


@dataclass(frozen=True)
class Wish:
    """What somebody writes who wants to talk to a person."""

    name: str
    contact: str
    question: str


@dataclass(frozen=True)
class LoggedWish:
    """A wish as it is kept, under the reference that its writer was given."""

    reference: str
    time: datetime
    expires: datetime
    wish: Wish


@dataclass(frozen=True)
class Opening:
    """When a conversation was opened, and under which version of the notice."""

    time: datetime
    notice_version: str | None


@dataclass(frozen=True)
class LoggedTurn:
    """One turn as a visitor may see it."""

    id: str
    state: str
    created: datetime
    finished: datetime | None
    understanding: dict[str, Any] | None


@dataclass(frozen=True)
class Receipt:
    """The proof of a deletion; ``scrubbed``: no byte of it is left in the files of the log."""

    number: str
    time: datetime
    messages: int
    turns: int
    handoffs: int
    scrubbed: bool = False
