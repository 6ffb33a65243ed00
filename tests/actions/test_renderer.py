from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.computed import (
    Computed,
    count_above,
    difference,
    per_month,
    per_week,
    position,
)
from actions.desk import WORDING, Desk
from actions.errors import BindingError, MissingSourceError, UnboundNumberError, WordingError
from actions.reply import Kind
from actions.templates import Bind, Template, load_wording
from actions.values import City, Value
from knowledge import Fact, KnowledgeBase, Subject
from knowledge.formatting import numbers_in
from tests.actions.conftest import SCHOOL

TEMPLATES = sorted(load_wording(WORDING).templates.values(), key=lambda t: (t.topic, t.name))
IDS = [f"{template.topic}.{template.name}" for template in TEMPLATES]


def fitting_facts(
    knowledge: KnowledgeBase, bind: Bind, template: Template, name: str
) -> list[Fact]:
    """Return every fact that fits a bind and has all the attributes that the template shows."""
    if bind.id:
        return [knowledge.fact(bind.id)]
    return [
        fact
        for fact in knowledge.facts()
        if (not bind.topics or fact.topic in bind.topics)
        and (not bind.subjects or fact.subject.id in bind.subjects)
        and (not bind.measures or fact.measure.id in bind.measures)
        and (not bind.kinds or fact.subject.kind in bind.kinds)
        and (not bind.standings or fact.standing in bind.standings)
        and _shows(fact, template.text, name)
    ]


def _shows(fact: Fact, text: str, name: str) -> bool:
    needed = {
        f"{{{name}.figure}}": fact.figure,
        f"{{{name}.amount}}": fact.figure,
        f"{{{name}.note}}": fact.note,
        f"{{{name}.as_of}}": fact.as_of,
        f"{{{name}.published}}": fact.source.published,
    }
    return all(value for placeholder, value in needed.items() if placeholder in text)


def computed(knowledge: KnowledgeBase, operation: str) -> st.SearchStrategy[Computed]:
    """Draw any computation of one kind over the table of states."""
    ranking = knowledge.rank("state", "median", topic="pay_state")
    one = st.sampled_from(ranking)
    if operation == "difference":
        return st.builds(difference, one, one)
    if operation in ("month", "week"):
        return one.map(per_month if operation == "month" else per_week)
    if operation == "position":
        return one.map(lambda fact: position(fact, ranking))
    return st.just(count_above(knowledge.fact("karma.pay.us.median"), ranking))


def value_for(
    knowledge: KnowledgeBase, bind: Bind, template: Template, name: str
) -> st.SearchStrategy[Any]:
    if bind.type == "fact":
        return st.sampled_from(fitting_facts(knowledge, bind, template, name))
    if bind.type == "computed":
        return computed(knowledge, str(bind.operation))
    if bind.type == "school":
        return st.just(SCHOOL)
    if bind.type == "city":
        return st.sampled_from([City("Houston"), City("Winston-Salem")])
    kinds = bind.kinds or (None,)
    return st.sampled_from([s for kind in kinds for s in knowledge.subjects(kind)])


@pytest.mark.parametrize("template", TEMPLATES, ids=IDS)
@settings(max_examples=40, deadline=None, database=None)
@given(data=st.data())
def test_whatever_fits_a_template_gives_a_sourced_reply(
    template: Template, desk: Desk, data: st.DataObject
) -> None:
    values: dict[str, Value] = {
        name: data.draw(value_for(desk.knowledge, bind, template, name), label=name)
        for name, bind in template.binds.items()
        if not bind.id
    }
    kind: Kind = "answer" if template.claim else "question"
    reply = desk.draft(template.topic, kind).say(template.name, **values).finish()
    assert "{" not in reply.twin()
    if template.claim:
        assert reply.facts
        assert {source.id for source in reply.sources} <= {s.id for s in desk.knowledge.sources()}
        assert all(source.title in reply.twin() for source in reply.sources)
    else:
        assert not reply.facts
    if not template.claim and "school" not in template.binds:
        assert not numbers_in(reply.text)


def fact_of(desk: Desk, id_: str = "guide.pay.texas.median") -> Fact:
    return desk.knowledge.fact(id_)


def with_text(desk: Desk, topic: str, name: str, text: str) -> Desk:
    """Slip a text past the load check, as a mistake in the renderer itself might."""
    templates = dict(desk.wording.templates)
    templates[topic, name] = replace(templates[topic, name], text=text)
    return replace(desk, wording=replace(desk.wording, templates=templates))


def test_a_number_that_no_fact_carries_breaks_the_reply(desk: Desk) -> None:
    tampered = with_text(desk, "pay_state", "median", "In {median.subject} it was 47,231.")
    with pytest.raises(UnboundNumberError, match="47231"):
        tampered.draft("pay_state").say("median", median=fact_of(desk)).finish()


def test_a_number_in_a_disclaimer_breaks_the_reply(desk: Desk) -> None:
    caution = replace(desk.wording.disclaimers["living_costs"], text="Rents rose by 12 percent.")
    disclaimers = {**desk.wording.disclaimers, "living_costs": caution}
    tampered = replace(desk, wording=replace(desk.wording, disclaimers=disclaimers))
    draft = tampered.draft("pay_state").say("median", median=fact_of(desk))
    with pytest.raises(UnboundNumberError):
        draft.disclaim("living_costs").finish()


def test_a_fact_without_a_source_breaks_the_reply(desk: Desk) -> None:
    orphan = replace(fact_of(desk), source=None)  # type: ignore[arg-type]
    with pytest.raises(MissingSourceError):
        desk.draft("pay_state").say("median", median=orphan)


def test_a_fact_with_an_unknown_source_breaks_the_reply(desk: Desk) -> None:
    fact = fact_of(desk)
    with pytest.raises(MissingSourceError):
        desk.draft("pay_state").say(
            "median", median=replace(fact, source=replace(fact.source, id="a-forum"))
        )


def test_a_changed_figure_is_no_fact_of_the_knowledge(desk: Desk) -> None:
    with pytest.raises(MissingSourceError):
        desk.draft("pay_state").say("median", median=replace(fact_of(desk), low=Decimal(90000)))


def test_an_answer_without_any_fact_breaks(desk: Desk) -> None:
    with pytest.raises(MissingSourceError):
        desk.draft("pay_state").say("not_by_state").finish()


def test_a_top_tenth_never_fits_the_sentence_on_the_median(desk: Desk) -> None:
    with pytest.raises(BindingError, match="measure"):
        desk.draft("pay_state").say(
            "median", median=fact_of(desk, "guide.pay.texas.top-10-percent")
        )


def test_a_national_figure_never_fits_a_sentence_on_a_state(desk: Desk) -> None:
    with pytest.raises(BindingError):
        desk.draft("pay_state").say("median", median=fact_of(desk, "karma.pay.us.median"))


@pytest.mark.parametrize("values", [{}, {"median": None}, {"other": None}])
def test_missing_and_wrong_values_break_the_reply(desk: Desk, values: dict[str, Any]) -> None:
    with pytest.raises(BindingError):
        desk.draft("pay_state").say("median", **values)


def test_an_undated_fact_can_not_fill_a_date(desk: Desk) -> None:
    with pytest.raises(BindingError, match="as_of"):
        desk.draft("pay_national").say("median", median=fact_of(desk, "guide.pay.us.median"))


def test_unknown_names_break_the_reply(desk: Desk) -> None:
    draft = desk.draft("pay_state")
    with pytest.raises(WordingError):
        draft.say("nonsense")
    with pytest.raises(WordingError):
        draft.choose("nonsense")
    with pytest.raises(WordingError):
        draft.disclaim("nonsense")
    with pytest.raises(BindingError):
        draft.finish()


def test_more_than_three_choices_break_the_reply(desk: Desk) -> None:
    draft = desk.draft("pay_state").say("median", median=fact_of(desk))
    for state in desk.knowledge.subjects("state")[:4]:
        draft.choose("state", state=state)
    with pytest.raises(BindingError):
        draft.finish()


def test_a_conflict_is_told_once_and_brings_its_sources(desk: Desk) -> None:
    median = fact_of(desk, "karma.pay.us.median")
    draft = desk.draft("pay_national").say("median", median=median)
    reply = draft.differ(median).differ(fact_of(desk, "guide.pay.us.median")).finish()
    assert reply.text.count("$48,780") == 1
    assert "medical-coder-profile" in {source.id for source in reply.sources}


def test_a_fact_without_conflict_adds_nothing(desk: Desk) -> None:
    texas = fact_of(desk)
    draft = desk.draft("pay_state").say("median", median=texas)
    assert draft.differ(texas).differ(None).finish().text.startswith("In Texas")


def cautions(desk: Desk, *facts: str) -> Iterator[str]:
    draft = desk.draft("pay_state").say("median", median=fact_of(desk))
    texts = draft.cite(*(fact_of(desk, id_) for id_ in facts)).finish().disclaimers
    keys = {caution.text: key for key, caution in desk.wording.disclaimers.items()}
    return (keys[text] for text in texts)


def test_pay_figures_bring_their_cautions(desk: Desk) -> None:
    assert set(cautions(desk)) == {"pay_not_promise", "bls_group", "past_review"}


def test_before_the_review_date_nothing_is_said_about_newer_figures(desk: Desk) -> None:
    due = fact_of(desk).review_by
    assert due is not None
    assert "past_review" not in set(cautions(desk.on(due)))


def test_a_figure_without_basis_is_called_a_rough_guide(desk: Desk) -> None:
    assert "unattributed_figure" in set(cautions(desk, "profile.cpc.exam-fee"))


def test_a_claim_without_figure_needs_no_such_caution(desk: Desk) -> None:
    assert "unattributed_figure" not in set(cautions(desk, "profile.certification.voluntary"))


def test_a_place_is_named_once_and_with_its_date(desk: Desk) -> None:
    draft = desk.draft("pay_state").say("median", median=fact_of(desk))
    reply = draft.say("top", top=fact_of(desk, "guide.pay.texas.top-10-percent")).finish()
    (source,) = reply.sources
    assert (source.id, source.as_of) == ("coding-specialist-guide", "May 2024")


def test_a_choice_carries_what_it_asks(desk: Desk) -> None:
    texas: Subject = desk.knowledge.subject("texas")
    draft = desk.draft("pay_state").say("median", median=fact_of(desk))
    (choice,) = draft.choose("rank", state=texas).choose("rank", state=texas).finish().choices
    assert (choice.title, choice.intent) == ("Where Texas ranks", "rank_states")
    assert choice.entities == {"state": ["texas"]}


def test_the_text_twin_holds_all_of_the_payload(desk: Desk) -> None:
    draft = desk.draft("pay_state").say("median", median=fact_of(desk))
    reply = draft.choose("ranking").finish()
    payload, twin = reply.payload(), reply.twin()
    assert payload["text"] in twin
    for caution in payload["disclaimers"]:
        assert caution in twin
    for source in payload["sources"]:
        assert source["title"] in twin
        assert source["as_of"] in twin
    for choice in payload["choices"]:
        assert choice["title"] in twin
