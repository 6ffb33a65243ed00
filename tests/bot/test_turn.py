from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.turn import FRAME_SLOT, last_topic

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


def test_the_slot_of_the_topic_is_in_the_domain() -> None:
    assert FRAME_SLOT in yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["slots"]
