"""What is not even HTTP is refused in the one shape, and its words stay out of the logs."""

import asyncio
import json

import pytest
from aiohttp import web

from web.app import create_app
from web.server import Runner
from web.settings import Settings

BROKEN = [
    b"canary-4711\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\ncanary-4711\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"canary-4711" * 2000 + b"\r\n\r\n",
    b"POST /api/messages HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
]


async def exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_what_is_not_http_is_refused_in_the_one_shape(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    runner = Runner(create_app(settings))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        for request in BROKEN:
            head, _, body = (await exchange(port, request)).partition(b"\r\n\r\n")
            assert head.split()[1] == b"400", request
            assert b"aiohttp" not in head
            assert b"\r\nServer" not in head
            assert b"nosniff" in head
            assert set(json.loads(body)["error"]) == {"code", "message"}
    finally:
        await runner.cleanup()
    assert "canary" not in caplog.text


async def test_ordinary_requests_are_served_and_not_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    runner = Runner(create_app(settings))
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        answer = await exchange(
            port, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        )
    finally:
        await runner.cleanup()

    assert answer.startswith(b"HTTP/1.1 200")
    assert "healthz" not in caplog.text
