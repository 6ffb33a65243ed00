"""What stands in an address is a filter, and back."""

from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.log.facets import Facet
from web.staff.errors import BadFilterError
from web.staff.inbox.filters import ALLOWED, FACETS, NAMES, PLACES, REVIEW, Filter

word = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0).isoformat(timespec="minutes")
)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
VALUES: dict[str, st.SearchStrategy[str]] = {
    **{facet.value: word for facet in FACETS},
    "entity": st.tuples(word, word).map("=".join),
    **{facet.value: st.sampled_from(allowed) for facet, allowed in ALLOWED.items()},
    "label": word,
    "words": word,
    "words_in": st.sampled_from(PLACES),
    "from": moments | days,
    "to": moments | days,
    "opened_from": moments | days,
    "opened_to": moments | days,
    **{f"{name}_{end}": st.integers(0, 100).map(str)
       for name in ("turns", "confidence") for end in ("from", "to")},
    "review": st.sampled_from(REVIEW),
    "flagged": st.just("yes"),
    "handoff": st.just("yes"),
    "last": st.just("yes"),
    "asked": st.just("any"),
}  # fmt: skip


def read(address: str) -> Filter:
    return Filter.read(parse_qsl(address, keep_blank_values=True))


def test_every_field_is_drawn() -> None:
    assert VALUES.keys() == NAMES


@given(st.dictionaries(st.sampled_from(sorted(VALUES)), st.just("")).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})))  # fmt: skip
def test_an_address_comes_back_as_the_same_filter(fields: dict[str, str]) -> None:
    for low, high in (("from", "to"), ("opened_from", "opened_to"), ("turns_from", "turns_to")):
        if low in fields and high in fields:
            del fields[high]
    fields.pop("confidence_to", None)
    found = Filter.read(fields.items())
    chosen = "words" in fields and fields.get("words_in") != PLACES[0]
    without_effect = set() if chosen else {"words_in"}
    assert {name for name, _ in found.fields()} == fields.keys() - without_effect
    assert read(found.query()) == found


def test_empty_fields_of_a_form_are_no_conditions() -> None:
    assert read("words=&kind=&from=&turns_from=++") == Filter()
    assert not Filter().is_about_turns


def test_several_values_of_one_condition_stay_in_order() -> None:
    assert read("kind=unknown&kind=error&kind=unknown").facets == {Facet.KIND: ("unknown", "error")}


def test_a_day_ends_with_the_next_one() -> None:
    found = read("from=2026-11-21&to=2026-11-21")

    assert found.since == datetime(2026, 11, 21, tzinfo=UTC)
    assert found.until == datetime.combine(date(2026, 11, 22), time(), UTC)
    assert found.query() == "from=2026-11-21&to=2026-11-21"


def test_an_hour_can_be_named() -> None:
    found = read("from=2026-11-21T14:00&to=2026-11-21T15:00")

    assert (found.since, found.until) == (
        datetime(2026, 11, 21, 14, tzinfo=UTC),
        datetime(2026, 11, 21, 15, tzinfo=UTC),
    )
    assert read(found.query()) == found


def test_one_condition_can_be_taken_away() -> None:
    found = read("kind=unknown&kind=error&review=new")

    assert found.without("kind", "error") == read("kind=unknown&review=new")
    assert found.with_facet(Facet.KIND, "help") == read("kind=help&review=new")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("intnet=pay", "intnet"),
        ("from=yesterday", "2026-11-21"),
        ("from=2026-02-30", "2026-11-21"),
        ("to=9999-12-31", "future"),
        ("from=2026-11-22&to=2026-11-20", "above"),
        ("turns_from=many", "whole number"),
        ("turns_from=%D9%A3", "whole number"),
        ("turns_to=-1", "whole number"),
        ("confidence_from=101", "100"),
        ("confidence_from=9&confidence_to=8", "above"),
        ("review=perhaps", "new, reviewed"),
        ("review=new&review=reviewed", "1 times"),
        ("flagged=1", "yes"),
        ("feedback=great", "unhelpful"),
        ("seconds=3", "0.5, 1, 2, 5, more"),
        ("again=no", "yes"),
        ("words=guam&words_in=nowhere", "question, reply, both"),
        ("opened_from=2026-11-22&opened_to=2026-11-20", "above"),
        ("asked=yes", "any, no"),
        ("asked=no&kind=unknown", "without a question"),
        ("entity=texas", "state=texas"),
        ("words=%22%22+-+!", "one word"),
        ("words=-guam", "one word"),
        ("words=" + "a+" * 21, "20 words"),
        ("words=" + "a" * 201, "200 characters"),
        ("kind=a%00b", "characters"),
        ("kind=%ED%A0%80", "characters"),
        ("&".join(f"kind={number}" for number in range(21)), "20 times"),
    ],
)
def test_what_cannot_be_understood_is_told(address: str, named: str) -> None:
    with pytest.raises(BadFilterError, match=named):
        read(address)
