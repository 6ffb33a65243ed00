"""Which certification to begin with, and whether one is needed at all."""

from __future__ import annotations

import re

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply

TOPIC = "certification_choice"
REQUIRED = re.compile(
    r"\b(requir\w*|mandatory|optional|have to|has to|must|law|licen[sc]e|without|necessary|worth"
    r"|needed|need to|do i (really )?need|do you need|everyone needs|matter|bother)\b",
    re.I,
)
# Words that stress something, and the template that answers it first.
STRESSED = {
    "explained": re.compile(
        r"\bcertificates?\b.*\bcertifications?\b|\bcertifications?\b.*\bcertificates?\b", re.I
    ),
    "not_a_must": re.compile(r"\b(second|another|more than one|further|several|two|both)\b", re.I),
    "most_common": re.compile(
        r"\b(most (people|coders|common|popular|widespread)|the most|popular|widespread)\b", re.I
    ),
    "in_practice": re.compile(r"\b(hir(e|es|ed|ing)|employers?|get (a job|work))\b", re.I),
    "for_specialty": re.compile(
        r"\b(heart|cardio\w*|ortho\w*|bones?|joints|emergency|specialt(y|ies))\b", re.I
    ),
}
CHEAP = re.compile(r"\b(cheap\w*|fees?|costs?|price\w*|least expensive|afford\w*)\b", re.I)
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
    if not STRESSED["for_specialty"].search(text):
        return None
    return desk.draft(TOPIC).say("for_specialty").finish()


def answer(frame: Frame, desk: Desk) -> Reply:
    """Recommend a way to choose; the answer to what the question stresses comes first."""
    draft = desk.draft(TOPIC)
    stressed = [name for name, words in STRESSED.items() if words.search(frame.text)]
    for name in stressed:
        draft.say(name)
    asks_need = bool(REQUIRED.search(frame.text))
    if asks_need:
        draft.say("required")
    asks_fee = bool(CHEAP.search(frame.text))
    if asks_fee:
        draft.say("fees")
    fitting = [name for key, name in FITTING.items() if key[1] in frame.get(key[0])]
    for name in dict.fromkeys(fitting):
        draft.say(name)
    draft.say("first")
    if not asks_need and not stressed:
        draft.say("required")
    if not asks_fee:
        draft.say("fees")
    draft.say("next_step")
    named = [subject.id for subject in desk.subjects(frame, "certification")]
    for id_ in list(dict.fromkeys([*named, *DEFAULT]))[:2]:
        draft.choose("about", certification=desk.knowledge.subject(id_))
    return draft.choose("cost", "training_cost").finish()
