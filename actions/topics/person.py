"""Questions that a person should answer, and messages that we can only decline kindly."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.renderer import Draft
from actions.reply import Reply

TOPIC = "person"
# What a personal question is about, by its aspect.
ASPECTS = {
    "own-pay": "pay",
    "prediction": "prediction",
    "promise": "promise",
    "chances": "chances",
    "passing": "exam",
    "visa": "visa",
    "criminal-record": "record",
    "own-school": "school",
    "school-aid": "aid",
    "school-access": "access",
    "find-job": "job",
    "remark": "remark",
}
# The same by words, in the order in which they are looked for.
PERSONAL: dict[str, re.Pattern[str]] = {
    "promise": re.compile(r"\b(promis\w*|guarant\w*|swear|for sure|definitely)\b", re.I),
    "pay": re.compile(
        r"\b(earn\w*|salar\w*|paid|pay|wage\w*|income|make|making|raise|worth)\b|\$", re.I
    ),
    "record": re.compile(
        r"\b(felon\w*|criminal\w*|convict\w*|misdemeanor\w*|prison|jail|parole|probation)\b", re.I
    ),
    "visa": re.compile(r"\b(visa\w*|immigra\w*|green card|h-?1b|work permit|asylum)\b", re.I),
    "exam": re.compile(r"\b(pass\w*|fail\w*|exam|test)\b", re.I),
    "chances": re.compile(r"\b(hire\w*|job|chance\w*|get in|be good|succeed|odds)\b", re.I),
}
# Words that mean this very school, whatever else the message says.
SCHOOL = re.compile(
    r"\b(tuition|enrol\w*|admission\w*|admit\w*|apply|application|register|sign up|start date\w*"
    r"|next (class|course|term|start)|class(es)? (start|begin)|refund\w*|your (school|program"
    r"|course\w*|classes|tuition|price\w*|campus|teacher\w*|instructor\w*)|you guys|transcript\w*"
    r"|financial aid|scholarships?|grants?|student loans?|payment plan"
    r"|my (grade\w*|teacher|class|account|login|password))\b",
    re.I,
)


def speak(frame: Frame, desk: Desk) -> Reply:
    """Say how to reach a person, and when."""
    draft = desk.draft(TOPIC, "handoff").say("speak", school=desk.school)
    return _choices(draft.say("speak_meanwhile")).finish()


def personal(frame: Frame, desk: Desk) -> Reply:
    """Say honestly that nobody can look into this here, in words that fit the question."""
    draft = desk.draft(TOPIC, "out_of_scope")
    about = _about(frame)
    draft.say(f"personal_{about}")
    draft.say("talk_to_person" if about == "remark" else "ask_person", school=desk.school)
    if about in ("pay", "prediction"):
        for state in desk.subjects(frame, "state")[:1]:
            draft.choose("pay", "pay_state", state=state)
        draft.choose("national", "pay_state").choose("pay_experience", "overview")
    elif about == "exam":
        draft.choose("exam_difficulty", "overview").choose("which", "certification_choice")
    elif about in ("promise", "chances", "job", "record"):
        draft.choose("first_job", "overview").choose("outlook", "overview")
    elif about in ("school", "aid", "access"):
        draft.choose("cost", "training_cost").choose("time", "training_time")
    else:
        _choices(draft)
    return draft.finish()


def _about(frame: Frame) -> str:
    """Return what a personal question is about: a part of the name of its wording."""
    if frame.aspect in ASPECTS:
        return ASPECTS[frame.aspect]
    about = next((name for name, words in PERSONAL.items() if words.search(frame.text)), "other")
    return "school" if SCHOOL.search(frame.text) and about != "promise" else about


def diagnosis_code(frame: Frame, desk: Desk) -> Reply:
    """Decline to give the code of a case, and say what the sets of codes are."""
    draft = desk.draft(TOPIC, "out_of_scope").say("no_code").say("code_sets")
    return draft.choose("code_systems", "overview").choose("courses_taught", "overview").finish()


def other_language(frame: Frame, desk: Desk) -> Reply:
    """Say in Spanish and in English that only English is understood, and who can be asked."""
    draft = desk.draft(TOPIC, "out_of_scope").say("spanish", school=desk.school)
    return _choices(draft.say("english_only")).finish()


def _choices(draft: Draft) -> Draft:
    draft.choose("national", "pay_state").choose("which", "certification_choice")
    return draft.choose("time", "training_time")
