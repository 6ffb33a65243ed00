"""The facts pages hold all that the knowledge holds, and say it as the knowledge does."""

import datetime
import html
import re

import pytest

from knowledge import KnowledgeBase
from knowledge.model import SIDES
from tests.web.conftest import Client
from tests.web.pages.reading import Page
from tests.web.pages.test_pages import TOPICS, page
from web.pages.fact_view import by_subject
from web.pages.topics import read_standings


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


async def test_every_fact_has_one_place_with_its_words_and_source(
    knowing: Client, knowledge: KnowledgeBase
) -> None:
    pages = {address: await page(knowing, address) for address in TOPICS}
    for fact in knowledge.facts():
        found = pages[f"/facts/{fact.topic.replace('_', '-')}"]
        assert found.ids.count(fact.id) == 1
        [place] = [one for one in found.elements if one.attributes.get("id") == fact.id]
        words = squeezed(place.text)
        if place.name == "td":
            assert words == str(fact.figure).removesuffix(" a year")
            assert fact.source.title in found.text
            continue
        assert squeezed(fact.text) in words
        assert fact.source.title in words
        assert squeezed(fact.section) in words
        for part in (fact.basis, fact.as_of_text, fact.note, read_standings().get(fact.standing)):
            assert part is None or squeezed(part) in words


async def test_every_conflict_is_told_on_the_pages_of_its_facts(
    knowing: Client, knowledge: KnowledgeBase
) -> None:
    pages = {address: await page(knowing, address) for address in TOPICS}
    for conflict in knowledge.conflicts():
        for fact in map(knowledge.fact, conflict.standings):
            found = pages[f"/facts/{fact.topic.replace('_', '-')}"]
            section = found.one("section", id=f"conflict-{conflict.id}")
            assert conflict.question in section.text
            assert "{" not in section.text
            for other in map(knowledge.fact, conflict.standings):
                assert squeezed(other.text) in squeezed(section.text)


def test_what_leads_comes_first(knowledge: KnowledgeBase) -> None:
    today = datetime.date.today()
    for topic in sorted({fact.topic for fact in knowledge.facts()}):
        for subject in by_subject(knowledge, knowledge.facts(topic=topic), today):
            standings = [knowledge.fact(one.id).standing for one in subject.facts]
            if "leading" in standings:
                assert standings[0] == "leading", subject.title
            for conflict in {one.conflict for one in subject.facts if one.conflict}:
                order = [
                    SIDES.index(knowledge.fact(one.id).standing)
                    for one in subject.facts
                    if one.conflict == conflict
                ]
                assert order == sorted(order), conflict


async def test_no_page_shows_a_placeholder(knowing: Client) -> None:
    for address in TOPICS:
        assert not re.search(r"[{}]|None", (await page(knowing, address)).text), address


async def test_the_index_counts_the_facts_of_every_topic(
    knowing: Client, knowledge: KnowledgeBase
) -> None:
    found = await page(knowing, "/facts")

    counts = [int(number) for number in re.findall(r"\((\d+) facts\)", found.text)]
    assert sum(counts) == len(knowledge.facts())
    assert set(TOPICS) <= set(found.addresses)
    assert all(source.note.strip() in found.text for source in knowledge.sources())


async def test_a_sorted_or_searched_page_names_its_plain_address(knowing: Client) -> None:
    for address in ("/facts?q=pay", "/facts/pay-state?sort=name&state=texas&state=ohio"):
        found = await page(knowing, address)
        assert found.one("link", rel="canonical").attributes["href"] == address.partition("?")[0]


async def test_a_search_finds_facts_and_links_to_their_places(knowing: Client) -> None:
    found = await page(knowing, "/facts?q=median+pay+texas")

    assert "/facts/pay-state#guide.pay.texas.median" in found.addresses
    assert found.one("input", name="q").attributes["value"] == "median pay texas"
    assert "In Texas the median pay is $47,230 a year" in found.text


@pytest.mark.parametrize("words", ["\"' OR 1=1", "<script>alert(1)</script>", "*", "x" * 5000])
async def test_any_words_can_be_searched(knowing: Client, words: str) -> None:
    response = await knowing.get("/facts", params={"q": words})

    found = await Page.of(response)
    assert found.status == 200
    assert "<script>alert" not in found.html
    assert html.escape(words[:200]) in found.html.replace("&#34;", "&quot;").replace(
        "&#39;", "&#x27;"
    )


def order(found: Page) -> list[str]:
    return [one.text for one in found.all("th", scope="row")]


async def test_the_state_table_is_sorted_by_links(knowing: Client) -> None:
    usual = await page(knowing, "/facts/pay-state")
    by_name = await page(knowing, "/facts/pay-state?sort=name")
    lowest = await page(knowing, "/facts/pay-state?sort=median&order=asc")
    by_top = await page(knowing, "/facts/pay-state?sort=top")

    assert len(order(usual)) == 51
    assert order(usual)[0] == "The District of Columbia"
    assert (order(by_name)[0], order(by_name)[-1]) == ("Alabama", "Wyoming")
    assert order(by_name)[8] == "The District of Columbia"
    assert order(lowest)[0] == "Alabama"
    assert [one.attributes["aria-sort"] for one in by_top.all("th", scope="col")[1:]] == [
        "none",
        "none",
        "descending",
    ]
    assert "?sort=median&order=asc#states" in usual.addresses


@pytest.mark.parametrize("query", ["sort=x", "order=x", "sort=&order=", "state=atlantis"])
async def test_odd_wishes_for_the_table_are_ignored(knowing: Client, query: str) -> None:
    found = await page(knowing, f"/facts/pay-state?{query}")

    assert order(found)[0] == "The District of Columbia"
    assert found.all("p", role="alert") == []


async def test_ticked_states_are_compared_and_stay_ticked(knowing: Client) -> None:
    found = await page(knowing, "/facts/pay-state?sort=name&state=texas&state=ohio")

    pictures = [one.attributes["src"] for one in found.all("img")]
    assert pictures[0].startswith("/charts/states.svg?states=texas,ohio&v=")
    ticked = [one.attributes["value"] for one in found.all("input") if "checked" in one.attributes]
    assert ticked == ["ohio", "texas"]
    assert "?sort=median&order=desc&state=texas&state=ohio#states" in found.addresses
    assert (await knowing.get(pictures[0])).status == 200


@pytest.mark.parametrize("count", [1, 11])
async def test_too_few_or_too_many_ticked_states_are_told(
    knowing: Client, knowledge: KnowledgeBase, count: int
) -> None:
    states = [("state", one.id) for one in knowledge.subjects("state")[:count]]

    found = await Page.of(await knowing.get("/facts/pay-state", params=states))

    assert "two to ten states" in found.one("p", role="alert").text


@pytest.mark.parametrize("topic", ["pay-state", "pay-national", "training-cost", "training-time"])
async def test_pages_with_a_chart_say_it_in_words_and_as_a_table(
    knowing: Client, topic: str
) -> None:
    found = await page(knowing, f"/facts/{topic}")

    assert found.one("img").attributes["alt"]
    assert "$" in found.one("figcaption").text or "months" in found.one("figcaption").text
    assert found.all("table")


async def test_a_fact_past_its_date_says_so(knowing: Client, knowledge: KnowledgeBase) -> None:
    today = datetime.date.today()
    due = [fact for fact in knowledge.facts(topic="exam") if fact.is_due(today)]

    found = await page(knowing, "/facts/exam")

    assert found.text.count("Newer figures may exist by now.") >= len(due)


async def test_an_unknown_topic_is_not_found(knowing: Client) -> None:
    for topic in ("nothing", "pay_state", "PAY-STATE", "x" * 60):
        assert (await knowing.get(f"/facts/{topic}")).status == 404
