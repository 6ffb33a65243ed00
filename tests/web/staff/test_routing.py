"""Who may reach what: every address of the console, every method, every role."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import ClientResponse

from tests.web.conftest import Client
from tests.web.staff.member import Member
from web.keys import LOG
from web.staff import sessions
from web.staff.roles import Role

DECLARED: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("routes.yml").read_text(encoding="utf-8")
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANONYMOUS = "anonymous"
# Pages for some roles only that show neither words of students nor who read them; that of
# exports shows a number and that of erasures an empty field, until something is asked for.
NO_WORDS = {
    "/staff/accounts",
    "/staff/erase",
    "/staff/export",
    "/staff/export/progress",
    "/staff/figures",
}


def routes_of(client: Client) -> set[str]:
    """Every method and address below ``/staff``, from the router itself."""
    server: Any = client.server
    return {
        f"{route.method} {route.resource.canonical}"
        for route in server.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith("/staff")
    }


def roles_for(route: str) -> set[str]:
    declared = DECLARED[route]
    everybody = {role.value for role in Role}
    if declared == "open":
        return everybody | {ANONYMOUS}
    return everybody if declared == "everybody" else set(declared)


@pytest.fixture
async def people(client: Client) -> dict[str, Member]:
    """One member of each role, and a browser that is not logged in."""
    members = {role.value: await Member.invited(client, role) for role in Role}
    return {**members, ANONYMOUS: Member(client, "nobody")}


async def logged_in_again(member: Member) -> None:
    """Give the browser a session, whatever the request before did to it."""
    server: Any = member.client.server
    account = (await member.account()).id
    token = await server.app[LOG].write(lambda s: sessions.start(s, account, "test"))
    member.cookies[sessions.PLAIN_NAME] = token


def test_every_address_says_who_may_reach_it(client: Client) -> None:
    assert routes_of(client) == set(DECLARED)


async def test_nobody_reaches_what_is_not_theirs(people: dict[str, Member]) -> None:
    tried, crossings = 0, []
    for route in sorted(DECLARED):
        method, path = route.split(" ")
        address = filled(path)
        for role, member in people.items():
            if role != ANONYMOUS:
                await logged_in_again(member)
            form = None if method == "GET" else {"csrf_token": await member.csrf_token()}
            response = await member.request(method, address, form)
            tried += 1
            if reached(response) != (role in roles_for(route)):
                crossings.append((role, route, response.status))

    assert tried == len(DECLARED) * (len(Role) + 1)
    assert crossings == []


async def test_no_other_method_reaches_anything(people: dict[str, Member]) -> None:
    admin = people[Role.admin.value]
    declared = {tuple(route.split(" ")) for route in DECLARED}
    for path in sorted({path for _, path in declared}):
        for method in METHODS:
            if (method, path) not in declared:
                response = await admin.request(method, filled(path))
                assert response.status in (404, 405), (method, path, response.status)


async def test_who_opens_a_page_with_what_students_wrote_is_on_record(
    people: dict[str, Member], rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    unrecorded = []
    for route in sorted(DECLARED):
        method, path = route.split(" ")
        if method == "GET" and isinstance(DECLARED[route], list) and path not in NO_WORDS:
            member = people[DECLARED[route][0]]
            before = rows("SELECT count(*) FROM staff_audit WHERE person = ?", member.name)
            response = await member.get(filled(path))
            await response.read()
            after = rows("SELECT count(*) FROM staff_audit WHERE person = ?", member.name)
            if response.status == 200 and after == before:
                unrecorded.append(route)

    assert unrecorded == []


async def test_no_page_may_be_kept(people: dict[str, Member]) -> None:
    for route in sorted(DECLARED):
        method, path = route.split(" ")
        for member in people.values():
            response = await member.request(method, filled(path))
            assert response.headers["Cache-Control"] == "no-store", route


async def test_a_change_needs_the_token_of_the_session(people: dict[str, Member]) -> None:
    admin, other = people[Role.admin.value], people[Role.editor.value]
    for token in ("", "0" * 64, await other.csrf_token()):
        for route in sorted(DECLARED):
            method, path = route.split(" ")
            if method == "POST" and Role.admin.value in roles_for(route) - {ANONYMOUS}:
                if DECLARED[route] == "open":
                    continue
                response = await admin.request("POST", filled(path), {"csrf_token": token})
                assert response.status == 403, route


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://school.example"},
    ],
)
async def test_a_change_from_another_website_is_refused(
    people: dict[str, Member], headers: dict[str, str]
) -> None:
    admin = people[Role.admin.value]
    token = await admin.csrf_token()
    for route in sorted(DECLARED):
        method, path = route.split(" ")
        if method == "POST":
            response = await admin.request("POST", filled(path), {"csrf_token": token}, headers)
            assert response.status == 403, route
    assert (await admin.get("/staff/me")).status == 200


async def test_a_browser_that_does_not_say_where_a_form_comes_from_is_refused(
    client: Client, people: dict[str, Member]
) -> None:
    admin = people[Role.admin.value]
    form = {"csrf_token": await admin.csrf_token()}
    cookie = "; ".join(f"{name}={value}" for name, value in admin.cookies.items())

    response = await client.post("/staff/log-out", data=form, headers={"Cookie": cookie})

    assert response.status == 403


async def test_who_is_not_logged_in_comes_back_after_the_log_in(client: Client) -> None:
    response = await Member(client, "nobody").get("/staff/audit?action=session.log_in")

    assert response.status == 303
    address = response.headers["Location"]
    assert address == "/staff/log-in?next=%2Fstaff%2Faudit%3Faction%3Dsession.log_in"
    assert 'value="/staff/audit?action=session.log_in"' in await (await client.get(address)).text()


async def test_the_navigation_leads_only_where_the_role_may_go(people: dict[str, Member]) -> None:
    for role, member in people.items():
        if role == ANONYMOUS:
            continue
        page = await (await member.get("/staff/me")).text()
        for route in DECLARED:
            method, path = route.split(" ")
            if method == "GET" and f'<li><a href="{path}"' in page:
                assert role in roles_for(route), (role, path)


async def test_each_role_has_a_first_page(people: dict[str, Member]) -> None:
    for role, member in people.items():
        response = await member.get("/staff/start")
        assert response.status == 303
        if role != ANONYMOUS:
            first = await member.get(response.headers["Location"])
            assert first.status == 200, (role, response.headers["Location"])


async def test_what_cannot_be_stored_is_not_done_and_the_page_says_so(
    people: dict[str, Member], database: Path
) -> None:
    editor = people[Role.editor.value]
    token = await editor.csrf_token()
    holder = sqlite3.connect(database)
    holder.execute("BEGIN IMMEDIATE")
    try:
        response = await editor.request("POST", "/staff/log-out", {"csrf_token": token})
    finally:
        holder.close()

    assert response.status == 503
    assert "nothing was done" in await response.text()
    assert (await editor.get("/staff/me")).status == 200


def filled(path: str) -> str:
    """An address for a path with parts; nothing of ours has this id."""
    return path.replace("{token}", "none").replace("{id}", "0" * 16)


def reached(response: ClientResponse) -> bool:
    """Whether the page itself answered, not a guard before it."""
    location = response.headers.get("Location", "")
    assert response.status < 500, response.url
    return response.status not in (401, 403) and not location.startswith("/staff/log-in?")
