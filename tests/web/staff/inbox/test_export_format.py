"""Exports are safe to open, and what the document says."""

import csv
import io
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from web.staff.inbox.export_format import FORMATS, SCHEMA, ExportedTurn

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "export-format.md"
TURN = ExportedTurn(
    schema=SCHEMA,
    conversation="0" * 32,
    turn=7,
    position=1,
    time="2026-11-21T10:00:00.000Z",
    state="answered",
    question="pay in Guam",
    kind="unknown",
    answer="I do not know.\n\nAsk a person, please.",
    intent="pay_state",
    confidence=0.5,
    entities=["state=guam"],
    facts=["pay.us@1", "pay.guam@2"],
    sources=[],
    actions=["action_pay_state"],
    model=None,
    milliseconds={"understanding": 14, "actions": 9},
    incident=None,
    feedback="unhelpful",
    comment=None,
    review="new",
    flagged=True,
    labels=["new topic"],
    notes=[],
)


def as_csv(*turns: ExportedTurn) -> list[dict[str, str]]:
    form = FORMATS["csv"]
    text = form.head() + form.rows(turns)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_row_has_every_field_in_words() -> None:
    [row] = as_csv(TURN)

    assert list(row) == [field.name for field in fields(ExportedTurn)]
    assert row["answer"] == TURN.answer
    assert row["confidence"] == "0.5"
    assert row["facts"] == "pay.us@1; pay.guam@2"
    assert row["milliseconds"] == "understanding=14; actions=9"
    assert (row["flagged"], row["model"], row["sources"]) == ("yes", "", "")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("x")'],
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    [row] = as_csv(replace(TURN, question=text, comment=text, notes=[text], labels=[text]))

    for name in ("question", "comment", "notes", "labels"):
        assert row[name] == f"'{text}"


def test_quotes_commas_and_line_ends_come_back() -> None:
    text = 'He said "no", twice;\nthen\r\nleft.'

    assert as_csv(replace(TURN, question=text))[0]["question"] == text


def test_each_line_of_json_is_a_whole_turn() -> None:
    form = FORMATS["jsonl"]
    lines = (form.head() + form.rows([TURN, replace(TURN, question="=1\n2")])).splitlines()

    found = [json.loads(line) for line in lines]
    assert [one["question"] for one in found] == ["pay in Guam", "=1\n2"]
    assert list(found[0]) == [field.name for field in fields(ExportedTurn)]
    assert found[0]["facts"] == ["pay.us@1", "pay.guam@2"]


def test_the_document_describes_each_field_of_this_version() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    described = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]

    assert f"version {SCHEMA}" in text
    assert described == [field.name for field in fields(ExportedTurn)]
