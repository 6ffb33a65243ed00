"""The recommendation of a certification, and the questions that lead to it."""

from __future__ import annotations

from typing import Literal

from actions.desk import Desk
from actions.frame import Frame
from actions.recommendation import QUESTIONS, Answers, Recommendation, decide, read
from actions.renderer import Draft
from actions.reply import Reply

TOPIC = "recommendation"
OPTIONS = {
    "place": ("hospital", "office", "any_place"),
    "experience": ("none", "some", "more"),
    "priority": ("cost", "speed", "recognition"),
}
WITH_FEE = frozenset({"cpc", "cca", "ccs", "coc"})
FIRST = "profile.choice.cpc-or-cca.enough"
Opening = Literal["intro", "again", "resume"]


def answer(frame: Frame, desk: Desk) -> Reply:
    """Recommend when the frame says enough of a person; otherwise ask the next question."""
    answers = read(frame)
    missing = answers.missing()
    named = frame.get("certification")
    # What was recommended before is asked about again, so nothing is left to ask.
    if missing and not (named and any(frame.get(question) for question in QUESTIONS)):
        return ask(missing, desk, "intro")
    return recommend(answers, desk)


def remembered(frame: Frame) -> Frame:
    """Return the frame with the certification that it leads to, for "how much does it cost?"."""
    answers = read(frame)
    if answers.place is None and answers.experience is None:
        return frame
    given = {question: answers.get(question) for question in QUESTIONS}
    values = {question: (value,) for question, value in given.items() if value}
    return Frame(frame.intent, {**values, "certification": (decide(answers).certification,)})


def ask(question: str, desk: Desk, opening: Opening | None = None) -> Reply:
    """Ask one of QUESTIONS, with choices; `opening` is said before it."""
    draft = desk.draft(TOPIC, "question")
    if opening:
        draft.say(opening).add(f"ask_{question}")
    else:
        draft.say(f"ask_{question}")
    for name in OPTIONS[question]:
        draft.choose(name)
    return draft.finish()


def left(desk: Desk) -> Reply:
    """Confirm that no recommendation is wanted any more."""
    draft = desk.draft(TOPIC, "smalltalk").say("left").choose("start")
    return draft.choose("which", "certification_choice").choose("cost", "training_cost").finish()


def recommend(answers: Answers, desk: Desk) -> Reply:
    """Recommend with reasons, fee, next step and what the pages disagree on."""
    found = decide(answers)
    draft = desk.draft(TOPIC, "recommendation").say(found.certification)
    beginner = answers.experience == "none"
    if found.certification == "cpc" and beginner:
        draft.add("apprentice")
    _fee(draft, found, answers)
    if found.later:
        draft.say(f"later_{found.later}")
    if found.other:
        draft.say(f"other_{found.other}")
    if found.certification in ("cpc", "cca"):
        draft.differ(desk.knowledge.fact(FIRST), brief=False)
    else:
        draft.say("not_a_must")
    draft.say("step_program" if beginner else "step_ads")
    for id_ in (found.certification, found.later or found.other):
        if id_ is not None:
            subject = desk.knowledge.subject(id_)
            draft.choose("about", "certification_choice", certification=subject)
    return draft.choose("cost", "training_cost").finish()


def _fee(draft: Draft, found: Recommendation, answers: Answers) -> None:
    if found.certification in WITH_FEE:
        draft.say(f"fee_{found.certification}")
    else:
        draft.say("no_fee")
    if answers.priority == "cost" and found.certification == "cca":
        draft.add("cheaper")
