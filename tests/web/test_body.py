"""Bodies that are JSON, and bodies that only look like it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.web.conftest import Client
from tests.web.visitor import Visitor, error_code
from web.body import parse_object
from web.errors import ApiError


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": 1} {"b": 2}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_one_plain_object_is_refused(body: bytes) -> None:
    with pytest.raises(ApiError, match="bad_json"):
        parse_object(body)


def test_an_object_is_read() -> None:
    assert parse_object('{"id": "1", "text": "é"}'.encode()) == {"id": "1", "text": "é"}


@pytest.mark.parametrize("timing", [{"body_deadline": 0.3}], indirect=True)
async def test_a_body_that_does_not_arrive_is_given_up(client: Client) -> None:
    visitor = await Visitor.open(client)
    never = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"{"
        await never.wait()

    response = await client.post(
        "/api/messages",
        data=slow(),
        headers={**visitor.headers, "Content-Type": "application/json"},
    )

    assert (response.status, await error_code(response)) == (408, "request_timeout")
