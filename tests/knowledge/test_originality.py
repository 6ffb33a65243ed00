from knowledge.loader import load
from knowledge.originality import check, shared_runs
from tests.knowledge.folder import Folder

RUNS = frozenset([tuple("abcdefgh"), tuple("bcdefghi")])


def test_seven_words_in_a_row_may_be_shared() -> None:
    assert shared_runs("a b c d e f g", RUNS) == []


def test_eight_words_in_a_row_may_not_and_long_runs_are_told_whole() -> None:
    assert shared_runs("x A, b c-d e f g h: i x", RUNS) == ["a b c d e f g h i"]


def test_names_the_text_that_is_too_close(folder: Folder) -> None:
    folder.document += "Coders sit all day and read what doctors have written.\n"
    folder.add(statement="All coders sit all day and read what doctors have to say.")
    folder.add(
        statement="It is desk work.", note="Coders sit all day, and read what doctors write."
    )
    knowledge = load(folder.save())
    first, second = check(knowledge, folder.documents)
    assert first.startswith(
        "guide.claim.number-1: these words stand in a document too: 'coders sit"
    )
    assert second.startswith("guide.claim.number-2: note:")


def test_looks_at_the_filled_in_figures(folder: Folder) -> None:
    folder.document += "Half of the workers earn more than $50,250 a year.\n"
    assert len(check(load(folder.save()), folder.documents)) == 1
