"""Only the websites in the school's list may use the chat."""

from dataclasses import replace

import pytest

from tests.web.conftest import Client, Start
from tests.web.visitor import error_code
from web.settings import Settings

SCHOOL = "https://www.school.example"
FOREIGN = [
    "https://www.school.example.evil.test",
    "https://evil.test/https://www.school.example",
    "https://school.example",
    "https://sub.www.school.example",
    "https://www.school.example:8443",
    "http://www.school.example",
    "HTTPS://WWW.SCHOOL.EXAMPLE",
    "https://www.school.example/",
    "https://www.school.example.",
    "https://xwww.school.example",
    " https://www.school.example,https://evil.test",
    "null",
    "*",
    "http://[",
    "file://",
    "http://localhost",
]
PREFLIGHT = {"Access-Control-Request-Method": "POST"}


@pytest.fixture
async def embedded(start: Start, settings: Settings) -> Client:
    """A gateway that lets one website in."""
    school = settings.school.model_copy(update={"origins": (SCHOOL,)})
    return await start(replace(settings, school=school))


def shared(headers: object) -> list[str]:
    return [name for name in headers if str(name).lower().startswith("access-control")]  # type: ignore[attr-defined]


async def test_the_schools_website_may_ask_and_read(embedded: Client) -> None:
    preflight = await embedded.options("/api/messages", headers={"Origin": SCHOOL, **PREFLIGHT})
    opened = await embedded.post("/api/conversations", json={}, headers={"Origin": SCHOOL})

    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, POST, DELETE"
    assert preflight.headers["Access-Control-Allow-Headers"] == "Authorization, Content-Type"
    assert opened.status == 201
    for response in (preflight, opened):
        assert response.headers["Access-Control-Allow-Origin"] == SCHOOL
        assert response.headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in response.headers


async def test_a_refusal_can_be_read_by_the_schools_website(embedded: Client) -> None:
    response = await embedded.get("/api/messages", headers={"Origin": SCHOOL})

    assert (response.status, await error_code(response)) == (401, "unauthorized")
    assert response.headers["Access-Control-Allow-Origin"] == SCHOOL


async def test_the_files_of_the_chat_are_shared_and_our_pages_are_not(embedded: Client) -> None:
    script = await embedded.get("/widget.js", headers={"Origin": SCHOOL})
    page = await embedded.get("/", headers={"Origin": SCHOOL})

    assert script.headers["Access-Control-Allow-Origin"] == SCHOOL
    assert shared(page.headers) == []


@pytest.mark.parametrize("origin", FOREIGN)
async def test_no_other_website_is_let_in(embedded: Client, origin: str) -> None:
    preflight = await embedded.options("/api/messages", headers={"Origin": origin, **PREFLIGHT})
    read = await embedded.get("/api/settings", headers={"Origin": origin})
    changed = await embedded.post("/api/conversations", json={}, headers={"Origin": origin})

    assert preflight.status == 405
    assert (changed.status, await error_code(changed)) == (403, "foreign_origin")
    for response in (preflight, read, changed):
        assert shared(response.headers) == []


async def test_every_route_that_changes_something_refuses_a_foreign_page(
    embedded: Client,
) -> None:
    assert embedded.app is not None
    tried = 0
    for route in embedded.app.router.routes():
        if route.method in ("GET", "HEAD") or route.resource is None:
            continue
        path = route.resource.canonical.replace("{message}", "unknown")
        for headers in ({"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            response = await embedded.request(route.method, path, headers=headers, data=b"{}")
            assert (response.status, await error_code(response)) == (403, "foreign_origin")
            tried += 1
    assert tried >= 10


async def test_the_schools_website_may_not_use_our_own_forms(embedded: Client) -> None:
    response = await embedded.post("/chat/plain", data={}, headers={"Origin": SCHOOL})

    assert response.status == 403


async def test_our_own_pages_may_always_ask(client: Client) -> None:
    own = str(client.make_url("/")).rstrip("/")
    for headers in (
        {"Origin": own},
        {"Origin": "https://behind.a.proxy", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {},
    ):
        response = await client.post("/api/conversations", json={}, headers=headers)
        assert response.status == 201
        assert shared(response.headers) == []


async def test_a_page_on_the_same_host_but_another_port_is_foreign(client: Client) -> None:
    host = str(client.make_url("/").host)
    response = await client.post(
        "/api/conversations", json={}, headers={"Origin": f"http://{host}"}
    )

    assert response.status == 403
