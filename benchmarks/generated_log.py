"""A conversation log of any size, with the spread that real ones have; the same for the same seed.

The words are made from templates, so that no person's words are needed: what matters to a
database is how many rows there are, how long they are and how values are spread.
"""

from __future__ import annotations

import random
import uuid
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.loader import load
from web.log import facets, second_tries
from web.log.facets import Facet
from web.log.records import LoggedMessage

ROOT: Final = Path(__file__).resolve().parents[1]
DAYS: Final = 28
LONG_TURNS: Final = 1_000
CONVERSATIONS_AT_ONCE: Final = 4_000
KINDS: Final = {
    "answer": 740, "unknown": 70, "out_of_scope": 50, "smalltalk": 60, "question": 50,
    "recommendation": 20, "handoff": 5, "error": 4, "help": 1,
}  # fmt: skip
MODELS: Final = ("career-desk-0a1b2c3d4e5f", "career-desk-f5cf98e9bdee")
LABELS: Final = ("wrong figure", "unclear wording", "new topic", "good example", "spelling")
STATES: Final = (
    "texas", "california", "florida", "new-york", "ohio", "georgia", "guam", "maine", "utah", "iowa"
)  # fmt: skip
CERTIFICATIONS: Final = ("cpc", "ccs", "cca", "rhit", "coc", "crc")
OPENINGS: Final = (
    "how much does a coder earn in", "what is the pay in", "is there remote work in",
    "how long does training take in", "what does the exam cost in", "can i get certified in",
    "do i need a degree for a job in", "what is the outlook in", "salary", "is coding hard in",
)  # fmt: skip
FILLERS: Final = (
    "please", "as a beginner", "without experience", "after high school", "with kids at home",
    "as a veteran", "next year", "from home", "part time", "full time", "honestly", "asap",
)  # fmt: skip
ANSWER: Final = (
    "Half of the people in this job in {state} earned more than ${pay:,} a year and half earned "
    "less, says the U.S. Bureau of Labor Statistics for May 2024. The figure counts medical "
    "records specialists, a wider group than coders. Schools and employers differ, and pay is "
    "not a promise."
)
HOURS: Final = tuple(accumulate(
    (1, 1, 1, 1, 1, 1, 2, 3, 5, 6, 7, 7, 8, 8, 8, 8, 9, 9, 10, 10, 9, 7, 4, 2)))  # fmt: skip

Row = tuple[Any, ...]
COLUMNS: Final = {
    "conversations": "id created notice_version turns last_turn last_active review reviewed_by"
    " reviewed flagged",
    "turns": "number conversation_id client_id digest state created finished understanding intent"
    " confidence kind incident trace",
    "messages": "number id conversation_id turn_number author time kind text details",
    "feedback": "message_id conversation_id helpful comment time",
    "handoffs": "reference time expires conversation_id name contact question",
    "incidents": "number time kind conversation_id",
    "staff_labels": "conversation_id label person time",
    "facet_values": "id name value",
    "turn_facets": "value_id turn_number",
}


def facts_and_intents() -> tuple[list[str], list[str]]:
    """Return the ids of all facts of the knowledge and the intents of the domain."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = [one if isinstance(one, str) else next(iter(one)) for one in domain["intents"]]
    return [fact.id for fact in load().facts], intents


@dataclass
class Batch:
    """Rows of some conversations by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})


class Generator:
    """Makes conversations one after the other, oldest first."""

    def __init__(self, seed: int, turns: int, until: datetime) -> None:
        """``turns``: how many to make, in the ``DAYS`` days before ``until``."""
        self._random = random.Random(seed)  # noqa: S311
        self._turns = turns
        midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
        self._begin = midnight - timedelta(days=DAYS)
        self._facts, self._intents = facts_and_intents()
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._intents))))
        self._values: dict[facets.Pair, int] = {}
        self.turn = self.message = self.incident = 0
        self.long_conversation = ""

    def batches(self) -> Iterator[Batch]:
        """Return all rows, some thousand conversations at a time."""
        batch = Batch()
        while self.turn < self._turns:
            self._conversation(batch)
            if len(batch.rows["conversations"]) >= CONVERSATIONS_AT_ONCE:
                yield batch
                batch = Batch()
        if batch.rows["turns"]:
            yield batch

    def _conversation(self, batch: Batch) -> None:
        draw = self._random
        length = min(1 + int(draw.expovariate(1 / 4)), self._turns - self.turn)
        id_ = f"{draw.getrandbits(128):032x}"
        if not self.long_conversation and self.turn >= self._turns // 2:
            length, self.long_conversation = min(LONG_TURNS, self._turns - self.turn), id_
        day, share = divmod(DAYS * self.turn / self._turns, 1)
        opened = self._begin + timedelta(days=day, hours=_hour(share))
        time = opened
        for _ in range(length):
            time += timedelta(seconds=draw.uniform(5, 90))
            self._turn(batch, id_, time)
        reviewed = draw.random() < 0.1
        row = (id_, opened, "0123456789ab", length, self.turn, time)
        if draw.random() < 0.2:
            # Somebody who opens the chat and asks nothing.
            silent = (f"{draw.getrandbits(128):032x}", opened + timedelta(seconds=1))
            unread = ("0123456789ab", 0, None, None, "new", None, None, False)
            batch.rows["conversations"].append((*silent, *unread))
        review = ("reviewed", "Anna", time) if reviewed else ("new", None, None)
        batch.rows["conversations"].append((*row, *review, draw.random() < 0.01))
        if draw.random() < 0.06:
            batch.rows["staff_labels"].append((id_, draw.choice(LABELS), "Anna", time))
        if draw.random() < 0.005:
            wish = ("Somebody", "555 0100", "Could you call me about the evening course?")
            reference = f"{self.turn:09d}"
            batch.rows["handoffs"].append((reference, time, time + timedelta(days=60), id_, *wish))

    def _turn(self, batch: Batch, conversation: str, time: datetime) -> None:
        draw = self._random
        self.turn += 1
        kind = draw.choices(list(KINDS), weights=list(KINDS.values()))[0]
        intent = draw.choices(self._intents, cum_weights=self._weights)[0]
        state = draw.choice(STATES)
        sure = (
            draw.betavariate(2, 4)
            if kind in ("unknown", "out_of_scope")
            else draw.betavariate(9, 2)
        )
        confidence = round(sure, 4)
        question = " ".join(
            [draw.choice(OPENINGS), state, *draw.sample(FILLERS, draw.randint(0, 3))]
        )
        if draw.random() < 0.3:
            question += f" {draw.choice(CERTIFICATIONS)} {draw.randint(1, 50_000)}"
        entities = [{"entity": "state", "value": state, "start": 0, "end": 5}]
        if draw.random() < 0.2:
            entities.append({"entity": "certification", "value": draw.choice(CERTIFICATIONS)})
        understanding = {
            "intent": {"name": intent, "confidence": confidence},
            "ranking": [
                {"name": intent, "confidence": confidence},
                *({"name": draw.choice(self._intents), "confidence": round((1 - sure) / n, 4)}
                  for n in (2, 3, 4, 5)),
            ],
            "entities": entities,
        }  # fmt: skip
        incident = "slow" if kind == "error" else None
        trace = {
            "model": MODELS[self.turn > self._turns // 2],
            "actions": [f"action_{intent}"],
            "before": {},
            "after": {"frame": {"intent": intent, "state": [state]}},
            "milliseconds": {"waiting": 0, "understanding": 14, "actions": 9, "dialogue": 8},
        }
        answer = LoggedMessage("assistant", kind, self._answer(kind, state), self._details(kind))
        finished = time + timedelta(seconds=draw.lognormvariate(-1.0, 1.0))
        said, told = (str(uuid.UUID(int=draw.getrandbits(128))) for _ in range(2))
        rows = batch.rows
        if draw.random() < 0.002:
            self._unanswered(batch, conversation, time, said, question)
            return
        rows["turns"].append(
            (self.turn, conversation, said, "0" * 64, "answered", time, finished, understanding,
             intent, confidence, kind, incident, trace)
        )  # fmt: skip
        rows["messages"] += [
            (self.message + 1, said, conversation, self.turn, "visitor", time, "question",
             question, {}),
            (self.message + 2, told, conversation, self.turn, "assistant", time, kind,
             answer.text, answer.details),
        ]  # fmt: skip
        self.message += 2
        pairs = facets.of_answer([answer], understanding, str(trace["model"]))
        pairs |= facets.of_time(time, finished)
        if draw.random() < 0.04:
            pairs.add(second_tries.PAIR)
        if incident:
            self.incident += 1
            rows["incidents"].append((self.incident, time, incident, conversation))
            pairs.add((Facet.INCIDENT, incident))
        if draw.random() < 0.04:
            helpful = draw.random() < 0.7
            comment = None if draw.random() < 0.7 else "That was not what I asked."
            rows["feedback"].append((told, conversation, helpful, comment, time))
            pairs |= facets.of_vote(helpful, comment)
        for pair in sorted(pairs):
            if pair not in self._values:
                self._values[pair] = len(self._values) + 1
                rows["facet_values"].append((self._values[pair], *pair))
            rows["turn_facets"].append((self._values[pair], self.turn))

    def _unanswered(
        self, batch: Batch, conversation: str, time: datetime, said: str, question: str
    ) -> None:
        """Add a turn that was cut short, such as by a machine that was switched off."""
        nothing = (None,) * 7  # finished, understanding, intent, confidence, kind, incident, trace
        batch.rows["turns"].append(
            (self.turn, conversation, said, "0" * 64, "open", time, *nothing)
        )
        self.message += 1
        batch.rows["messages"].append(
            (self.message, said, conversation, self.turn, "visitor", time, "question", question, {})
        )

    def _answer(self, kind: str, state: str) -> str:
        if kind in ("answer", "recommendation"):
            pay = self._random.randrange(30_000, 80_000)
            return ANSWER.format(state=state.title(), pay=pay)
        return "I do not have an answer to that. I can tell you about pay and training."

    def _details(self, kind: str) -> dict[str, Any]:
        draw = self._random
        if kind not in ("answer", "recommendation"):
            return {"facts": [], "sources": [], "disclaimers": [], "choices": []}
        source = {
            "id": "medical-coder-profile", "title": "Medical coder profile", "section": "Pay",
            "basis": "U.S. Bureau of Labor Statistics", "as_of": "2024-05", "published": None,
        }  # fmt: skip
        count = draw.randint(1, 4)
        return {
            "facts": [{"id": one, "version": "0123456789ab"}
                      for one in draw.sample(self._facts, count)],
            "sources": [source] * draw.randint(1, 2),
            "disclaimers": ["Pay is not a promise.", "The figure counts a wider group."],
            "choices": [{"id": f"{number}", "title": "And in Texas?", "intent": "pay_state",
                         "entities": {"state": ["texas"]}} for number in range(3)],
            "chart": None,
            "disagree": False,
        }  # fmt: skip


def _hour(share: float) -> float:
    """Return the hour of the day before which ``share`` of the day's questions are asked."""
    asked = share * HOURS[-1]
    hour = bisect(HOURS, asked)
    before = HOURS[hour - 1] if hour else 0
    return hour + (asked - before) / (HOURS[hour] - before)
