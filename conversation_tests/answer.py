"""What an assistant answered, whichever way it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """All messages of one turn taken together.

    `kind` is None and the tuples are empty where the assistant says nothing about them. `slots`
    is None where they were not asked for or cannot be seen. `seconds` is the time until the
    answer was there.
    """

    text: str
    kind: str | None = None
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    slots: Mapping[str, Any] | None = None
    seconds: float = 0.0


@dataclass
class Parts:
    """Collects an answer from messages that carry a structured payload."""

    texts: list[str] = field(default_factory=list)
    kind: str | None = None
    facts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    disclaimers: list[str] = field(default_factory=list)

    def add(self, payload: Mapping[str, Any]) -> None:
        """Take over what a payload says about its text; anything of another shape is ignored."""
        kind = payload.get("kind")
        if isinstance(kind, str):
            self.kind = kind
        self.facts += _ids(payload.get("facts"))
        self.sources += _ids(payload.get("sources"))
        self.disclaimers += _ids(payload.get("disclaimers"))

    def answer(self, choices: Sequence[str], seconds: float) -> Answer:
        """Return the whole answer; its text joins the texts by blank lines."""
        return Answer(
            "\n\n".join(self.texts),
            self.kind,
            tuple(self.facts),
            tuple(self.sources),
            tuple(self.disclaimers),
            tuple(choices),
            seconds=seconds,
        )


def _ids(listed: Any) -> list[str]:
    """Return the ids of a list that holds ids, or mappings with an `id`."""
    if not isinstance(listed, list):
        return []
    ids = (one.get("id") if isinstance(one, Mapping) else one for one in listed)
    return [one for one in ids if isinstance(one, str)]
