"""Which topic answers which action of domain.yml."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answering import Answering
from actions.certification_form import (
    AskCertificationQuestion,
    RecommendCertification,
    ValidateCertificationForm,
)
from actions.desk import Desk
from actions.recommendation import QUESTIONS
from actions.topic_action import Topic, TopicAction
from actions.topics import (
    certification_choice,
    certification_compare,
    certification_detail,
    dialogue,
    help,
    overview,
    pay_national,
    person,
    rank_states,
    recommendation,
    remote_work,
    states,
    training_cost,
    training_time,
)

# The intents of the generic topic; each has a file in actions/overviews/.
OVERVIEWS = (
    "accreditation",
    "ai",
    "billing_difference",
    "career_ladder",
    "certification_value",
    "code_systems",
    "confidentiality",
    "courses_taught",
    "definition",
    "duties",
    "exam_difficulty",
    "figures_source",
    "first_job",
    "fit",
    "membership",
    "organization_detail",
    "outlook",
    "pay_experience",
    "pay_role",
    "pay_specialty",
    "physical_demands",
    "programs",
    "pros_cons",
    "requirements",
    "schedule",
    "skills",
    "software",
    "steps",
    "workday",
    "workplaces",
)
TOPICS: dict[str, Topic] = {
    "action_pay_national": pay_national.answer,
    "action_pay_state": states.pay,
    "action_compare_states": states.compare,
    "action_rank_states": rank_states.answer,
    "action_certification_choice": certification_choice.answer,
    "action_certification_detail": certification_detail.answer,
    "action_training_time": training_time.answer,
    "action_training_cost": training_cost.answer,
    "action_remote_work": remote_work.answer,
    "action_certification_compare": certification_compare.answer,
    **{f"action_{intent}": overview.answer for intent in OVERVIEWS},
}
# These leave the last frame alone: "what about Florida?" after "hello" still means what it meant.
ASIDES: dict[str, Topic] = {
    "action_capabilities": help.capabilities,
    "action_out_of_scope": help.out_of_scope,
    "action_fallback": dialogue.did_you_mean,
    "action_speak_to_person": person.speak,
    "action_personal": person.personal,
    "action_diagnosis_code": person.diagnosis_code,
    "action_other_language": person.other_language,
}


# What the dialogue makes of a message; the classifier knows no such intents. See dialogue.yml.
TURNS: dict[str, Topic] = {
    "nlu_fallback": dialogue.did_you_mean,
    "ask_topic": dialogue.ask_topic,
    "ask_place": dialogue.ask_place,
    "ask_state": dialogue.ask_state,
    "pay_billing": dialogue.pay_billing,
    "recommend_certification": recommendation.answer,
}


def topics_by_intent() -> dict[str, Topic]:
    """Return the topic of every intent, those that the dialogue makes included."""
    named = {**TOPICS, **ASIDES}
    return {name.removeprefix("action_"): topic for name, topic in named.items()} | TURNS


def build_actions(desk: Desk) -> list[Action]:
    """Return all actions, ready to be registered."""
    answering = Answering(topics_by_intent(), desk)
    own = {
        **{name: name.removeprefix("action_") for name in (*TOPICS, *ASIDES)},
        "action_fallback": "nlu_fallback",
        "action_follow_up": "ask_topic",
    }
    return [
        *(TopicAction(name, intent, answering, desk) for name, intent in own.items()),
        ValidateCertificationForm(),
        *(AskCertificationQuestion(question, answering, desk) for question in QUESTIONS),
        RecommendCertification(answering, desk),
    ]
