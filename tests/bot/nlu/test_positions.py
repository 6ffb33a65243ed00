import pytest

from bot.nlu.clauses import Piece
from bot.nlu.positions import Positions
from bot.nlu.spelling import Correction, replaced
from bot.nlu.words import Word


def correction(typed: str, *changes: Word) -> Correction:
    return Correction(typed, (), (), changes, replaced(typed, changes))


SLIPS = correction("hw much is da cpc n is it hrd", Word("how", 0, 2), Word("hard", 26, 29))


@pytest.mark.parametrize(
    ("typed", "right"),
    [("hw much", "how much"), ("is da cpc", "is da cpc"), ("is it hrd", "is it hard")],
)
def test_a_piece_is_found_in_both_texts(typed: str, right: str) -> None:
    positions = Positions(SLIPS)
    start = SLIPS.original.index(typed)
    piece = Piece(((start, start + len(typed)),), asks=True, apart=True)
    there = positions.corrected(piece)
    assert there.of(SLIPS.text) == right
    assert positions.typed(there) == piece


def test_a_place_inside_a_change_is_the_whole_change() -> None:
    run = correction("howlong is it", Word("how long", 0, 7))
    piece = Positions(run).typed(Piece(((4, 8),), asks=True, apart=True))
    assert piece.of(run.original) == "howlong"


def test_a_space_that_was_put_in_parts_the_typed_word() -> None:
    run = correction("ohiocoder pay", Word(" ", 4, 4))
    positions = Positions(run)
    assert positions.typed(Piece(((5, 10),), True, True)).of(run.original) == "coder"
    assert positions.typed(Piece(((0, 4),), True, True)).of(run.original) == "ohio"


def test_without_changes_nothing_moves() -> None:
    piece = Piece(((2, 5),), asks=False, apart=False, leans=True, tells=True)
    assert Positions(correction("pay in Ohio")).typed(piece) == piece
