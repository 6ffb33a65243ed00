"""The admin's page of what is set."""

from dataclasses import replace

from sqlalchemy import make_url

from tests.web.staff.member import Member
from web.school import School
from web.settings import DEFAULTS, Settings
from web.staff.settings_pages import machine_rows, school_rows


async def test_the_page_shows_what_is_set(admin: Member, settings: Settings) -> None:
    page = await (await admin.get("/staff/settings")).text()

    assert settings.school.name in page
    assert settings.school.contact.mail in page
    assert '<th scope="row">retention_days</th><td>30</td>' in page


async def test_without_https_the_page_warns(admin: Member) -> None:
    page = await (await admin.get("/staff/settings")).text()
    assert "did not come over HTTPS" in page


def test_nothing_that_lets_somebody_in_is_shown(settings: Settings) -> None:
    url = make_url("postgresql+psycopg://desk:canary-4711@db.example/desk")
    told = replace(settings, database_url=url, metrics_token="canary-4712")

    shown = repr(machine_rows(told))

    assert "canary" not in shown
    assert settings.secret_key not in shown
    assert ("DATABASE_URL", "postgresql") in machine_rows(told)


def test_every_entry_of_the_school_is_shown(settings: Settings) -> None:
    shown = {name.partition(":")[0] for name, _ in school_rows(settings)}
    assert shown == set(School.model_fields)


def test_the_variables_have_their_own_names(settings: Settings) -> None:
    assert {name for name, _ in machine_rows(settings)} <= set(DEFAULTS)
