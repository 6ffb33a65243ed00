"""A visitor of the chat API."""

import uuid
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient


class Visitor:
    """One open conversation."""

    def __init__(self, client: "TestClient[Any, Any]", opened: dict[str, Any]) -> None:
        self.client = client
        self.opened = opened
        self.headers = {"Authorization": f"Bearer {opened['token']}"}

    @classmethod
    async def open(cls, client: "TestClient[Any, Any]") -> "Visitor":
        """Open a conversation."""
        response = await client.post("/api/conversations", json={})
        assert response.status == 201, await response.text()
        return cls(client, await response.json())

    async def post(self, body: Any) -> ClientResponse:
        """Send a message as it is."""
        return await self.client.post("/api/messages", json=body, headers=self.headers)

    async def say(self, text: str, client_id: str | None = None) -> ClientResponse:
        """Send a text."""
        return await self.post({"id": client_id or str(uuid.uuid4()), "text": text})

    async def choose(self, choice: str) -> ClientResponse:
        """Take an offered choice."""
        return await self.post({"id": str(uuid.uuid4()), "choice": choice})

    async def history(self, **query: str) -> list[dict[str, Any]]:
        """All messages in the log."""
        response = await self.client.get("/api/messages", params=query, headers=self.headers)
        assert response.status == 200, await response.text()
        messages: list[dict[str, Any]] = (await response.json())["messages"]
        return messages


async def error_code(response: ClientResponse) -> str:
    """The code of an error, after a look at its shape."""
    assert response.status >= 400
    assert response.content_type == "application/json"
    body = await response.json()
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"]
    return str(body["error"]["code"])
