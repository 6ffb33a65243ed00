from pathlib import Path

import pytest

from knowledge.__main__ import main
from tests.knowledge.folder import Folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place" / "here"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)


def build(folder: Folder, *more: str) -> int:
    return main(["build", "--knowledge", str(folder.save()), *more])


def test_build_writes_the_database_under_var(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(folder, "--documents", str(folder.documents)) == 0
    assert Path("var/knowledge.sqlite").exists()
    printed = capsys.readouterr().out
    assert "3 of 3 figures grounded" in printed
    assert "var/knowledge.sqlite: 3 facts," in printed


def test_build_refuses_figures_that_are_not_grounded(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.fact["low"] = 50251
    assert build(folder, "--documents", str(folder.documents)) == 1
    assert not Path("var/knowledge.sqlite").exists()
    printed = capsys.readouterr()
    assert "2 of 3 figures grounded" in printed.out
    assert "guide.pay.us.median: $50,251 a year does not stand" in printed.err


def test_build_prints_all_problems_of_the_files(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.fact["unit"] = "dollars"
    assert build(folder) == 1
    printed = capsys.readouterr().err
    assert "knowledge/facts/guide-page/pay_national.yml:11: facts.0.unit" in printed
    assert "1 problem(s)" in printed


def test_absent_documents_are_told_loudly(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--knowledge", str(folder.save())]) == 0
    assert "*** NOT GROUNDED" in capsys.readouterr().err


def test_absent_documents_are_an_error_when_they_were_named(folder: Folder) -> None:
    assert main(["check", "--knowledge", str(folder.save()), "--documents", "nowhere"]) == 1
    assert build(folder, "--documents", "nowhere") == 1


def test_check_finds_borrowed_sentences(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    folder.document += "Coders sit all day and read what doctors have written.\n"
    folder.add(as_of=None, statement="Coders sit all day and read what doctors write.")
    arguments = ["--knowledge", str(folder.save()), "--documents", str(folder.documents)]
    assert main(["check", *arguments]) == 1
    assert "1 text(s) too close to a document" in capsys.readouterr().out


def test_show_prints_a_fact_and_its_conflict(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.conflicts = [
        {
            "id": "pay",
            "question": "What is the pay?",
            "leading": "guide.pay.us.median",
            "differs": ["guide.pay.texas.median"],
            "why": "It is for all.",
            "note": "In one state it differs.",
        }
    ]
    assert build(folder) == 0
    assert main(["show", "guide.pay.us.median"]) == 0
    printed = capsys.readouterr().out
    for words in (
        "$50,250 a year",
        "A guide (guide-page)",
        "May 2024",
        "guide.pay.texas.median: $47,230",
    ):
        assert words in printed


def test_show_and_search_say_when_there_is_nothing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(folder) == 0
    assert main(["show", "guide.pay.mars.median"]) == 1
    assert "there is no fact 'guide.pay.mars.median'" in capsys.readouterr().err
    assert main(["search", "zebra"]) == 1
    assert main(["search", "texas", "pay"]) == 0
    assert capsys.readouterr().out.startswith("guide.pay.texas.median\n  In Texas")


def test_a_missing_database_says_how_to_build_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "texas"]) == 1
    assert "python -m knowledge build" in capsys.readouterr().err
