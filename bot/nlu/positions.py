"""Leads from a place in a corrected message to the same place as it was typed, and back."""

from bot.nlu.clauses import Piece
from bot.nlu.spelling import Correction

Spans = tuple[tuple[int, int], ...]


class Positions:
    """The places of one message in both its texts."""

    def __init__(self, correction: Correction) -> None:
        """Line up the stretches that were changed: (typed start, typed end, start, end)."""
        self._changed: list[tuple[int, int, int, int]] = []
        shift = 0
        for change in sorted(correction.changes, key=lambda one: (one.start, one.end)):
            start = change.start + shift
            end = start + len(change.text)
            self._changed.append((change.start, change.end, start, end))
            shift += len(change.text) - (change.end - change.start)

    def typed(self, piece: Piece) -> Piece:
        """Return a piece of the corrected text as a piece of what was typed."""
        rows = [(start, end, first, last) for first, last, start, end in self._changed]
        return _moved(piece, rows)

    def corrected(self, piece: Piece) -> Piece:
        """Return a piece of what was typed as a piece of the corrected text."""
        return _moved(piece, self._changed)


def _moved(piece: Piece, rows: list[tuple[int, int, int, int]]) -> Piece:
    spans = tuple((_at(start, rows, 0), _at(end, rows, 1)) for start, end in piece.spans)
    return Piece(spans, piece.asks, piece.apart, piece.leans, piece.tells)


def _at(place: int, rows: list[tuple[int, int, int, int]], side: int) -> int:
    """Return where a place lies in the other text; inside a change, at its beginning or end."""
    shift = 0
    for start, end, other_start, other_end in rows:
        if place < start or (place == start and side == 0):
            break
        if place < end:
            return other_end if side else other_start
        shift = other_end - end
    return place + shift
