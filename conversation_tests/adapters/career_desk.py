"""The public chat API of Career Desk."""

import uuid
from typing import Any

from conversation_tests.adapters.base import Adapter, AdapterError, chosen
from conversation_tests.answer import Answer, Parts


class CareerDesk(Adapter):
    """POST /api/conversations once, then POST /api/messages for each turn."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        """See `Adapter`."""
        super().__init__(url, timeout)
        self._token = ""
        self._choices: dict[str, str] = {}

    def say(self, text: str) -> Answer:
        """See `Adapter`."""
        self._open()
        return self._turn({"text": text})

    def choose(self, title: str) -> Answer:
        """See `Adapter`; the greeting offers choices, too."""
        self._open()
        return self._turn({"choice": chosen(self._choices, title)})

    def _open(self) -> None:
        if self._token:
            return
        opened, _ = self.request("POST", "/api/conversations", json={})
        try:
            self._token = opened["token"]
            self._offer(opened["messages"])
        except (KeyError, TypeError) as error:
            raise AdapterError("/api/conversations did not answer as expected") from error

    def _turn(self, content: dict[str, str]) -> Answer:
        body, seconds = self.request(
            "POST",
            "/api/messages",
            headers={"Authorization": f"Bearer {self._token}"},
            json={"id": str(uuid.uuid4()), **content},
        )
        try:
            answers = [one for one in body["messages"] if one["author"] == "assistant"]
            self._offer(answers)
            parts = Parts()
            for one in answers:
                parts.texts.append(one["text"])
                parts.add(one)
        except (KeyError, TypeError) as error:
            raise AdapterError("/api/messages did not answer as expected") from error
        if not answers:
            raise AdapterError("/api/messages answered without a message of the assistant")
        return parts.answer(list(self._choices), seconds)

    def _offer(self, messages: list[dict[str, Any]]) -> None:
        self._choices = {
            choice["title"]: choice["id"] for one in messages for choice in one["choices"]
        }
