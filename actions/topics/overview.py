"""Answers every question whose answer is described by data in actions/overviews/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.desk import Desk
from actions.frame import Frame
from actions.overviews import Overview, Section, Sentence
from actions.renderer import MOST_CHOICES, Draft
from actions.reply import Choice, Reply
from knowledge import Fact

TOPIC = "overview"
PAGE = "page"
PAGE_SIZE = 5
MOST_SECTIONS = 3
MOST_LEADS = 2
# With fewer facts than these on what was named, the general answer follows.
FEW = 3
# What these kinds name is no subject of an overview's facts.
NO_FOCUS = frozenset({"measure", "state", "country", "occupation", "city", "amount", PAGE})
# "A coding program" names nothing in particular.
GENERAL = frozenset({"coding-program"})
# Facts about single states are given by the questions about states.
ELSEWHERE = "state"
# How a fact that does not lead is labelled when it is told without its conflict.
LABELS = {"differs": "differs", "historical": "historical", "derived": "derived"}


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer in general or for what the frame stresses; a `page` above one tells the rest."""
    overview = desk.overviews[frame.intent]
    asked = frame.of(frame.intent, **{PAGE: ()})
    draft = _first(overview, asked, desk)
    pages = _pages(overview, asked, desk, draft.told)
    number = _page(frame)
    if 2 <= number <= len(pages) + 1:
        return _later(overview, asked, desk, pages, number)
    return _choices(draft, overview, asked, desk, more=bool(pages)).finish()


def _page(frame: Frame) -> int:
    values = frame.get(PAGE)
    return int(values[0]) if values and values[0].isdecimal() and len(values[0]) < 4 else 1


def _first(overview: Overview, frame: Frame, desk: Desk) -> Draft:
    sections = _sections(overview, frame, desk)
    declines = bool(sections) and all(section.declines for section in sections)
    draft = desk.draft(TOPIC, "out_of_scope" if declines else "answer")
    for kind, sentence in overview.limits.items():
        for subject in desk.subjects(frame, kind)[:1]:
            draft.say(sentence.template, subject=subject)
    for kind, sentence in overview.missing.items():
        for subject in desk.subjects(frame, kind):
            if subject.id not in overview.by_subject and not _about(overview, [subject.id], desk):
                draft.say(sentence.template, subject=subject)
    for words, sentence in overview.unsaid:
        if words.search(frame.text):
            draft.say(sentence.template)
            break
    for section in sections:
        _tell(draft, section, desk)
    if not sections:
        facts = _focus(overview, frame, desk)
        _tell_facts(draft, facts, desk)
        if len(facts) < FEW:
            general = overview.general
            _tell(draft, Section(lead=general.lead) if facts else general, desk)
    return draft


def _sections(overview: Overview, frame: Frame, desk: Desk) -> list[Section]:
    """Return the sections that fit the narrow question, its words, measures or subjects."""
    named = [id_ for id_ in _named(frame) if id_ in overview.by_subject]
    narrow = overview.by_aspect.get(frame.aspect) or overview.by_measure.get(frame.aspect)
    by_aspect = [narrow] if narrow and _speaks_of(narrow, frame) else []
    by_words = [
        section
        for section in overview.by_aspect.values()
        if section.words and section.words.search(frame.text) and _speaks_of(section, frame)
    ]
    by_measure = [
        overview.by_measure[measure]
        for measure in frame.get("measure")
        if measure in overview.by_measure
        # The pass rate of one exam is no answer about another exam.
        and (not named or desk.knowledge.facts(measure=measure, subject=named[0]))
    ]
    by_subject = [overview.by_subject[id_] for id_ in named]
    if len(by_measure) > 1 and frame.aspect in frame.get("measure"):
        # "Openings and growth" asks for both, whichever of them was heard as the question.
        by_aspect = by_measure
    return (by_aspect or by_words or by_measure or by_subject)[:MOST_SECTIONS]


def _speaks_of(section: Section, frame: Frame) -> bool:
    return not section.not_for & set(_named(frame))


def _named(frame: Frame) -> list[str]:
    named = [id_ for kind, ids in frame.values.items() if kind not in NO_FOCUS for id_ in ids]
    return [id_ for id_ in named if id_ not in GENERAL]


def _about(overview: Overview, subjects: Iterable[str], desk: Desk) -> list[Fact]:
    return [
        fact
        for topic in overview.topics
        for subject in subjects
        for fact in desk.knowledge.facts(topic=topic, subject=subject)
    ]


def _focus(overview: Overview, frame: Frame, desk: Desk) -> list[Fact]:
    """Return the leading facts about the subjects or the measures that the frame names."""
    measures = frame.get("measure")
    facts = [fact for fact in _about(overview, _named(frame), desk) if fact.standing == "leading"]
    if not facts:
        facts = [
            fact
            for topic in overview.topics
            for measure in measures
            for fact in desk.knowledge.facts(topic=topic, measure=measure, standing="leading")
            if fact.subject.kind != ELSEWHERE
        ]
    by_measure = [fact for fact in facts if fact.measure.id in measures]
    return (by_measure or facts)[: MOST_LEADS + PAGE_SIZE]


def _tell(draft: Draft, section: Section, desk: Desk) -> None:
    """Tell one section: its lead as one paragraph, its list, and how the pages differ."""
    _paragraph(draft, section.lead, desk)
    if section.intro:
        draft.say(section.intro.template)
    for sentence in section.items:
        _line(draft, sentence, desk)
    _paragraph(draft, section.after, desk)
    for id_ in section.differ:
        draft.differ(desk.knowledge.fact(id_))
    draft.disclaim(*section.disclaimers)


def _paragraph(draft: Draft, sentences: Sequence[Sentence], desk: Desk) -> None:
    for number, sentence in enumerate(sentences):
        tell = draft.add if number else draft.say
        if sentence.fact is None:
            tell(sentence.template)
            continue
        fact = desk.knowledge.fact(sentence.fact)
        tell("statement", fact=fact)
        if fact.note:
            draft.add("note", fact=fact)


def _line(draft: Draft, sentence: Sentence, desk: Desk) -> None:
    if sentence.fact is None:
        draft.item(sentence.template)
    else:
        _fact_line(draft, desk.knowledge.fact(sentence.fact), desk)


def _fact_line(draft: Draft, fact: Fact, desk: Desk) -> None:
    """Tell a fact as a line of a list, labelled when it is not the one to go by."""
    draft.item("statement", fact=fact)
    label = LABELS.get(fact.standing)
    conflict = desk.knowledge.conflict(fact.id)
    leading = desk.knowledge.fact(conflict.leading) if conflict and conflict.leading else None
    if label == "historical" and not fact.source.published:
        label = "differs"
    if label:
        draft.extend(label, fact=fact)
    if label and fact.figure and leading and leading.figure not in (None, fact.figure):
        draft.extend("go_by", leading=leading)
    elif fact.note:
        draft.extend("note", fact=fact)


def _tell_facts(draft: Draft, facts: Sequence[Fact], desk: Desk) -> None:
    _paragraph(draft, [Sentence(fact.id) for fact in facts[:MOST_LEADS]], desk)
    for fact in facts[MOST_LEADS:]:
        _fact_line(draft, fact, desk)
    for fact in facts[:MOST_LEADS]:
        draft.differ(fact)


def _pages(overview: Overview, frame: Frame, desk: Desk, told: frozenset[str]) -> list[list[Fact]]:
    """Return what the first answer leaves out, five facts to a page."""
    knowledge = desk.knowledge
    pool = [fact for topic in overview.topics for fact in knowledge.facts(topic=topic)]
    named = set(_named(frame))
    if about := [fact for fact in pool if fact.subject.id in named]:
        pool = about
    rest = [fact for fact in pool if fact.id not in told and fact.subject.kind != ELSEWHERE]
    return [rest[start : start + PAGE_SIZE] for start in range(0, len(rest), PAGE_SIZE)]


def _later(
    overview: Overview, frame: Frame, desk: Desk, pages: list[list[Fact]], number: int
) -> Reply:
    draft = desk.draft(TOPIC).say("page")
    for fact in pages[number - 2]:
        _fact_line(draft, fact, desk)
    draft.disclaim(*overview.general.disclaimers)
    return _choices(draft, overview, frame, desk, more=number <= len(pages), page=number).finish()


def _choices(
    draft: Draft, overview: Overview, frame: Frame, desk: Desk, *, more: bool, page: int = 1
) -> Draft:
    """Offer more of the same first, then what the sections or the overview suggest."""
    states = desk.subjects(frame, ELSEWHERE) if overview.limits else []
    if states:
        draft.choose("pay", "pay_state", state=states[0])
    sections = _sections(overview, frame, desk)
    names = [name for section in sections for name in section.choices]
    if page > 1 or sections or _focus(overview, frame, desk):
        names.append(f"{TOPIC}/{overview.intent}")
    for name in [*names, *overview.general.choices]:
        if len(draft.offered) < MOST_CHOICES - more:
            topic, _, choice = name.partition("/")
            draft.choose(choice, topic)
    return draft.offer(_more(frame, desk, page + 1)) if more else draft


def _more(frame: Frame, desk: Desk, page: int) -> Choice:
    title = desk.wording.templates[TOPIC, "more"].text
    entities = {kind: list(ids) for kind, ids in frame.values.items()}
    return Choice(title, frame.intent, {**entities, PAGE: [str(page)]})
