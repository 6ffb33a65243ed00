from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.dialogue import resolve
from actions.dialogue_context import Past
from actions.frame import Frame, Understood

ROWS = yaml.safe_load(Path(__file__).with_name("dialogue.yml").read_text(encoding="utf-8"))
# What stays in a frame only to be explained in the reply.
EXPLAINED = {"city", "claim_amount"}


def frames(written: str, texts: str | list[str] = "", also: tuple[str, ...] = ()) -> list[Frame]:
    parts = written.split(" | ") if written else []
    said = [texts] * len(parts) if isinstance(texts, str) else texts
    return [frame(part, text, also) for part, text in zip(parts, said, strict=True)]


def frame(written: str, text: str, also: tuple[str, ...]) -> Frame:
    intent, *pairs = written.replace(" city=", "\tcity=").split("\t")[0].split(" ")
    values: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        kind, _, ids = pair.partition("=")
        values[kind] = tuple(ids.split(","))
    cities = tuple(part for part in written.split(" city=")[1:])
    if cities:
        values["city"] = cities
    aspects = {intent: "".join(values.pop("aspect", ()))}
    return Frame(intent, values, text, tuple(thought(one) for one in also), aspects=aspects)


def in_contexts(asked: list[Frame], after: dict[str, str]) -> list[Frame]:
    """Return the first frame with what it means after topics of families."""
    meant = {family: frame(written, "", ()) for family, written in after.items()}
    understood = {
        family: Understood(((one.intent, 0.8),), one.aspects) for family, one in meant.items()
    }
    return [replace(asked[0], after=understood), *asked[1:]]


def thought(written: str) -> tuple[str, float]:
    """Return an intent of the ranking, written as "pay_role" or "pay_role 0.2"."""
    intent, _, sure = written.partition(" ")
    return intent, float(sure or 0.4)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['text']} after {row.get('last')}")
def test_a_message_means(row: dict[str, Any]) -> None:
    asked = frames(row["ask"], row["text"], tuple(row.get("also", ())))
    declined = row.get("declined")
    asked = in_contexts(asked, row.get("after", {}))
    said = frame(row.get("before", "personal"), declined, ()) if declined else None
    past = Past(said, lambda intent, _: intent == row.get("stressed"))
    found = resolve(asked, frames(row.get("last", "")), past)
    assert [bare(answer) for answer in found] == [bare(f) for f in frames(row["answer"])]


def bare(answer: Frame) -> tuple[str, dict[str, tuple[str, ...]], str]:
    values = {kind: ids for kind, ids in answer.values.items() if kind not in EXPLAINED}
    return answer.intent, values, answer.aspect


def test_an_offered_choice_is_taken_as_it_is() -> None:
    chosen = Frame("pay_state", {"state": ("washington",)}, "Washington", chosen=True)
    assert resolve([chosen], [Frame("pay_state", {"state": ("texas",)})]) == [chosen]


@pytest.mark.parametrize(("sure", "intent"), [(0.4, "personal"), (0.8, "requirements")])
def test_a_remark_stays_one_unless_it_is_clearly_a_question_about_the_topic(
    sure: float, intent: str
) -> None:
    remark = Frame(
        "personal",
        text="The evenings are very empty now.",
        ranking=(("personal", 0.4),),
        aspects={"personal": "remark"},
        after={"requirements": Understood((("requirements", sure),))},
    )
    assert [one.intent for one in resolve([remark], [Frame("requirements")])] == [intent]


def test_a_list_goes_on_at_its_end_also_where_that_was_only_a_second_guess() -> None:
    meant = Understood((("follow_up", 0.79), ("rank_states", 0.33)), {"rank_states": "next"})
    last = Frame("rank_states", {"order": ("lowest",)}, aspects={"rank_states": "lowest"})
    asked = Frame("follow_up", text="and the next few", after={"rank_states": meant})
    (found,) = resolve([asked], [last])
    assert (found.get("order"), found.aspect) == (("lowest",), "next")
