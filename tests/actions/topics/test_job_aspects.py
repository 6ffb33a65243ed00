"""Narrow questions about the job itself: each has examples, an answer and few, easy words."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from actions.desk import Desk
from actions.dialogue_rules import RULES
from actions.frame import Frame
from actions.topics import remote_work
from tests.actions.questions import answer
from tests.actions.reading import grade
from tests.actions.test_reach import HARDEST, LONGEST

JOB = sorted(intent for intent, family in RULES.family.items() if family == "job")
EXAMPLES = Path("data/nlu")
FEWEST = 12


def examples(intent: str) -> Counter[str]:
    """Return how many examples each narrow question of an intent has."""
    found: Counter[str] = Counter()
    for block in yaml.safe_load((EXAMPLES / f"{intent}.yml").read_text())["nlu"]:
        found[block.get("metadata", {}).get("aspect", "")] += len(block["examples"].splitlines())
    return found


def sections(intent: str, desk: Desk) -> set[str]:
    """Return the narrow questions that an intent answers apart."""
    if intent == remote_work.TOPIC:
        return set(remote_work.NARROW)
    overview = desk.overviews[intent]
    return {*overview.by_aspect, *overview.by_measure}


def narrow(intent: str, aspect: str, **values: tuple[str, ...]) -> Frame:
    return Frame(intent, values, aspects={intent: aspect})


@pytest.mark.parametrize("intent", JOB)
def test_each_narrow_question_has_examples_and_an_answer(intent: str, desk: Desk) -> None:
    counted = examples(intent)
    known = set(desk.overviews[intent].by_aspect) if intent in desk.overviews else set()
    assert set(counted) - {""} <= sections(intent, desk)
    assert known <= set(counted)
    assert {aspect: n for aspect, n in counted.items() if n < FEWEST} == {}


@pytest.mark.parametrize("intent", JOB)
def test_answers_to_narrow_questions_are_short_and_easy_to_read(intent: str, desk: Desk) -> None:
    hard = {}
    for aspect in sections(intent, desk):
        reply = answer(narrow(intent, aspect), desk)
        text = re.sub(r" \([A-Z][^)]*\)", "", reply.text)
        if grade(text) > HARDEST or len(text.split()) > LONGEST:
            hard[f"{intent} {aspect}"] = text
        assert reply.facts
        assert 1 <= len(reply.choices) <= 3
    assert hard == {}


@pytest.mark.parametrize(
    ("intent", "aspect", "fact"),
    [
        ("definition", "no-patients", "profile.definition.no-patients"),
        ("definition", "purpose", "profile.definition.payment"),
        ("duties", "audits", "profile.duties.audit"),
        ("duties", "what-they-read", "profile.duties.review"),
        ("workday", "kinds-of-cases", "profile.workday.first-chart"),
        ("code_systems", "for-equipment", "profile.codes.hcpcs.focus"),
        ("code_systems", "owner", "profile.codes.cpt.ama"),
        ("skills", "mistakes", "karma.skills.detail.reason"),
        ("skills", "remote-skills", "profile.skills.self-discipline"),
        ("software", "reference", "profile.software.coding-clinic"),
        ("workplaces", "government", "profile.workplaces.government-agency.examples"),
        ("schedule", "evenings-weekends", "profile.schedule.hospital.reason"),
        ("physical_demands", "hands", "profile.physical.strain"),
        ("pros_cons", "burnout", "profile.cons.repetitive"),
        ("pros_cons", "lonely", "profile.cons.isolating"),
        ("workplaces", "dress-code", "guide.workplaces.varies"),
        ("fit", "hands-on", "guide.fit.bad.hands-on"),
        ("ai", "in-use", "profile.ai.in-use"),
        ("billing_difference", "same-person", "profile.billing.small-practice"),
        ("confidentiality", "at-home", "guide.remote.secure-access"),
        ("remote_work", "core-hours", "profile.remote.core-hours"),
        ("remote_work", "pay-location", "profile.pay.states.headquarters-pay"),
    ],
)
def test_a_narrow_question_is_answered_by_its_own_facts(
    intent: str, aspect: str, fact: str, desk: Desk
) -> None:
    reply = answer(narrow(intent, aspect), desk)
    assert fact in {id_ for id_, _ in reply.facts}
    assert reply.text != answer(Frame(intent), desk).text


@pytest.mark.parametrize(
    ("intent", "aspect"),
    [
        ("workday", "too-slow"),
        ("code_systems", "memorize"),
        ("skills", "languages"),
        ("software", "cost"),
        ("schedule", "days-off"),
        ("fit", "age"),
        ("ai", "when"),
        ("billing_difference", "pay"),
        ("confidentiality", "violation"),
        ("remote_work", "equipment"),
    ],
)
def test_what_the_pages_do_not_say_is_admitted_first(intent: str, aspect: str, desk: Desk) -> None:
    assert answer(narrow(intent, aspect), desk).text.startswith("My pages ")


@pytest.mark.parametrize(
    ("intent", "aspect", "kind", "named", "fact"),
    [
        ("software", "encoder", "software", "epic", "profile.software.epic"),
        ("code_systems", "for-diagnoses", "code_system", "cpt", "profile.codes.cpt.focus"),
        (
            "workplaces",
            "freelance",
            "workplace",
            "surgery-center",
            "karma.workplaces.surgery-center",
        ),
        ("duties", "audits", "role", "coding-manager", "profile.ladder.coding-manager.team"),
    ],
)
def test_what_is_named_counts_more_than_a_narrow_question_that_does_not_speak_of_it(
    intent: str, aspect: str, kind: str, named: str, fact: str, desk: Desk
) -> None:
    reply = answer(narrow(intent, aspect, **{kind: (named,)}), desk)
    assert fact in {id_ for id_, _ in reply.facts}
    assert reply.text.split()[0] != "My"


def test_a_beginner_hears_of_beginners_unless_something_else_is_asked(desk: Desk) -> None:
    beginner = {"experience_level": ("entry-level",)}
    told = answer(Frame("remote_work", beginner), desk).text
    assert told.startswith("Some remote jobs are open to beginners")
    hours = answer(narrow("remote_work", "core-hours", **beginner), desk).text
    assert hours.startswith("Remote jobs give some freedom")


def test_the_number_of_codes_of_one_set_is_no_answer_about_another(desk: Desk) -> None:
    asked = replace(
        narrow("code_systems", "number-of-codes", code_system=("hcpcs",)),
        text="How many codes are there in HCPCS?",
    )
    reply = answer(asked, desk)
    assert reply.text.startswith("My pages do not say how many codes that set has.")
    assert "profile.codes.icd-10-cm.number" not in {id_ for id_, _ in reply.facts}
