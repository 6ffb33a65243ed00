"""The example school's page and the privacy page."""

from dataclasses import replace

from tests.web.conftest import Client, Start
from tests.web.pages.reading import Page
from web.settings import Settings


async def test_the_example_page_holds_the_widget_and_a_way_without_scripts(client: Client) -> None:
    found = await Page.of(await client.get("/"))

    assert found.one("school-chat").attributes["mode"] == "inline"
    assert "/chat/plain" in found.addresses


async def test_the_full_page_chat_works_without_scripts_on_the_spot(client: Client) -> None:
    found = await Page.of(await client.get("/chat"))

    assert found.one("school-chat").attributes["mode"] == "page"
    assert "Your question" in found.one("noscript").text
    assert found.all("form", action="/chat/plain", method="post")


async def test_privacy_says_what_the_settings_say(start: Start, settings: Settings) -> None:
    school = settings.school.model_copy(
        update={"name": "Night School", "retention_days": 7, "handoff_days": 14}
    )
    found = await Page.of(await (await start(replace(settings, school=school))).get("/privacy"))

    for words in (
        school.full_notice,
        "7 days from your last message",
        "up to 14 days",
        "for 24 hours",
        "Staff of Night School",
        school.contact.phone,
        school.contact.mail,
        school.notice_version,
    ):
        assert words in found.text
    assert "30 days" not in found.text
