from pathlib import Path
from typing import Any

import pytest

from knowledge import grounding
from knowledge.loader import load
from knowledge.rules import naming_words
from tests.knowledge.folder import Folder


def report(folder: Folder) -> grounding.Report:
    knowledge = load(folder.save())
    names = naming_words(knowledge.subjects)
    return grounding.examine(knowledge.facts, knowledge.sources, folder.documents, names)


def problems(folder: Folder) -> list[str]:
    return [str(problem) for problem in report(folder).problems]


def test_all_figures_of_a_true_folder_are_grounded(folder: Folder) -> None:
    found = report(folder)
    assert (found.problems, found.grounded, found.figures) == ((), 3, 3)


@pytest.mark.parametrize("low", [50251, 50250.1, 5025, 250, 47230])
def test_a_wrong_figure_is_not(folder: Folder, low: Any) -> None:
    folder.fact["low"] = low
    folder.document = folder.document.replace("Texas", "In Texas it is")
    folder.facts["guide-page/pay_state.yml"]["tables"][0]["rows"].pop("texas")
    if low == 47230:
        folder.fact["section"] = "Training"
    found = report(folder)
    assert found.grounded == found.figures - 1
    assert "does not stand in the section" in str(found.problems[0])


def test_a_figure_must_stand_in_its_own_section(folder: Folder) -> None:
    folder.fact["section"] = "Training"
    assert problems(folder) == [
        "guide.pay.us.median: $50,250 a year does not stand in the section 'Training'"
    ]


def test_a_figure_must_stand_in_every_section_it_names(folder: Folder) -> None:
    folder.fact["also_in"] = ["Training"]
    assert "does not stand in the section 'Training'" in problems(folder)[0]
    folder.document += "Such people earn $50,250.\n"
    assert problems(folder) == []


def test_the_text_before_the_first_heading_belongs_to_the_title(folder: Folder) -> None:
    folder.fact["section"] = "A guide"
    folder.document = folder.document.replace("A guide\n", "They earn $50,250.\n")
    assert problems(folder) == []


def test_a_claim_needs_only_its_section(folder: Folder) -> None:
    folder.add(as_of=None)
    assert problems(folder) == []
    folder.document = folder.document.replace("Training\n", "")
    folder.add(section="Training", as_of=None)
    assert problems(folder) == [
        "guide-page: no line of doc.txt begins with the heading 'Training'",
        "guide.claim.number-2: the document has no section 'Training'",
    ]


@pytest.mark.parametrize("as_of", ["2024-06", "2023-05", "2024/2034"])
def test_the_time_of_a_fact_must_stand_in_its_document(folder: Folder, as_of: str) -> None:
    folder.fact["as_of"] = as_of
    assert "the document does not give the time" in problems(folder)[0]


def test_the_date_of_a_source_must_stand_in_its_document(folder: Folder) -> None:
    folder.sources[0]["published"] = "2026-04-30"
    assert problems(folder) == ["guide-page: the document does not give April 30, 2026"]
    folder.document += "Apr 30, 2026\n"
    assert problems(folder) == []


def test_a_missing_document_grounds_nothing(folder: Folder) -> None:
    folder.sources[0]["document"] = "other"
    found = report(folder)
    assert found.grounded == 0
    assert str(found.problems[0]) == "guide-page: the document other.txt is missing"


def test_a_row_must_be_the_subjects_own(folder: Folder) -> None:
    folder.facts["guide-page/pay_state.yml"]["tables"][0]["rows"] = {
        "texas": [51420],
        "ohio": [51420],
    }
    assert problems(folder) == [
        "guide.pay.texas.median: $51,420 a year is not figure 1 of the row of Texas"
        " in the section 'Pay'"
    ]


def test_a_row_of_a_longer_name_is_not_taken(folder: Folder) -> None:
    folder.document = folder.document.replace("Ohio $", "Ohio Valley $")
    assert "there is no row for Ohio" in problems(folder)[0]


def test_a_glued_row_is_read(folder: Folder) -> None:
    folder.document = folder.document.replace("Ohio $", "Ohio$")
    assert problems(folder) == []


@pytest.fixture
def two_columns(folder: Folder) -> Folder:
    table = folder.facts["guide-page/pay_state.yml"]["tables"][0]
    table["columns"].append({"measure": "duration", "statement": "In {subject} {value}."})
    table["rows"] = {"texas": [47230, 9], "ohio": [51420, [9, 12]]}
    folder.document = folder.document.replace("$47,230", "$47,230 9 months")
    folder.document = folder.document.replace("$51,420", "$51,420 9 – 12 months")
    return folder


def test_figures_must_stand_in_the_right_column(two_columns: Folder) -> None:
    assert problems(two_columns) == []
    two_columns.document = two_columns.document.replace("$47,230 9 months", "9 months $47,230")
    assert [line.split(" is ")[1].split(" of ")[0] for line in problems(two_columns)] == [
        "not figure 1",
        "not figure 2",
    ]


def test_a_range_in_a_row_is_one_figure(two_columns: Folder) -> None:
    two_columns.facts["guide-page/pay_state.yml"]["tables"][0]["rows"]["ohio"] = [51420, [9, 13]]
    assert "9 to 13 months is not figure 2 of the row of Ohio" in problems(two_columns)[0]


def test_one_end_of_a_range_is_not_the_figure(folder: Folder) -> None:
    folder.add(section="Training", measure="duration", low=12, statement="{value}")
    assert "12 months stands only as a part of another figure" in problems(folder)[0]


def test_open_ends_must_stand_in_the_document(folder: Folder) -> None:
    folder.fact["open_ended"] = True
    assert "nothing says that $50,250 or more a year is open-ended" in problems(folder)[0]
    for words in ("$50,250+ a", "at least $50,250 a", "$50,250 or more a"):
        folder.document = (
            f"A guide\nPay\nIt is {words} year in May 2024\nTexas $47,230\nOhio $51,420\nTraining\n"
        )
        assert problems(folder) == []


def test_a_plus_sign_may_not_be_lost(folder: Folder) -> None:
    folder.document = folder.document.replace("$50,250.1", "$50,250+ a year.")
    assert "has a plus sign (open_ended)" in problems(folder)[0]


def test_digits_of_names_ground_nothing(folder: Folder) -> None:
    folder.vocabulary["measure"].append({"id": "number", "name": "number", "unit": "count"})
    folder.document += "There are 10 sets; coders use ICD-10-CM.\n"
    folder.add(section="Training", measure="number", low=10, statement="{value}")
    assert problems(folder) == []
    folder.document = folder.document.replace("10 sets", "many sets")
    assert "10 does not stand in the section 'Training'" in problems(folder)[0]


def test_the_minutes_beside_hours_are_not_the_figure(folder: Folder) -> None:
    folder.document += "The exam takes 5 hr 40 min36 CEUs.\n"
    folder.add(section="Training", measure="duration", low=40, unit="minutes", statement="{value}")
    assert "40 minutes stands only as a part of another figure" in problems(folder)[0]
    folder.facts["guide-page/pay_national.yml"]["facts"][1]["low"] = 340
    assert problems(folder) == []


def test_check_lists_the_problems(folder: Folder) -> None:
    knowledge = load(folder.save())
    assert grounding.check(knowledge.facts, knowledge.sources, folder.documents) == []
    empty = Path(folder.documents / "nothing")
    assert grounding.check(knowledge.facts, knowledge.sources, empty)


def test_an_open_end_must_stand_in_a_row_too(folder: Folder) -> None:
    column = folder.facts["guide-page/pay_state.yml"]["tables"][0]["columns"][0]
    column["open_ended"] = True
    assert "nothing says that $47,230 or more a year is open-ended" in problems(folder)[0]
