"""Which certification to begin with, and whether one is needed at all."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply

TOPIC = "certification_choice"
# A field of medicine, which a wish for a recommendation may name too.
SPECIALTY = re.compile(
    r"\b(heart|cardio\w*|ortho\w*|bones?|joints|emergency|specialt(y|ies))\b", re.I
)
# Narrow questions, and the templates that answer them before all else.
ASPECTS: dict[str, tuple[str, ...]] = {
    "required": ("required",),
    "in-practice": ("in_practice", "no_law"),
    "list": ("list",),
    "most-common": ("most_common",),
    "several": ("not_a_must",),
    "next": ("next",),
    "for-inpatient": ("for_inpatient",),
    "for-outpatient": ("for_outpatient",),
    "for-auditing": ("for_auditing",),
    "for-risk-adjustment": ("for_risk_adjustment",),
    "for-specialty": ("for_specialty",),
    "certificate-or-certification": ("explained",),
    "body": ("body",),
    "cheapest": ("cheapest",),
    "remote-cert": ("remote",),
}
# Words that mean one of them for certain.
CERTAIN = {
    "required": re.compile(
        r"\b(requir\w*|mandatory|optional|compulsory|voluntary|by law|the law|licen[sc]e)\b", re.I
    ),
    "certificate-or-certification": re.compile(
        r"\bcertificates?\b.*\bcertifications?\b|\bcertifications?\b.*\bcertificates?\b", re.I
    ),
    "for-specialty": SPECIALTY,
}
# What a question may name besides, and the template that answers it.
FITTING = {
    ("specialty", "inpatient"): "for_inpatient",
    ("workplace", "hospital"): "for_inpatient",
    ("specialty", "outpatient"): "for_outpatient",
    ("workplace", "physician-practice"): "for_outpatient",
    ("specialty", "auditing-compliance"): "for_auditing",
    ("role", "coding-auditor"): "for_auditing",
    ("certification", "cpma"): "for_auditing",
    ("specialty", "risk-adjustment"): "for_risk_adjustment",
    ("certification", "crc"): "for_risk_adjustment",
    ("certification", "ccs"): "for_ccs",
    ("certification", "cbcs"): "for_cbcs",
    ("certification", "rhit"): "for_rhit",
}
DEFAULT = ("cpc", "cca")


def hint(text: str, desk: Desk) -> Reply | None:
    """Return what to know of one field of medicine before a recommendation, or None."""
    if not SPECIALTY.search(text):
        return None
    return desk.draft(TOPIC).say("for_specialty").finish()


def answer(frame: Frame, desk: Desk) -> Reply:
    """Answer what the question stresses or names, and then which one comes first."""
    draft = desk.draft(TOPIC)
    stressed = _stressed(frame)
    fitting = [name for key, name in FITTING.items() if key[1] in frame.get(key[0])]
    for name in dict.fromkeys([*stressed, *fitting]):
        draft.say(name)
    draft.say("begin" if "next" in stressed else "first")
    if not stressed:
        draft.say("required").say("fees").say("next_step")
    named = [subject.id for subject in desk.subjects(frame, "certification")]
    for id_ in list(dict.fromkeys([*named, *DEFAULT]))[:2]:
        draft.choose("about", certification=desk.knowledge.subject(id_))
    return draft.choose("cost", "training_cost").finish()


def _stressed(frame: Frame) -> list[str]:
    """Return the templates for what the question asks narrowly."""
    found = [name for name, words in CERTAIN.items() if words.search(frame.text)]
    if frame.aspect in ASPECTS:
        # The words may name something in passing; what was learnt comes first.
        found = [frame.aspect, *(name for name in found if name != frame.aspect)][:2]
    return [template for name in found for template in ASPECTS[name]]
