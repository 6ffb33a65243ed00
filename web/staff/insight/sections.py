"""The dashboard as tables: what was counted, in words, with links to the conversations. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from web.log.facets import Facet
from web.staff.inbox.fields import written_begin, written_end
from web.staff.inbox.filters import ALLOWED, NONE
from web.staff.inbox.wording import read_wording
from web.staff.insight.report import Cell, Counted, Period, Row, Section, Totals

INBOX: Final = "/staff"
HANDOFFS: Final = "/staff/handoffs"
LONGEST_LIST: Final = 20  # topics or states
NO_TOPIC: Final = "no topic"
HOUR: Final = timedelta(hours=1)
KINDS: Final = {
    "answer": "Answered",
    "recommendation": "Recommendation",
    "question": "Asked back",
    "unknown": "No answer known",
    "out_of_scope": "Out of scope",
    "error": "Error",
    "help": "Help text",
    "handoff": "Led to a person",
    "smalltalk": "Small talk",
    "none": "No reply stored",
}


def sections(counted: Counted, period: Period) -> list[Section]:
    """Return all tables of the dashboard, in order."""
    return [
        _days(counted, period),
        _hours(counted, period),
        _kinds(counted.totals, period),
        _topics(counted.totals, period),
        _states(counted.totals, period),
        _feedback(counted.totals, period),
        _confidence(counted.totals, period),
        _seconds(counted.totals, period),
        _leaving(counted.totals, period),
    ]


def _days(counted: Counted, period: Period) -> Section:
    by_day = [
        _sum((moment.date(), count) for moment, count in one.items())
        for one in (counted.conversations, counted.turns, counted.handoffs)
    ]
    days = [
        period.first + timedelta(days=number)
        for number in range((period.last - period.first).days + 1)
    ]
    rows = []
    for day in days:
        there = {"from": day.isoformat(), "to": day.isoformat()}
        conversations, turns, handoffs = (one[day] for one in by_day)
        rows.append(
            Row(
                day.isoformat(),
                (
                    _cell(turns, there),
                    _cell(conversations, _opened(day.isoformat(), day.isoformat())),
                    _cell(handoffs, {"show": "all", **there}, HANDOFFS),
                ),
            )
        )
    return Section(
        "days",
        "By day",
        "Turns are messages of visitors. A conversation counts on the day it was opened, also when "
        "nothing was written in it; a request to talk to a person counts on the day it was sent.",
        ("Day", "Turns", "Conversations opened", "Requests for a person"),
        tuple(rows),
        upright=True,
    )


def _sum(pairs: Iterable[tuple[date, int]]) -> Counter[date]:
    found: Counter[date] = Counter()
    for day, count in pairs:
        found[day] += count
    return found


def _hours(counted: Counted, period: Period) -> Section:
    rows = []
    for number in range(24):
        hour = datetime.combine(period.day, time(number), UTC)
        turns = _in_hour(counted.turns, period.day, number)
        opened = _in_hour(counted.conversations, period.day, number)
        # As the inbox writes them: it leads any other address to its own, by a redirection.
        begin, until = str(written_begin(hour)), str(written_end(hour + HOUR))
        rows.append(
            Row(
                f"{number:02}:00",
                (_cell(turns, {"from": begin, "to": until}), _cell(opened, _opened(begin, until))),
            )
        )
    return Section(
        "hours",
        f"By hour on {period.day.isoformat()}",
        "In UTC.",
        ("Hour", "Turns", "Conversations opened"),
        tuple(rows),
        upright=True,
    )


def _in_hour(counts: Mapping[datetime, int], day: date, hour: int) -> int:
    return sum(
        count for moment, count in counts.items() if moment.date() == day and moment.hour == hour
    )


def _kinds(totals: Totals, period: Period) -> Section:
    found = _of(totals, "kind")
    everything = sum(found.values())
    rows = [
        _turns(KINDS.get(kind, kind), count, period, count / everything, kind=kind)
        for kind, count in found.most_common()
    ]
    return Section(
        "replies",
        "How it went",
        "The kind of reply to each message.",
        ("Reply", "Turns"),
        tuple(rows),
    )


def _topics(totals: Totals, period: Period) -> Section:
    rows = [
        _turns(topic, count, period, intent=topic)
        for topic, count in _of(totals, "topic").most_common(LONGEST_LIST)
    ]
    return Section(
        "topics", "Topics", "What the messages were taken for.", ("Topic", "Turns"), tuple(rows)
    )


def _states(totals: Totals, period: Period) -> Section:
    rows = [
        _turns(state, count, period, entity=f"state={state}")
        for state, count in _of(totals, "state").most_common(LONGEST_LIST)
    ]
    return Section(
        "states", "States asked for", "States that were named.", ("State", "Turns"), tuple(rows)
    )


def _feedback(totals: Totals, period: Period) -> Section:
    helpful, unhelpful = _of(totals, "helpful"), _of(totals, "unhelpful")
    rows = [
        Row(
            topic or NO_TOPIC,
            tuple(
                _cell(votes[topic], {**period.fields(), "intent": topic or NONE, "feedback": name})
                for votes, name in ((helpful, "helpful"), (unhelpful, "unhelpful"))
            ),
        )
        for topic, _ in (helpful + unhelpful).most_common(LONGEST_LIST)
    ]
    return Section(
        "feedback",
        "Feedback by topic",
        "Votes of visitors on answers.",
        ("Topic", "Helpful", "Not helpful"),
        tuple(rows),
    )


def _confidence(totals: Totals, period: Period) -> Section:
    found = _of(totals, "confidence")
    rows = [
        _turns(
            f"{low} to {low + 10} %",
            found[str(low // 10)],
            period,
            confidence_from=str(low),
            confidence_to=str(low + 10),
        )
        for low in range(0, 100, 10)
    ]
    return Section(
        "confidence",
        "Confidence",
        "How sure the assistant was of the topic. What is tapped is certain.",
        ("Confidence", "Turns"),
        tuple(rows),
        upright=True,
    )


def _seconds(totals: Totals, period: Period) -> Section:
    found = _of(totals, "seconds")
    titles = read_wording().values["seconds"]
    rows = [
        _turns(titles[value], found[value], period, seconds=value)
        for value in ALLOWED[Facet.SECONDS]
    ]
    return Section(
        "seconds",
        "Time to answer",
        "From the message to the stored reply, the wait for other messages included.",
        ("Time", "Turns"),
        tuple(rows),
        upright=True,
    )


def _leaving(totals: Totals, period: Period) -> Section:
    rows = [
        _turns(topic or NO_TOPIC, count, period, intent=topic or NONE, last="yes")
        for topic, count in _of(totals, "leave").most_common(LONGEST_LIST)
    ]
    return Section(
        "leaving",
        "Where students leave",
        "The topic of the last message of each conversation.",
        ("Last topic", "Conversations"),
        tuple(rows),
    )


def _turns(
    title: str, count: int, period: Period, share: float | None = None, **fields: str
) -> Row:
    """Return the row of ``count`` turns of ``period`` that ``fields`` of the inbox find."""
    return Row(title, (_cell(count, {**period.fields(), **fields}),), share)


def _opened(begin: str, end: str) -> dict[str, str]:
    return {"opened_from": begin, "opened_to": end, "asked": "any"}


def _of(totals: Totals, name: str) -> Counter[str]:
    return Counter({value: count for (counted, value), count in totals.items() if counted == name})


def _cell(count: int, fields: Mapping[str, str], path: str = INBOX) -> Cell:
    return Cell(count, f"{path}?{urlencode(fields)}" if count else None)
