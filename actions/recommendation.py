"""Which certification to recommend: reads answers from a message and decides; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from actions.errors import WordingError
from actions.frame import Frame
from actions.templates import read_mapping

FILE = Path(__file__).parent / "recommendation.yml"
DATA = read_mapping(FILE)
RECOMMEND = "recommend_certification"
QUESTIONS = ("place", "experience", "priority")
ANY = "any"
# What a follow-up about one question replaces among the kinds of the frame.
KINDS = {"place": ("workplace", "specialty", "role"), "experience": ("experience_level",)}
NUMBERS: Mapping[str, float] = DATA["numbers"]
SPAN = re.compile(
    r"\b(?P<number>\d+(?:\.\d+)?|" + "|".join(NUMBERS) + r")\+?[\s-]*"
    r"(?:(?:a|of|and a half|or \w+|to \w+)[\s-]+)?(?P<unit>years?|yrs?|months?|mos?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answers:
    """What is known about a person: where, how experienced, and what matters; None is unknown."""

    place: str | None = None
    experience: str | None = None
    priority: str | None = None
    held: tuple[str, ...] = ()

    def get(self, question: str) -> str | None:
        """Return the answer to one of QUESTIONS."""
        return {"place": self.place, "experience": self.experience, "priority": self.priority}[
            question
        ]

    def missing(self) -> str | None:
        """Return the next question that changes the recommendation, or None when all is known."""
        if self.place is None:
            return "place"
        if self.experience is None:
            return "experience"
        return "priority" if self.priority is None and self._priority_matters() else None

    def _priority_matters(self) -> bool:
        return any(_fits(case, self) for case in DATA["priority_matters"])


@dataclass(frozen=True)
class Recommendation:
    """The certification that fits, one for later, and the nearest other one."""

    certification: str
    later: str | None = None
    other: str | None = None


def read(frame: Frame, asked: str | None = None) -> Answers:
    """Return what a message says about the three questions.

    `asked` is the question that the message answers. Words such as "any" or "more" answer only
    that one; without it, the message has to name place and experience plainly.
    """
    known = {question: _read(question, frame, question == asked) for question in QUESTIONS}
    if asked != "priority" and not frame.chosen and _asks(frame.text):
        known["priority"] = known["priority"] if known["priority"] != ANY else None
    return Answers(known["place"], known["experience"], known["priority"], _held(frame))


def merged(known: Answers, new: Answers) -> Answers:
    """Return both together; what was said last counts."""
    return Answers(
        new.place or known.place,
        new.experience or known.experience,
        new.priority or known.priority,
        tuple(dict.fromkeys((*known.held, *new.held))),
    )


def decide(answers: Answers) -> Recommendation:
    """Return the recommendation; what is not known counts as "any"."""
    for line in DATA["decisions"]:
        if _fits(line, answers):
            found = Recommendation(line["certification"], line.get("later"), line.get("other"))
            break
    else:
        raise WordingError("recommendation.yml: no decision fits")
    if found.certification not in answers.held:
        return found
    instead = found.later or DATA["instead"].get(found.certification, found.other)
    return replace(found, certification=instead, later=None, other=None)


def is_about_oneself(text: str) -> bool:
    """Tell whether a text speaks of the person who writes, or of somebody near."""
    return bool(re.search(DATA["self"], text, re.IGNORECASE))


def is_ready(frame: Frame) -> bool:
    """Tell whether a message says enough of a person for a recommendation."""
    answers = read(frame)
    about_self = answers.priority or is_about_oneself(frame.text)
    return bool(about_self and answers.place and answers.experience)


def given(frame: Frame) -> dict[str, tuple[str, ...]]:
    """Return the answers that a message gives, as values of a frame."""
    matters = re.search(DATA["matters"], frame.text, re.IGNORECASE)
    answers = read(frame, "priority" if matters else None)
    return {name: (value,) for name in QUESTIONS if (value := answers.get(name))}


def one_wish(frames: Sequence[Frame], recommendable: Collection[str]) -> list[Frame]:
    """Return the clauses of a message with those about one recommendation put together.

    "Two years of coding, I want a hospital. Which exam should I take?"
    """
    wishes = {RECOMMEND, *recommendable}
    joined: list[Frame] = []
    for frame in frames:
        before = joined[-1] if joined else None
        same = before is not None and {before.intent, frame.intent} <= wishes
        if before is None or not same or RECOMMEND not in (before.intent, frame.intent):
            joined.append(frame)
            continue
        kinds = dict.fromkeys((*before.values, *frame.values))
        values = {k: tuple(dict.fromkeys((*before.get(k), *frame.get(k)))) for k in kinds}
        text = f"{before.text} {frame.text}"
        joined[-1] = replace(before.of(RECOMMEND, **values), text=text)
    return joined


def replaced(values: Mapping[str, tuple[str, ...]], frame: Frame) -> dict[str, tuple[str, ...]]:
    """Return the values without the old answers to what the frame answers anew."""
    stale = {
        question
        for question, kinds in KINDS.items()
        if any(frame.get(kind) for kind in kinds) and not frame.get(question)
    }
    return {kind: ids for kind, ids in values.items() if kind not in stale}


def is_leaving(text: str) -> bool:
    """Tell whether somebody wants no recommendation any more."""
    return bool(re.search(DATA["leave"], text, re.IGNORECASE))


def wants_decision(text: str) -> bool:
    """Tell whether somebody wants the recommendation with what is known so far."""
    return bool(re.search(DATA["decide_now"], text, re.IGNORECASE))


def is_question(text: str) -> bool:
    """Tell whether a message asks something instead of answering."""
    return bool(re.search(DATA["question"], text, re.IGNORECASE))


def _read(question: str, frame: Frame, asked: bool) -> str | None:
    if given := frame.get(question):
        return given[0] if given[0] in _possible(question) else None
    if question == "experience" and (years := _years(frame.text)) is not None:
        return _by_years(years)
    texts = [frame.text]
    if question == "place":
        # The part after the wish, when there is one, says more than the rest.
        wish = [match.end() for match in re.finditer(DATA["wish"], frame.text, re.IGNORECASE)]
        texts = [*(frame.text[end:] for end in wish[-1:]), frame.text]
    lines = [
        line
        for line in DATA["questions"][question]
        if asked or not (line["answer"] == ANY or line.get("only_asked")) or line.get("plain")
    ]
    for text in texts:
        for line in lines:
            if re.search(line["words"], text, re.IGNORECASE) and (asked or _is_plain(line)):
                return str(line["answer"])
    subjects = {id_ for ids in frame.values.values() for id_ in ids}
    return next((str(line["answer"]) for line in lines if subjects & set(line["subjects"])), None)


def _is_plain(line: Mapping[str, object]) -> bool:
    """Tell whether the words of a line say by themselves what they are about."""
    return bool(line.get("plain")) or line["answer"] not in ("more", "some", ANY)


def _possible(question: str) -> set[str]:
    return {line["answer"] for line in DATA["questions"][question]}


def _asks(text: str) -> bool:
    return "?" in text


def _years(text: str) -> float | None:
    """Return how many years of coding a message speaks of; years of another job do not count."""
    spans = list(SPAN.finditer(text))
    for span in spans:
        around = re.split(r"[.;!?]| but | and (?=i\b)", text[span.start() :])[0]
        before = re.split(r"[.,;!?]", text[: span.start()])[-1]
        if len(spans) == 1 and re.search(r"\bcod(ing|er|ed|e)\b", before + around, re.IGNORECASE):
            return span_years(span)
        if not re.search(DATA["other_job"], before + around, re.IGNORECASE):
            return span_years(span)
    return None


def span_years(span: re.Match[str]) -> float:
    """Return the years of a match that has a number, and a unit unless it is years."""
    word = span["number"].lower()
    number = float(NUMBERS[word]) if word in NUMBERS else float(word)
    unit = span.groupdict().get("unit") or "years"
    return number / 12 if unit.lower().startswith("m") else number


def _by_years(years: float) -> str:
    if years * 12 < DATA["months_for_some"]:
        return "none"
    return "more" if years > DATA["years_for_more"] else "some"


def _held(frame: Frame) -> tuple[str, ...]:
    """Return the certifications that a person says to have already."""
    named = frame.get("certification")
    return tuple(
        id_
        for id_ in named
        if re.search(DATA["held"] + rf"\b{re.escape(id_)}\b(?!-a)", frame.text, re.IGNORECASE)
        or re.search(rf"\b{re.escape(id_)}\b holder", frame.text, re.IGNORECASE)
    )


def _fits(line: Mapping[str, str], answers: Answers) -> bool:
    return all(
        line[question] == (answers.get(question) or ANY)
        for question in QUESTIONS
        if question in line
    )
