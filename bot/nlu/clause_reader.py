"""Reads a message: cuts it, judges whole and pieces in one go, and keeps what is to be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.nlu.choosing import Judged, Rules, choose, choose_fork, in_sequence, leaning
from bot.nlu.classifier import SentenceClassifier
from bot.nlu.clauses import Piece, forks, split
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.labels import Guess, Ranking, Rankings
from bot.nlu.matching import Match
from bot.nlu.positions import Positions
from bot.nlu.reading import Reading, is_within, read
from bot.nlu.scope import Scope
from bot.nlu.spelling import Correction

# A message of the greatest length may have more; its first and last pieces say enough.
_MOST_PIECES = 40
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class About:
    """What was told of last: its names, as people say them, and the marks of these."""

    names: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """A message: its words and the known names in them.

    `topic` is the intent that was answered last, `about` what was told of there.
    """

    correction: Correction
    matches: Sequence[Match] = ()
    topic: str = ""
    about: About | None = None


class ClauseReader:
    """Finds the questions of a message and their intents."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        classifier: SentenceClassifier,
        stand_ins: Mapping[str, Sequence[str]],
        rules: Rules,
        scope: Scope,
    ) -> None:
        """Take the trained parts; `stand_ins` as in bot.nlu.reading."""
        self._encoder = encoder
        self._classifier = classifier
        self._stand_ins = stand_ins
        self._rules = rules
        self._scope = scope

    def clauses(self, heard: Heard) -> list[Judged]:
        """Return the questions of a message in order: at least one, the whole message if need be.

        A message without letters and digits has no confidence in any intent. Each question is also
        read with what was told of last in front.
        """
        chosen = self._chosen(heard)
        if heard.about is None or all(one.about or not one.confidence for one in chosen):
            return chosen
        readings = [self._about(heard, one.piece, heard.about) for one in chosen]
        return [
            replace(one, about=found.alone)
            for one, found in zip(chosen, self._rank(readings), strict=True)
        ]

    def _chosen(self, heard: Heard) -> list[Judged]:
        correction = heard.correction
        text = correction.original
        whole = Piece(((0, len(text)),), True, True)
        # Cut where the corrected words say so; "hw much" begins a question, too.
        positions = Positions(correction)
        pieces = [positions.typed(piece) for piece in split(correction.text)]
        if not pieces:
            ranking = tuple(Guess(intent, 0.0) for intent in self._classifier.intents)
            return [Judged(whole, 0, ranking)]
        if len(pieces) > _MOST_PIECES:
            pieces = [*pieces[: _MOST_PIECES // 2], *pieces[-_MOST_PIECES // 2 :]]
        if len(pieces) == 1:
            (judged,) = self._judge(heard, [whole])
            return self._forked(heard, judged)
        parts = self._leant(heard, pieces)
        (judged,) = self._judge(heard, [whole])
        chosen = choose(judged, in_sequence(parts, self._rules, heard.topic), self._rules)
        if chosen == [judged] and judged.words >= self._rules.long:
            return chosen
        clauses = [one for part in chosen for one in self._forked(heard, part)]
        return self._of_our_work(clauses, correction.original)[: self._rules.most]

    def _about(self, heard: Heard, piece: Piece, about: About) -> Reading:
        """Return a piece as it reads with what was told of last in front.

        "CDI specialist: what do they make?" needs no conversation to be understood.
        """
        alone = read(heard.correction, heard.matches, self._stand_ins, piece.spans)
        marks = tuple(sorted({*alone.marks, *about.marks}))
        return Reading(f"{about.names}: {alone.text}", marks)

    def _rank(self, readings: Sequence[Reading], topic: str = "") -> list[Rankings]:
        vectors = self._encoder.encode_layers([reading.text for reading in readings])
        return self._classifier.rank(readings, vectors, topic)

    def _of_our_work(self, clauses: Sequence[Judged], text: str) -> list[Judged]:
        """Leave out what goes on about the wrong work: "nurse pay, and how long is it"."""
        kept: list[Judged] = []
        for one in clauses:
            last = kept[-1].intent if kept else None
            goes_on = last == OUT_OF_SCOPE and not one.piece.apart
            names = any(kind != "measure" for kind, _ in one.subjects)
            if not goes_on or names or self._scope.is_ours(text, one.piece.spans):
                kept.append(one)
        return kept

    def _leant(self, heard: Heard, pieces: Sequence[Piece]) -> list[Judged]:
        """Judge the pieces, each question with what stands before it where it leans on that."""
        pairs = {
            at: piece.after(pieces[at - 1])
            for at, piece in enumerate(pieces)
            if at and piece.asks and not pieces[at - 1].asks
        }
        judged = self._judge(heard, [*pieces, *pairs.values()])
        together = dict(zip(pairs, judged[len(pieces) :], strict=True))
        parts: list[Judged] = []
        for at, part in enumerate(judged[: len(pieces)]):
            both = together.get(at)
            if both is not None and leaning(part, both, self._rules):
                parts[-1] = both
            else:
                parts.append(part)
        return parts

    def _forked(self, heard: Heard, part: Judged) -> list[Judged]:
        positions = Positions(heard.correction)
        ways = forks(positions.corrected(part.piece), heard.correction.text)
        sides = [positions.typed(side) for way in ways for side in way]
        judged = self._judge(heard, sides)
        chosen = choose_fork(part, list(zip(judged[::2], judged[1::2], strict=True)), self._rules)
        if len(chosen) == 1:
            return chosen
        # "Growth, AI, and remote work": a side may be two questions again.
        return [one for side in chosen for one in self._forked(heard, side)]

    def _judge(self, heard: Heard, pieces: Sequence[Piece]) -> list[Judged]:
        if not pieces:
            return []
        correction, matches = heard.correction, heard.matches
        readings = [read(correction, matches, self._stand_ins, piece.spans) for piece in pieces]
        if heard.about and len(pieces) == 1:
            # Most messages are one question, and two are compared in hardly more time than one.
            readings.append(self._about(heard, pieces[0], heard.about))
        rankings = self._rank(readings, heard.topic)
        rankings, named = rankings[: len(pieces)], rankings[len(pieces) :]
        about = [found.alone for found in named] or [()] * len(pieces)
        return [
            Judged(
                piece,
                len(piece.of(correction.original).split()),
                self._in_scope(found.alone, heard, piece),
                frozenset(
                    (match.kind, match.subject)
                    for match in matches
                    if is_within(match.start, match.end, piece.spans)
                ),
                {
                    context: self._in_scope(ranking, heard, piece)
                    for context, ranking in found.after.items()
                },
                with_name,
            )
            for piece, found, with_name in zip(pieces, rankings, about, strict=True)
        ]

    def _in_scope(self, ranking: Ranking, heard: Heard, piece: Piece) -> Ranking:
        """Put OUT_OF_SCOPE first when the best intent would be answered for the wrong thing."""
        best = ranking[0]
        elsewhere = self._scope.elsewhere(
            best.intent, heard.correction, heard.matches, piece.spans, leans=piece.leans
        )
        if elsewhere:
            sure = max(best.confidence, self._rules.certain)
            others = [guess for guess in ranking if guess.intent != OUT_OF_SCOPE]
            return (Guess(OUT_OF_SCOPE, sure, elsewhere), *others)
        return ranking
