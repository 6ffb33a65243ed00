"""Every fact of the knowledge can be reached by some question or choice."""

import re
from dataclasses import replace

import pytest

from actions.desk import Desk
from actions.frame import Frame
from tests.actions.questions import answer, first_topics, overviews, with_pages
from tests.actions.reading import grade

HARDEST = 9.0
# On a page of more facts, single long words weigh more than in an answer that we worded.
HARDEST_PAGE = 10.5
LONGEST = 130


@pytest.fixture(scope="module")
def frames(desk: Desk) -> list[Frame]:
    return [*first_topics(desk), *overviews(desk)]


def test_every_fact_is_reached_by_some_question(desk: Desk, frames: list[Frame]) -> None:
    reached = {
        id_ for frame in frames for reply in with_pages(frame, desk) for id_, _ in reply.facts
    }
    assert [fact.id for fact in desk.knowledge.facts() if fact.id not in reached] == []


def test_answers_of_overviews_are_short_and_easy_to_read(desk: Desk) -> None:
    hard = {}
    for frame in overviews(desk):
        for number, reply in enumerate(with_pages(frame, desk)):
            # Official names can not be made easier, and stand in brackets.
            text = re.sub(r" \([A-Z][^)]*\)", "", reply.text)
            if grade(text) > (HARDEST_PAGE if number else HARDEST) or len(text.split()) > LONGEST:
                hard[f"{frame.as_slot()} page {number}"] = text
    assert hard == {}


def test_what_is_narrow_is_told_in_few_and_easy_words(desk: Desk) -> None:
    hard = {}
    for intent, overview in desk.overviews.items():
        for section in overview.by_aspect.values():
            told = replace(overview, general=section, by_subject={}, by_measure={})
            reply = answer(Frame(intent), replace(desk, overviews={**desk.overviews, intent: told}))
            text = re.sub(r" \([A-Z][^)]*\)", "", reply.text)
            if grade(text) > HARDEST or len(text.split()) > LONGEST:
                hard[f"{intent}: {grade(text):.1f}"] = text
    assert hard == {}


def test_every_answer_of_an_overview_offers_one_to_three_different_questions(desk: Desk) -> None:
    for frame in overviews(desk):
        for reply in with_pages(frame, desk):
            titles = [choice.title for choice in reply.choices]
            assert 1 <= len(titles) <= 3, frame
            assert len(set(titles)) == len(titles), frame
