"""Rasa's own REST channel, as any Rasa 3 assistant with `rest:` in credentials.yml has it."""

import os
import uuid
from collections.abc import Mapping
from typing import Any

from conversation_tests.adapters.base import Adapter, AdapterError, chosen
from conversation_tests.answer import Answer, Parts


class RasaRest(Adapter):
    """POST /webhooks/rest/webhook for each turn; slots from GET /conversations/.../tracker.

    A message is text, buttons and, where actions send `json_message`, a `custom` payload: its
    kind, facts, sources and disclaimers count. Slots can be seen when Rasa runs with
    `--enable-api`; a token for it is taken from the environment variable RASA_TOKEN.
    """

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        """See `Adapter`."""
        super().__init__(url, timeout)
        self._sender = uuid.uuid4().hex
        self._buttons: dict[str, str] = {}

    def say(self, text: str) -> Answer:
        """See `Adapter`."""
        messages, seconds = self.request(
            "POST", "/webhooks/rest/webhook", json={"sender": self._sender, "message": text}
        )
        if not isinstance(messages, list) or not all(isinstance(one, dict) for one in messages):
            raise AdapterError("the REST channel did not answer with a list of messages")
        parts = Parts()
        self._buttons = {}
        for one in messages:
            self._take(one, parts)
        if not parts.texts:
            # An action that sends nothing but a payload has its text in there.
            parts.texts = [
                one["custom"]["text"]
                for one in messages
                if isinstance(one.get("custom"), Mapping)
                and isinstance(one["custom"].get("text"), str)
            ]
        return parts.answer(list(self._buttons), seconds)

    def choose(self, title: str) -> Answer:
        """Send the payload of the button with this title, as a click on it does."""
        return self.say(chosen(self._buttons, title))

    def slots(self) -> Mapping[str, Any] | None:
        """See `Adapter`."""
        token = os.environ.get("RASA_TOKEN")
        try:
            tracker, _ = self.request(
                "GET",
                f"/conversations/{self._sender}/tracker",
                params={"include_events": "NONE", **({"token": token} if token else {})},
            )
        except AdapterError:
            # Without Rasa's HTTP API everything but the slots can be tested.
            return None
        slots = tracker.get("slots") if isinstance(tracker, Mapping) else None
        return slots if isinstance(slots, Mapping) else None

    def _take(self, message: Mapping[str, Any], parts: Parts) -> None:
        if isinstance(message.get("text"), str):
            parts.texts.append(message["text"])
        if isinstance(message.get("custom"), Mapping):
            parts.add(message["custom"])
        for button in message.get("buttons") or []:
            self._buttons[str(button.get("title"))] = str(button.get("payload"))
