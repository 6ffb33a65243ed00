from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.turn import FRAME_SLOT, last_about, last_topic

DOMAIN = Path(__file__).parents[2] / "domain.yml"


def kept(value: object) -> dict[str, Any]:
    return {"event": "slot", "name": "frame", "value": value}


USER = {"event": "user", "text": "hello"}
OTHER = {"event": "slot", "name": "certification_place", "value": "hospital"}


@pytest.mark.parametrize(
    ("events", "topic"),
    [
        ([], ""),
        ([USER], ""),
        ([kept({"intent": "pay_state"}), USER, OTHER], "pay_state"),
        ([kept({"intent": "pay_state"}), USER, kept({"intent": "remote_work"})], "remote_work"),
        ([kept({"intent": "pay_state"}), kept(None)], ""),
        ([kept("pay_state")], ""),
        ([kept({"intent": 3})], ""),
    ],
)
def test_the_last_topic_is_the_one_that_the_actions_kept_last(
    events: list[dict[str, Any]], topic: str
) -> None:
    assert last_topic(events) == topic


CPC = {"names": "CPC", "marks": ["certification: one"]}


@pytest.mark.parametrize(
    ("events", "about"),
    [
        ([], None),
        ([kept({"intent": "membership", "about": CPC}), USER, OTHER], CPC),
        ([kept({"intent": "membership", "about": CPC}), kept({"intent": "skills"})], None),
        ([kept({"about": {"names": "skills", "marks": None}})], {"names": "skills", "marks": []}),
        ([kept({"about": {"names": 3, "marks": []}})], None),
        ([kept({"about": "CPC"})], None),
    ],
)
def test_what_was_told_of_last_is_what_the_actions_noted_with_the_topic(
    events: list[dict[str, Any]], about: dict[str, Any] | None
) -> None:
    assert last_about(events) == about


def test_the_slot_of_the_topic_is_in_the_domain() -> None:
    assert FRAME_SLOT in yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["slots"]
