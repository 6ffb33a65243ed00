from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.loader import load
from knowledge.problems import KnowledgeError
from tests.knowledge.folder import Folder


def problems(folder: Folder) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder.save())
    return [str(problem) for problem in caught.value.problems]


def test_reads_a_valid_folder(folder: Folder) -> None:
    knowledge = load(folder.save())
    assert [fact.id for fact in knowledge.facts] == [
        "guide.pay.us.median",
        "guide.pay.texas.median",
        "guide.pay.ohio.median",
    ]


def test_a_fact_inherits_what_its_file_says(folder: Folder) -> None:
    fact = load(folder.save()).facts[0]
    assert (fact.section, fact.as_of) == ("Pay", "2024-05")


def test_a_fact_may_say_that_it_has_no_date(folder: Folder) -> None:
    folder.fact.update(as_of=None, review_by=None)
    fact = load(folder.save()).facts[0]
    assert (fact.as_of, fact.review_by, fact.basis) == (
        None,
        None,
        "U.S. Bureau of Labor Statistics",
    )


def test_a_table_is_written_out_row_by_row(folder: Folder) -> None:
    texas = load(folder.save()).facts[1]
    assert (texas.id, texas.low, texas.unit, texas.column) == (
        "guide.pay.texas.median",
        Decimal(47230),
        "usd_per_year",
        0,
    )
    assert texas.text == "In Texas it is $47,230 a year."


def test_an_empty_cell_is_no_fact_and_keeps_its_column(folder: Folder) -> None:
    table = folder.facts["guide-page/pay_state.yml"]["tables"][0]
    table["columns"].append({"measure": "duration", "statement": "In {subject} {value}."})
    table["rows"] = {"texas": [None, [9, 12]], "ohio": [51420, None]}
    facts = load(folder.save()).facts
    assert [(fact.id, fact.column) for fact in facts[1:]] == [
        ("guide.pay.texas.duration", 1),
        ("guide.pay.ohio.median", 0),
    ]


def test_numbers_are_exact(folder: Folder) -> None:
    folder.fact["low"] = 24.16
    assert load(folder.save()).facts[0].low == Decimal("24.16")


def test_standing_comes_from_the_conflicts(folder: Folder) -> None:
    folder.conflicts = [
        {
            "id": "pay",
            "question": "What is the pay?",
            "leading": "guide.pay.us.median",
            "historical": ["guide.pay.ohio.median"],
            "why": "It is newer.",
            "note": "Another page gives {guide.pay.ohio.median}.",
        }
    ]
    standings = {fact.id: fact.standing for fact in load(folder.save()).facts}
    assert standings["guide.pay.ohio.median"] == "historical"
    assert standings["guide.pay.us.median"] == standings["guide.pay.texas.median"] == "leading"


def test_the_version_of_a_fact_follows_its_content(folder: Folder) -> None:
    before = load(folder.save())
    folder.fact["low"] = 50260
    after = load(folder.save())
    assert before.facts[0].version != after.facts[0].version
    assert before.facts[1].version == after.facts[1].version
    assert before.version != after.version
    assert len(before.version) == len(before.facts[0].version) == 12


def test_a_change_of_the_vocabulary_changes_the_version_of_the_whole(folder: Folder) -> None:
    before = load(folder.save())
    folder.vocabulary["state"][0]["aliases"] = ["the lone star state"]
    assert load(folder.save()).version != before.version


def test_reports_all_problems_with_file_and_line(folder: Folder) -> None:
    folder.fact["colour"] = "red"
    folder.vocabulary["state"][0]["aliases"] = [False]
    del folder.sources[0]["note"]
    found = problems(folder)
    assert "knowledge/facts/guide-page/pay_national.yml:13: facts.0.colour" in " ".join(found)
    assert any("vocabulary/state.yml:" in line and "valid string" in line for line in found)
    assert any(line.startswith("knowledge/sources.yml:1: 0.note: Field required") for line in found)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("unit", "dollars", "facts.0.unit"),
        ("low", "50250", "facts.0.low"),
        ("low", -1, "greater than or equal to 0"),
        ("low", True, "facts.0.low"),
        ("as_of", "May 2024", "must be YYYY"),
        ("as_of", "2024-13", "month must be in 1..12"),
        ("open_ended", "yes please", "valid boolean"),
        ("statement", "", "at least 1 character"),
        ("subject", "utopia", "unknown subject utopia"),
        ("measure", "texas", "unknown measure texas"),
        ("id", "Guide Pay", "facts.0.id"),
    ],
)
def test_refuses_a_wrong_value(folder: Folder, key: str, value: object, message: str) -> None:
    folder.fact[key] = value
    (found,) = problems(folder)
    assert "pay_national.yml" in found
    assert message in found


def test_refuses_an_id_that_stands_twice_and_names_the_first(folder: Folder) -> None:
    folder.add(id="guide.pay.us.median")
    (found,) = problems(folder)
    assert "stands already at knowledge/facts/guide-page/pay_national.yml:7" in found


def test_refuses_a_subject_id_of_another_kind(folder: Folder) -> None:
    folder.vocabulary["country"].append({"id": "texas", "name": "Republic of Texas"})
    assert "the id texas stands already at" in problems(folder)[0]


def test_refuses_a_file_named_after_another_topic(folder: Folder) -> None:
    folder.facts["guide-page/pay_national.yml"]["topic"] = "pay_state"
    assert "topic is pay_state, but the file is named pay_national" in problems(folder)[0]


def test_refuses_a_topic_that_is_not_listed(folder: Folder) -> None:
    folder.facts["guide-page/weather.yml"] = {"topic": "weather"}
    assert "weather.yml:1: unknown topic weather" in problems(folder)[0]


def test_refuses_a_folder_of_no_source(folder: Folder) -> None:
    claim = {**folder.fact, "id": "other.pay.us.median"}
    folder.facts["other-page/pay_national.yml"] = {"topic": "pay_national", "facts": [claim]}
    assert "named after the ids of sources" in problems(folder)[0]


def test_refuses_a_vocabulary_file_named_after_another_kind(folder: Folder) -> None:
    path = folder.save() / "vocabulary" / "role.yml"
    path.write_text("kind: state\nsubjects: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"role.yml:1: kind is state"):
        load(folder.path)


def test_refuses_a_row_that_does_not_fit_its_columns(folder: Folder) -> None:
    folder.facts["guide-page/pay_state.yml"]["tables"][0]["rows"]["texas"] = [1, 2]
    assert "the row texas has 2 cells for 1 columns" in problems(folder)[0]


def test_a_missing_section_is_reported(folder: Folder) -> None:
    del folder.facts["guide-page/pay_national.yml"]["section"]
    assert "section is missing" in problems(folder)[0]


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"sources.yml:1: cannot be read"):
        load(tmp_path / "nowhere")
