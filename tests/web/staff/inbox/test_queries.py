"""What the inbox finds is what a look at every single turn finds, on both databases."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from web.log.facets import Facet
from web.log.tables import Conversation, FacetValue, Feedback, Handoff, Message, Turn, TurnFacet
from web.staff.inbox import queries
from web.staff.inbox.condition import Condition
from web.staff.inbox.filters import Filter
from web.staff.inbox.hits import Count, Hit
from web.staff.inbox.openings import place_of
from web.staff.inbox.queries import count, find
from web.staff.tables_inbox import Label


@dataclass
class Seen:
    """A turn with everything that was said and added, as the tables of the log have it."""

    turn: Turn
    conversation: Conversation
    question: str
    answers: list[Message]
    votes: list[Feedback]
    labels: set[str]
    handoff: bool
    again: set[int]

    def values(self, facet: Facet) -> set[str]:
        """The values of a facet, read from where they come from and not from the index."""
        understood = self.turn.understanding or {}
        trace = self.turn.trace or {}
        found: dict[Facet, Iterable[str | None]] = {
            Facet.INTENT: {understood.get("intent", {}).get("name")},
            Facet.ENTITY: {
                f"{one['entity']}={one['value']}" for one in understood.get("entities", [])
            },
            Facet.KIND: {answer.kind for answer in self.answers},
            Facet.FACT: {fact["id"] for one in self.answers for fact in one.details["facts"]},
            Facet.MODEL: {trace.get("model")},
            Facet.INCIDENT: {self.turn.incident},
            Facet.SECONDS: {self.time_class()},
            Facet.AGAIN: {"yes"} if self.turn.number in self.again else set(),
            Facet.FEEDBACK: {("helpful" if vote.helpful else "unhelpful") for vote in self.votes}
            | {"comment" for vote in self.votes if vote.comment},
        }
        values = {value for value in found[facet] if value is not None}
        return values or ({"none"} if facet in (Facet.KIND, Facet.INTENT) else set())

    def time_class(self) -> str | None:
        """The class of the time to answer."""
        if self.turn.finished is None:
            return None
        took = (self.turn.finished - self.turn.created).total_seconds()
        ends = {"0.5": 0.5, "1": 1.0, "2": 2.0, "5": 5.0}
        return next((name for name, end in ends.items() if took < end), "more")

    def fits(self, wanted: Filter) -> bool:
        """Whether all conditions hold for this turn and its conversation."""
        turn, conversation = self.turn, self.conversation
        sure = turn.confidence if turn.confidence is not None else math.nan
        reply = " ".join(answer.text for answer in self.answers)
        places = {"question": self.question, "reply": reply, "both": f"{self.question} {reply}"}
        words = re.findall(r"\w+", places[wanted.words_in].lower())
        needed = [word for word in wanted.words.split() if not word.startswith("-")]
        unwanted = [word[1:] for word in wanted.words.split() if word.startswith("-")]
        return all(
            [
                wanted.since is None or turn.created >= wanted.since,
                wanted.until is None or turn.created < wanted.until,
                wanted.turns_from is None or conversation.turns >= wanted.turns_from,
                wanted.turns_to is None or conversation.turns <= wanted.turns_to,
                wanted.confidence_from is None or sure >= wanted.confidence_from / 100,
                wanted.confidence_to is None or sure <= wanted.confidence_to / 100,
                all(self.values(one) & set(some) for one, some in wanted.facets.items()),
                not wanted.labels or self.labels & set(wanted.labels),
                wanted.review in (None, conversation.review),
                not wanted.flagged or conversation.flagged,
                not wanted.handoff or self.handoff,
                not wanted.last or conversation.last_turn == turn.number,
                wanted.opened_since is None or conversation.created >= wanted.opened_since,
                wanted.opened_until is None or conversation.created < wanted.opened_until,
                all(word in words for word in needed),
                not any(word in words for word in unwanted),
            ]
        )


@pytest.fixture(scope="module")
def seen(generated: Engine) -> list[Seen]:
    """All turns, newest first."""
    with Session(generated, expire_on_commit=False) as session:
        conversations = {one.id: one for one in session.scalars(select(Conversation))}
        messages = session.scalars(select(Message)).all()
        votes = session.scalars(select(Feedback)).all()
        labels = session.execute(select(Label.conversation_id, Label.label)).all()
        handoffs = set(session.scalars(select(Handoff.conversation_id)))
        turns = session.scalars(select(Turn).order_by(Turn.number.desc())).all()
        again = set(
            session.scalars(
                select(TurnFacet.turn_number)
                .join(FacetValue, FacetValue.id == TurnFacet.value_id)
                .where(FacetValue.name == "again")
            )
        )
    of_turn: dict[int | None, list[Message]] = {}
    for message in messages:
        of_turn.setdefault(message.turn_number, []).append(message)
    return [
        Seen(
            turn=turn,
            conversation=conversations[turn.conversation_id],
            question=next(one.text for one in of_turn[turn.number] if one.author == "visitor"),
            answers=[one for one in of_turn[turn.number] if one.author != "visitor"],
            votes=[
                vote
                for vote in votes
                if vote.message_id in {one.id for one in of_turn[turn.number]}
            ],
            labels={label for one, label in labels if one == turn.conversation_id},
            handoff=turn.conversation_id in handoffs,
            again=again,
        )
        for turn in turns
    ]


def expected(seen: Sequence[Seen], wanted: Filter) -> list[Hit]:
    """The newest turn that fits, of each conversation."""
    hits: dict[str, Hit] = {}
    for one in seen:
        if one.turn.conversation_id not in hits and one.fits(wanted):
            hits[one.turn.conversation_id] = Hit(one.turn.number, one.turn.conversation_id)
    return list(hits.values())


def pages(engine: Engine, wanted: Filter, limit: int) -> list[Hit]:
    """All hits, page by page, downwards; each page is then found again from below."""
    found: list[Hit] = []
    with Session(engine) as session:
        page = find(session, wanted, limit)
        assert not page.newer
        while page.hits:
            found += page.hits
            if not page.older:
                break
            older = find(session, wanted, limit, before=page.hits[-1].place)
            again = find(session, wanted, limit, after=older.hits[0].place)
            assert again.hits == page.hits
            assert again.older
            page = older
            assert page.newer
    return found


def read(address: str) -> Filter:
    return Filter.read(parse_qsl(address))


ADDRESSES = [
    "",
    "kind=unknown",
    "kind=unknown&kind=out_of_scope",
    "intent=pay_state",
    "entity=state%3Dguam",
    "entity=state%3Dguam&entity=certification%3Dcpc",
    "feedback=unhelpful",
    "feedback=comment&feedback=helpful",
    "incident=slow",
    "model=career-desk-0a1b2c3d4e5f",
    "confidence_to=30",
    "confidence_from=40&confidence_to=60",
    "turns_from=5&turns_to=6",
    "turns_from=1000",
    "label=unclear+wording",
    "label=unclear+wording&label=spelling",
    "review=reviewed",
    "review=new",
    "flagged=yes",
    "handoff=yes",
    "words=guam",
    "words=salary+guam",
    "words=veteran+-guam",
    "words=promise&words_in=reply",
    "words=guam&words_in=reply",
    "words=training+-guam&words_in=reply",
    "words=guam+statistics&words_in=both",
    "words=salary+-promise&words_in=both",
    "words=guam&words_in=both&kind=unknown",
    "seconds=more",
    "seconds=0.5&seconds=1",
    "again=yes",
    "again=yes&kind=answer",
    "last=yes",
    "last=yes&intent=pay_national",
    "kind=none",
    "kind=none&kind=error",
    "intent=none",
    "intent=none&last=yes",
    "kind=unknown&words=guam",
    "kind=answer&confidence_to=60&review=reviewed",
    "kind=answer&intent=pay_national&entity=state%3Dtexas&turns_from=3",
    "words=training&review=reviewed&kind=answer",
]
NOWHERE = ["kind=nothing", "words=zephyrine", "kind=unknown&label=nobody"]


@pytest.mark.parametrize("address", [*ADDRESSES, *NOWHERE])
def test_the_pages_hold_each_conversation_that_fits_once(
    address: str, generated: Engine, seen: list[Seen]
) -> None:
    wanted = read(address)

    assert pages(generated, wanted, limit=7) == expected(seen, wanted)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_condition_is_met_somewhere(address: str, seen: list[Seen]) -> None:
    assert expected(seen, read(address))


@pytest.mark.parametrize("address", [*ADDRESSES, *NOWHERE])
def test_walking_through_all_turns_finds_the_same(
    address: str, generated: Engine, seen: list[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if every condition held for very many turns.
    monkeypatch.setattr(Condition, "is_begin", False)
    wanted = read(address)

    assert pages(generated, wanted, limit=40) == expected(seen, wanted)


@pytest.mark.parametrize("address", [*ADDRESSES, *NOWHERE])
def test_the_count_is_that_of_the_pages(address: str, generated: Engine, seen: list[Seen]) -> None:
    wanted = read(address)

    with Session(generated) as session:
        assert count(session, wanted) == Count(len(expected(seen, wanted)), more=False)


def test_a_cited_fact_finds_its_conversations(generated: Engine, seen: list[Seen]) -> None:
    fact = sorted(next(one for one in seen if one.values(Facet.FACT)).values(Facet.FACT))[0]
    wanted = Filter().with_facet(Facet.FACT, fact)

    assert pages(generated, wanted, limit=7) == expected(seen, wanted) != []


def test_a_time_finds_the_turns_within_it(generated: Engine, seen: list[Seen]) -> None:
    days = sorted({one.turn.created.date().isoformat() for one in seen})
    wanted = read(f"from={days[7]}&to={days[14]}&kind=answer")

    assert pages(generated, wanted, limit=7) == expected(seen, wanted) != []
    assert pages(generated, read("from=2100-01-01"), limit=7) == []
    assert pages(generated, read("to=2000-01-01"), limit=7) == []


def test_the_time_of_opening_finds_conversations(generated: Engine, seen: list[Seen]) -> None:
    days = sorted({one.conversation.created.date().isoformat() for one in seen})
    wanted = read(f"opened_from={days[7]}&opened_to={days[9]}")

    assert pages(generated, wanted, limit=7) == expected(seen, wanted) != []


@pytest.mark.parametrize(
    "address", ["asked=any", "asked=no", "asked=any&review=new", "asked=no&turns_to=0"]
)
def test_conversations_without_a_question_are_found_by_their_opening(
    address: str, generated: Engine
) -> None:
    wanted = read(address)
    with Session(generated) as session:
        rows = session.scalars(
            select(Conversation).order_by(Conversation.created.desc(), Conversation.id.desc())
        )
        there = [
            Hit(one.last_turn, one.id, place_of(one.created))
            for one in rows
            if (wanted.asked == "any" or one.last_turn is None)
            and wanted.review in (None, one.review)
        ]
    assert any(hit.turn is None for hit in there)
    assert any(hit.turn is not None for hit in there) == (wanted.asked == "any")

    assert pages(generated, wanted, limit=7) == there
    with Session(generated) as session:
        assert count(session, wanted) == Count(len(there), more=False)


@pytest.mark.parametrize("address", ["confidence_from=0", "", "kind=answer&review=new"])
def test_a_count_that_would_take_long_is_told_as_at_least_so_many(
    address: str, generated: Engine, seen: list[Seen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_COUNTED", 50)

    with Session(generated) as session:
        found = count(session, read(address))

    assert found.more
    assert 0 < found.conversations <= min(50, len(expected(seen, read(address))))
    assert str(found) == f"at least {found.conversations}"


@pytest.mark.parametrize(
    ("words", "others"), [("earn", "earning"), ("Guam", "guam"), ("TRAINING", '"train"')]
)
def test_forms_of_a_word_are_one_word(words: str, others: str, generated: Engine) -> None:
    with Session(generated) as session:
        found = [count(session, Filter(words=one)).conversations for one in (words, others)]

    assert found[0] == found[1] > 0


def test_the_words_of_a_phrase_stand_in_order(generated: Engine) -> None:
    with Session(generated) as session:
        assert count(session, Filter(words='"remote work"')).conversations > 0
        assert count(session, Filter(words='"work remote"')).conversations == 0
