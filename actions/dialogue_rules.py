"""The rules of the dialogue as data: reads actions/dialogue.yml once and checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.errors import WordingError
from actions.templates import read_mapping, refuse_unknown_keys

FILE = Path(__file__).parent / "dialogue.yml"
FAMILIES = FILE.with_name("families.yml")
RULE_KEYS = {
    *("words", "after", "needs", "last_measure"),
    *("intent", "measure", "keep", "program", "aspect"),
}
PATTERNS = (
    "other_work",
    "our_work",
    "software_work",
    "place_word",
    "between",
    "of_them",
    "of_several",
    "both",
    "generally",
    "of_any",
    "besides",
    "than",
    "which_one",
    "for_me",
    "that_kind",
    "that_one",
    "that_post",
    "which_state",
    "the_same",
    "next_to",
    "any_state",
    "begins",
    "compare",
    "own_words",
    "continued",
    "goes_on",
    "pronoun",
    "no_pronoun",
    "correction",
    "wish",
    "points_back",
    "in_general",
    "difference",
    "length",
    "cost",
    "money",
    "the_pay",
    "at_end",
    "paid_states",
    "starting",
    "bare_name",
    "bare_pay",
    "bare_question",
    "the_other",
    "they",
    "their_pay",
    "swapped",
)
SECTIONS = frozenset(
    {
        *PATTERNS,
        "asides",
        "forget_after",
        "accepts",
        "takes_over",
        "subject_topics",
        "measures",
        "words",
        "comparisons",
        "of_states",
        "elastic",
        "needs_subject",
        "national",
        "short_words",
        "fields",
        "needs_words",
        "by_aspect",
        "recommendable",
        "beside",
        "no_pay",
        "places",
        "claims",
        "offers",
        "suggestions",
        "guesses",
        "declining",
        "declined",
        "pairs",
        "carried",
        "gives_way",
        "money_topics",
        "stories",
        "measure_topics",
        "order",
        "overrides",
        "certain",
        "spoken",
    }
)


@dataclass(frozen=True)
class Turn:
    """One line of a table: when it fits, and the intent and measure that follow."""

    words: re.Pattern[str] | None = None
    after: str = ""
    needs: str = ""
    last_measures: tuple[str, ...] = ()
    intent: str = ""
    measure: str = ""
    keep: bool = False
    program: str = ""
    aspect: str = ""


@dataclass(frozen=True)
class Rules:
    """Everything of actions/dialogue.yml that other modules ask for by name."""

    asides: frozenset[str]
    forget_after: int
    family: Mapping[str, str]
    accepts: Mapping[str, tuple[str, ...]]
    takes_over: Mapping[str, Mapping[str, str]]
    subject_topics: Mapping[str, Mapping[str, str]]
    measures: Mapping[str, tuple[Turn, ...]]
    words: tuple[Turn, ...]
    patterns: Mapping[str, re.Pattern[str]]
    comparisons: Mapping[str, str]
    of_states: frozenset[str]
    elastic: Mapping[str, str | None]
    needs_subject: Mapping[str, str]
    short_words: int
    fields: Mapping[str, str]
    needs_words: Mapping[str, re.Pattern[str]]
    by_aspect: frozenset[str]
    recommendable: frozenset[str]
    beside: Mapping[str, Mapping[str, str]]
    no_pay: Mapping[str, Any]
    places: Mapping[str, Any]
    claims: Mapping[str, Any]
    offers: Mapping[str, re.Pattern[str]]
    suggestions: Mapping[str, Any]
    guesses: Mapping[str, float]
    declining: frozenset[str]
    declined: tuple[Turn, ...]
    pairs: Mapping[str, tuple[str, ...]]
    carried: Mapping[str, tuple[str, ...]]
    gives_way: Mapping[str, Mapping[str, str]]
    money_topics: Mapping[str, Mapping[str, str]]
    stories: frozenset[str]
    measure_topics: Mapping[str, str]
    order: Mapping[str, re.Pattern[str]]
    overrides: tuple[Turn, ...]
    certain: tuple[Turn, ...]
    spoken: Mapping[str, str]

    @property
    def by_place(self) -> frozenset[str]:
        """The intents that ask one question, of the country, a state or several."""
        return frozenset(self.places["by_place"])

    @classmethod
    def read(cls, path: Path = FILE) -> Rules:
        """Read the rules; raises WordingError for an unknown key or a pattern that is none."""
        data = read_mapping(path)
        refuse_unknown_keys(data, SECTIONS, path.name)
        if missing := SECTIONS - set(data):
            raise WordingError(f"{path.name}: {sorted(missing)} missing")
        return cls(
            asides=frozenset(data["asides"]),
            forget_after=data["forget_after"],
            family={
                name: family for family, names in read_mapping(FAMILIES).items() for name in names
            },
            accepts={intent: tuple(kinds) for intent, kinds in data["accepts"].items()},
            takes_over=data["takes_over"],
            subject_topics=data["subject_topics"],
            measures={
                measure: tuple(_turn(raw) for raw in group["to"])
                for group in data["measures"]
                for measure in group["measures"]
            },
            words=tuple(_turn(raw) for raw in data["words"]),
            patterns={name: pattern(data[name]) for name in (*PATTERNS, "national")},
            comparisons=data["comparisons"],
            of_states=frozenset(data["of_states"]),
            elastic=data["elastic"],
            needs_subject=data["needs_subject"],
            short_words=data["short_words"],
            fields=data["fields"],
            needs_words={name: pattern(text) for name, text in data["needs_words"].items()},
            by_aspect=frozenset(data["by_aspect"]),
            recommendable=frozenset(data["recommendable"]),
            beside=data["beside"],
            no_pay=data["no_pay"],
            places=data["places"],
            claims=data["claims"],
            offers={name: pattern(text) for name, text in data["offers"].items()},
            suggestions=data["suggestions"],
            guesses=data["guesses"],
            declining=frozenset(data["declining"]),
            declined=tuple(_turn(raw) for raw in data["declined"]),
            pairs={kind: tuple(ids) for kind, ids in data["pairs"].items()},
            carried={kind: tuple(intents) for kind, intents in data["carried"].items()},
            gives_way=data["gives_way"],
            money_topics=data["money_topics"],
            stories=frozenset(data["stories"]),
            measure_topics=data["measure_topics"],
            overrides=tuple(_turn(raw) for raw in data["overrides"]),
            certain=tuple(_turn(raw) for raw in data["certain"]),
            spoken=data["spoken"],
            order={end: pattern(text) for end, text in data["order"].items()},
        )

    def says(self, name: str, text: str) -> bool:
        """Tell whether `text` holds words of the named pattern."""
        return bool(self.patterns[name].search(text))

    def fits(self, after: str, intent: str) -> bool:
        """Tell whether `after` names this intent or its family."""
        return after in (intent, self.family.get(intent))


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern of the file; raises WordingError when it is none."""
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise WordingError(f"dialogue.yml: {text}: {error}") from error


def _turn(raw: Mapping[str, Any]) -> Turn:
    refuse_unknown_keys(raw, RULE_KEYS, "dialogue.yml")
    return Turn(
        words=pattern(raw["words"]) if "words" in raw else None,
        after=raw.get("after", ""),
        needs=raw.get("needs", ""),
        last_measures=tuple(raw.get("last_measure", ())),
        intent=raw.get("intent", ""),
        measure=raw.get("measure", ""),
        keep=raw.get("keep", False),
        program=raw.get("program", ""),
        aspect=raw.get("aspect", ""),
    )


RULES = Rules.read()
