"""Everything that the assistant knows, for people who would rather look than ask."""

import asyncio
import datetime
from typing import Any, Final

from aiohttp import web
from multidict import MultiMapping

from knowledge import KnowledgeBase
from web.charts import Chart, ChartError, describe
from web.charts.request import BY_STATE, COST, NATIONAL, STATES, TIME, check_request
from web.keys import LIBRARY, LIMITS
from web.pages.fact_view import by_subject, conflicts_of, view_fact
from web.pages.rendering import render
from web.pages.state_table import is_in_table, make_table
from web.pages.topics import Topic, read_groups, topics_by_slug

MOST_FOUND: Final = 30
LONGEST_QUERY: Final = 200
CHARTS: Final = {
    "pay_state": BY_STATE,
    "pay_national": NATIONAL,
    "training_cost": COST,
    "training_time": TIME,
}


def add_facts(app: web.Application) -> None:
    """Add ``/facts`` and ``/facts/<topic>``."""
    app.router.add_get("/facts", show_index)
    app.router.add_get("/facts/{topic:[a-z-]{1,40}}", show_topic)


async def show_index(request: web.Request) -> web.Response:
    """Answer with all topics, or with the facts that fit the words in ``q``."""
    knowledge = request.app[LIBRARY].knowledge()
    words = " ".join(request.query.get("q", "").split())[:LONGEST_QUERY]
    if words:
        request.app[LIMITS].count_lookup(request)
    found = await asyncio.to_thread(_search, knowledge, words)
    return render(
        request,
        "facts.html",
        groups=read_groups(),
        counts=_counts(knowledge),
        sources=knowledge.sources(),
        built=knowledge.built.date(),
        words=words,
        found=found,
    )


async def show_topic(request: web.Request) -> web.Response:
    """Answer with every fact of one topic."""
    topic = topics_by_slug().get(request.match_info["topic"])
    if topic is None:
        raise web.HTTPNotFound
    knowledge = request.app[LIBRARY].knowledge()
    values = await asyncio.to_thread(_topic_values, knowledge, topic, request.query)
    return render(request, "facts_topic.html", topic=topic, **values)


def _search(knowledge: KnowledgeBase, words: str) -> list[Any]:
    today = datetime.date.today()
    return [view_fact(knowledge, fact, today) for fact in knowledge.search(words, MOST_FOUND)]


def _counts(knowledge: KnowledgeBase) -> dict[str, int]:
    counts: dict[str, int] = {}
    for fact in knowledge.facts():
        counts[fact.topic] = counts.get(fact.topic, 0) + 1
    return counts


def _topic_values(
    knowledge: KnowledgeBase, topic: Topic, query: MultiMapping[str]
) -> dict[str, Any]:
    today = datetime.date.today()
    facts = knowledge.facts(topic=topic.id)
    values: dict[str, Any] = {
        "subjects": by_subject(knowledge, [fact for fact in facts if not is_in_table(fact)], today),
        "conflicts": conflicts_of(knowledge, facts, today),
        "chart": _chart(knowledge, CHARTS.get(topic.id)),
        "due": any(fact.is_due(today) for fact in facts),
        "table": None,
        "compared": None,
        "problem": None,
    }
    if topic.id == "pay_state":
        known = {state.id for state in knowledge.subjects("state")}
        chosen = [one for one in dict.fromkeys(query.getall("state", [])) if one in known]
        values["table"] = make_table(knowledge, query, chosen)
        if chosen:
            values["compared"] = _chart(knowledge, STATES, chosen)
            values["problem"] = values["compared"] is None
    return values


def _chart(
    knowledge: KnowledgeBase, name: str | None, states: list[str] | None = None
) -> Chart | None:
    if name is None:
        return None
    try:
        return describe(knowledge, check_request(knowledge, name, states or []))
    except ChartError:
        return None
