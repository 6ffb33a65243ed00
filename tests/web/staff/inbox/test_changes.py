"""Notes, labels, review and saved filters, over HTTP."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Client
from tests.web.staff.inbox.reading import QUESTION, audited, newest, questions, text_of
from tests.web.staff.member import Member
from tests.web.visitor import Visitor

Rows = Callable[..., list[tuple[Any, ...]]]


async def test_the_staff_annotate_a_conversation(
    guam: str, reviewer: Member, officer: Member
) -> None:
    path = f"/staff/conversations/{guam}"
    turn = re.findall(r'id="turn-(\d+)"', await text_of(reviewer, path))[1]

    for change, form in (
        ("labels", {"label": "  New  Topic "}),
        ("notes", {"text": "We need\na figure.", "turn": turn}),
        ("notes", {"text": "Ask the library."}),
        ("review", {"state": "reviewed"}),
        ("flag", {"flagged": "yes"}),
    ):
        response = await reviewer.post(f"{path}/{change}", {**form, "back": f"{path}?turn={turn}"})
        assert response.status == 303, await response.text()
        assert response.headers["Location"] == f"{path}?turn={turn}"

    page = await text_of(reviewer, path)
    for told in ("new topic", "Ask the library.", "reviewed by the reviewer", "flagged"):
        assert told in page
    assert page.index("A figure.".lower()) > page.index(QUESTION)
    for address in ("label=new+topic", "review=reviewed", "flagged=yes", "kind=unknown"):
        assert questions(await text_of(reviewer, f"/staff?{address}")) != []
    for action in ("label.add", "note.add", "review.set", "flag.set"):
        assert ("the reviewer", guam) in await audited(officer, action)


async def test_annotations_can_be_taken_back(guam: str, reviewer: Member) -> None:
    path = f"/staff/conversations/{guam}"
    await reviewer.post(f"{path}/labels", {"label": "wrong"})
    await reviewer.post(f"{path}/notes", {"text": "A slip."})
    await reviewer.post(f"{path}/review", {"state": "reviewed"})
    await reviewer.post(f"{path}/flag", {"flagged": "yes"})
    note = re.search(r'name="note" value="(\d+)"', await text_of(reviewer, path))
    assert note is not None

    await reviewer.post(f"{path}/labels/remove", {"label": "wrong"})
    await reviewer.post(f"{path}/notes/delete", {"note": note[1]})
    await reviewer.post(f"{path}/review", {"state": "new"})
    await reviewer.post(f"{path}/flag", {"flagged": "no"})

    page = await text_of(reviewer, path)
    assert "A slip." not in page
    assert "Remove the label" not in page
    assert "Mark as reviewed" in page
    assert questions(await text_of(reviewer, "/staff?flagged=yes")) == []


async def test_the_next_turn_makes_a_conversation_new_again(
    client: Client, reviewer: Member
) -> None:
    visitor = await Visitor.open(client)
    await visitor.say("first")
    await reviewer.post(
        f"/staff/conversations/{await newest(client)}/review", {"state": "reviewed"}
    )
    assert questions(await text_of(reviewer, "/staff?review=reviewed")) == ["first"]

    await visitor.say("second")

    assert questions(await text_of(reviewer, "/staff?review=new")) == ["second"]


@pytest.mark.parametrize(
    ("change", "form", "status", "told"),
    [
        ("notes", {"text": "  "}, 400, "empty"),
        ("notes", {"text": "x" * 4_001}, 400, "4,000"),
        ("notes", {"text": "a\x00b"}, 400, "characters"),
        ("notes", {"text": "a", "turn": "999"}, 404, "no such turn"),
        ("notes", {"text": "a", "turn": "first"}, 400, "number"),
        ("notes/delete", {"note": "999"}, 404, "no such note"),
        ("labels", {"label": "x" * 41}, 400, "40"),
        ("labels/remove", {"label": "never given"}, 404, "label"),
        ("review", {"state": "perhaps"}, 400, "either"),
    ],
)
async def test_a_change_that_cannot_be_made_is_told(
    change: str, form: dict[str, str], status: int, told: str, guam: str, reviewer: Member
) -> None:
    response = await reviewer.post(f"/staff/conversations/{guam}/{change}", form)

    assert response.status == status
    assert told in await response.text()


async def test_a_form_leads_back_to_its_own_conversation_only(guam: str, reviewer: Member) -> None:
    path = f"/staff/conversations/{guam}"
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/staff/me", path + "\r\nX:"):
        response = await reviewer.post(f"{path}/flag", {"flagged": "yes", "back": back})
        assert response.headers["Location"] == path


async def test_filters_can_be_saved_and_are_ones_own(
    guam: str, reviewer: Member, officer: Member
) -> None:
    form = {"name": "To do", "query": "review=new&kind=unknown"}
    response = await reviewer.post("/staff/filters", form)
    assert response.headers["Location"] == "/staff?kind=unknown&review=new"

    page = await text_of(reviewer, "/staff")
    saved = re.search(r'name="filter" value="(\d+)"', page)
    assert saved is not None
    assert '<a href="/staff?kind=unknown&review=new">To do</a>' in page
    assert "To do" not in await text_of(officer, "/staff")
    assert (await officer.post("/staff/filters/delete", {"filter": saved[1]})).status == 404

    await reviewer.post("/staff/filters/delete", {"filter": saved[1]})
    assert "To do" not in await text_of(reviewer, "/staff")
    assert (await reviewer.post("/staff/filters", {**form, "query": "x=1"})).status == 400


PERSONAL = "Call 512-555-0199 or zebra.quokka@mail.example"
MASKED = ("512-555-0199", "zebra.quokka")


async def test_personal_data_is_masked_before_a_note_is_written(
    guam: str, reviewer: Member, rows: Rows
) -> None:
    path = f"/staff/conversations/{guam}"
    await reviewer.post(f"{path}/notes", {"text": PERSONAL})
    await reviewer.post(f"{path}/labels", {"label": "512-555-0199"})

    assert rows("SELECT text FROM staff_notes") == [("Call [phone number] or [e-mail address]",)]
    assert rows("SELECT label FROM staff_labels") == [("[phone number]",)]
    page = await text_of(reviewer, path)
    assert not any(word in page for word in MASKED)


async def test_personal_data_is_masked_before_a_filter_is_kept(
    guam: str, reviewer: Member, rows: Rows
) -> None:
    form = {"name": "zebra.quokka@mail.example", "query": "words=512-555-0199+guam"}

    response = await reviewer.post("/staff/filters", form)

    assert response.status == 303
    kept = str(rows("SELECT name, query FROM staff_saved_filters"))
    assert "guam" in kept
    assert not any(word in kept for word in MASKED)
