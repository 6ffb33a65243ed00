"""What every page has in common."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from knowledge import KnowledgeBase, promises_in
from tests.web.conftest import Client
from tests.web.pages.reading import Page
from web.pages.topics import topics_by_slug

TOPICS = [f"/facts/{slug}" for slug in topics_by_slug()]
PAGES = [
    "/",
    "/chat",
    "/chat/plain",
    "/person",
    "/privacy",
    "/facts",
    "/facts?q=pay+in+texas",
    "/facts?q=zzzz",
    "/facts/pay-state?state=texas&state=ohio&sort=name",
    *TOPICS,
]


async def page(client: Client, address: str) -> Page:
    return await Page.of(await client.get(address))


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_is_whole_and_has_no_style_or_script_inside(
    knowing: Client, address: str
) -> None:
    found = await page(knowing, address)

    assert found.status == 200
    assert found.one("html").attributes["lang"] == "en"
    assert found.one("title").text.strip().endswith("Example Career School")
    assert len(found.all("main")) == len(found.all("h1")) == 1
    assert len(found.ids) == len(set(found.ids))
    assert found.all("style") == []
    assert all(one.attributes.get("src") == "/widget.js" for one in found.all("script"))
    for one in found.elements:
        assert not [name for name in one.attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("address", PAGES)
async def test_headings_step_down_one_at_a_time(knowing: Client, address: str) -> None:
    found = await page(knowing, address)
    levels = [int(one.name[1]) for one in found.elements if re.fullmatch("h[1-6]", one.name)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_asks_nobody_else_for_anything(knowing: Client, address: str) -> None:
    found = await page(knowing, address)
    for one in found.elements:
        for name in ("src", "href", "action"):
            place = urlsplit(one.attributes.get(name, ""))
            assert place.scheme in ("", "tel", "mailto"), one
            assert place.netloc == ""


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_promises_nothing(knowing: Client, address: str) -> None:
    found = await page(knowing, address)

    assert promises_in(found.text) == []


async def test_every_link_leads_somewhere(knowing: Client) -> None:
    found: dict[str, Page] = {}
    for address in PAGES:
        found[address] = await page(knowing, address)
    links = {(address, link) for address, one in found.items() for link in one.addresses}
    for address, link in links:
        place = urlsplit(link)
        if place.scheme or place.path.startswith("/chat/plain/"):
            continue
        path = place.path or urlsplit(address).path
        target = found.get(path) or await page(knowing, path)
        assert target.status == 200, link
        if place.fragment:
            assert place.fragment in target.ids, (address, link)


async def test_pages_carry_the_safe_headers(knowing: Client) -> None:
    response = await knowing.get("/facts")
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy
    # Our own forms must be able to say where they come from.
    assert response.headers["Referrer-Policy"] == "same-origin"


async def test_what_goes_wrong_on_a_page_is_told_on_a_page(client: Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for address, status in [("/nowhere", 404), ("/facts", 503), ("/chat/plain/delete", 401)]:
        response = await client.get(address, headers=browser)
        found = await Page.of(response)
        assert response.status == status
        assert found.one("h1").text == "That did not work"
        assert "text/html" not in (await client.get(address)).headers["Content-Type"]
    assert "Retry-After" in (await client.get("/facts", headers=browser)).headers


async def test_the_api_tells_its_errors_as_json_to_browsers_too(client: Client) -> None:
    response = await client.get("/api/messages", headers={"Accept": "text/html"})

    assert response.content_type == "application/json"


async def test_every_topic_of_the_knowledge_has_a_page(
    knowing: Client, knowledge: KnowledgeBase
) -> None:
    assert {fact.topic.replace("_", "-") for fact in knowledge.facts()} == set(topics_by_slug())
