from typing import Any

import pytest

from actions.frame import Frame
from actions.subjects import named, subjects_of
from knowledge import KnowledgeBase

CDI = Frame("career_ladder", {"role": ("cdi-specialist",)})
WORKDAY = Frame("workday", aspects={"workday": "charts-per-day"})
TOLD = Frame("certification_choice", {"told_certification": ("crc",)})


@pytest.mark.parametrize(
    ("topics", "subjects"),
    [
        ([], {}),
        ([CDI], {"role": ("cdi-specialist",)}),
        ([WORKDAY, CDI], {"role": ("cdi-specialist",)}),
        ([WORKDAY, WORKDAY, CDI], {}),
        ([TOLD, CDI], {"certification": ("crc",)}),
        ([Frame("pay_state", {"state": ("texas",)})], {}),
    ],
)
def test_the_subjects_are_those_of_the_latest_topics(
    topics: list[Frame], subjects: dict[str, tuple[str, ...]]
) -> None:
    assert subjects_of(topics) == subjects


@pytest.mark.parametrize(
    ("topics", "about"),
    [
        ([], None),
        ([CDI], {"names": "CDI specialist", "marks": ["role: one"]}),
        (
            [Frame("certification_compare", {"certification": ("cpc", "ccs")})],
            {"names": "CPC, CCS", "marks": ["certification: several"]},
        ),
        ([WORKDAY], {"names": "workday, charts per day", "marks": []}),
        ([Frame("pay_state", {"state": ("texas",)})], None),
        ([Frame("pros_cons")], {"names": "good and bad sides", "marks": []}),
    ],
)
def test_what_a_topic_is_about_has_a_name(
    topics: list[Frame], about: dict[str, Any] | None, knowledge: KnowledgeBase
) -> None:
    assert named(topics, knowledge) == about
