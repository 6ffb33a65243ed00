"""The simple chat as a browser without scripts asks and sees it."""

import uuid

from aiohttp import ClientResponse

from tests.web.conftest import Client
from tests.web.pages.reading import Page

PLAIN = "/chat/plain"


async def say(client: Client, text: str, **fields: str) -> ClientResponse:
    data = {"id": str(uuid.uuid4()), "text": text, **fields}
    return await client.post(PLAIN, data=data, allow_redirects=False)


async def see(client: Client) -> Page:
    return await Page.of(await client.get(PLAIN))
