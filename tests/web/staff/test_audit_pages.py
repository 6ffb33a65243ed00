"""The privacy officer's page."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import Client
from tests.web.staff.member import Member, application
from web import staff
from web.keys import LOG
from web.staff import audit
from web.staff.audit_pages import PAGE_SIZE, action_titles


async def fill(client: Client, count: int) -> None:
    """Let somebody read ``count`` transcripts."""

    def work(session: object) -> None:
        for number in range(count):
            actor = audit.Outsider(id="a" * 16, name="Ann Lee", role="reviewer")
            audit.append(session, actor, "transcript.view", f"visit-{number}")  # type: ignore[arg-type]

    await application(client)[LOG].write(work)


def targets(page: str) -> list[str]:
    return re.findall(r"<td><code>(visit-\d+)</code></td>", page)


async def test_the_newest_row_comes_first(client: Client, officer: Member) -> None:
    await fill(client, 3)

    page = await (await officer.get("/staff/audit")).text()

    assert targets(page) == ["visit-2", "visit-1", "visit-0"]
    assert "Ann Lee" in page


async def test_the_filters_narrow_the_rows(client: Client, officer: Member) -> None:
    await fill(client, 3)

    for query, found in (
        ("target=visit-1", ["visit-1"]),
        ("action=transcript.view&person=Ann+Lee&target=visit-2", ["visit-2"]),
        ("person=nobody", []),
        ("since=2020-01-01&until=2020-12-31", []),
        ("since=2020-01-01", ["visit-2", "visit-1", "visit-0"]),
    ):
        response = await officer.get(f"/staff/audit?{query}")
        assert response.status == 200
        assert targets(await response.text()) == found, query


async def test_a_long_log_comes_in_pages(client: Client, officer: Member) -> None:
    await fill(client, PAGE_SIZE + 5)
    first = await (await officer.get("/staff/audit?person=Ann+Lee")).text()
    older = re.search(r'<a href="(/staff/audit\?[^"]+)"', first)
    assert older is not None

    second = await (await officer.get(older[1].replace("&amp;", "&"))).text()

    assert len(targets(first)) == PAGE_SIZE
    assert targets(second) == [f"visit-{number}" for number in (4, 3, 2, 1, 0)]
    assert "Older rows" not in second


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=2026-02-30",
        "until=0001-01-01",
        "until=9999-12-31",
        "since=2026-02-02&until=2026-02-01",
        "before=x",
        "before=-1",
        "before=²",
        "before=99999999999999999999999",
        "person=%00",
        "target=" + "x" * 300,
    ],
)
async def test_a_wrong_filter_is_told(officer: Member, query: str) -> None:
    response = await officer.get(f"/staff/audit?{query}")

    assert response.status == 400
    assert 'role="alert"' in await response.text()


async def test_what_is_in_the_log_cannot_become_a_page(client: Client, officer: Member) -> None:
    actor = audit.Outsider(name="<script>alert(1)</script>", role="")
    await application(client)[LOG].write(
        lambda s: audit.append(s, actor, "<b>", "<i>", {"<u>": "<s>"})
    )

    page = await (await officer.get("/staff/audit")).text()

    for tag in ("<script>", "<b>", "<i>", "<u>", "<s>"):
        assert tag not in page


def test_every_action_is_called_something_in_words() -> None:
    code = "\n".join(
        path.read_text()
        for path in Path(staff.__file__).parent.rglob("*.py")
        if not path.name.startswith("tables_")  # they name columns in this form
    )
    named = set(re.findall(r'"([a-z]+\.[a-z_]+)"', code))
    titles = action_titles()
    families = {action.partition(".")[0] for action in titles}

    assert {one for one in named if one.partition(".")[0] in families} == set(titles)
    assert len(set(titles.values())) == len(titles)


def test_every_action_that_is_recorded_has_a_title() -> None:
    recorded = set()
    for path in Path(staff.__file__).parent.rglob("*.py"):
        recorded |= set(
            re.findall(r'(?:record|append)\(\s*\w+, [\w()]+,\s*"([^"]+)"', path.read_text())
        )

    assert len(recorded) > 20
    assert recorded <= set(action_titles())
