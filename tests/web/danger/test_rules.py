"""The certain words: heard in any spelling, also without a model, and never in harmless talk."""

import re
from pathlib import Path

import pytest
import yaml

from web.danger.rules import FILE, DangerRules

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def rules() -> DangerRules:
    return DangerRules.read()


def named(rules: DangerRules, text: str) -> str | None:
    rule = rules.rule(text)
    return rule.name if rule else None


@pytest.mark.parametrize(
    "text",
    [
        "I am thinking about killing myself",
        "I want to die",
        "i feel suicidal rn",
        "i dont want to live anymore",
        "my son says he wants to kill himself",
        "thinking about cutting myself again",
        "my husband hits me",
        "i was raped",
        "he says he will kill me",
        "I'm going to shoot my teacher",
        "There is a bomb in your building",
        "me quiero morir",
        "mi esposo me golpea",
        "je veux mourir",
        "mein Mann schlägt mich und die Kinder",
        "quero morrer",
        "non voglio più vivere",
        "gusto ko nang mamatay",
        "chồng tôi đánh tôi",
        "я не хочу больше жить",
        "我不想活了",
        "죽고 싶어요",
        "أريد أن أموت",
    ],
)
def test_certain_words_are_heard(rules: DangerRules, text: str) -> None:
    assert rules.rule(text)


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO KILL MYSELF",
        "i want to ki\u200bll myself",
        "I want to k i l l myself",
        "i want to k!ll mys3lf",
        "i want to k*ll myself",
        "I\u2019m going to kill myself",
        "\uff49 \uff57\uff41\uff4e\uff54 to kill myself",
        "i wantt to killlll myselffff",
        "i want to kil mysefl",
        "kms",
    ],
)
def test_the_spelling_does_not_matter(rules: DangerRules, text: str) -> None:
    assert named(rules, text) == "kill oneself"


def test_a_saying_does_not_hide_the_danger_beside_it(rules: DangerRules) -> None:
    assert named(rules, "I am killing myself studying and I want to kill myself") == "kill oneself"
    assert named(rules, "Which code is for suicide? I want to die.") == "wish to die"


def test_a_rule_about_coding_words_still_hears_a_person(rules: DangerRules) -> None:
    assert rules.rule("what is the ICD-10 code for suicidal thoughts") is None
    assert named(rules, "I work with ICD-10 codes and I am suicidal") == "suicidal"


def test_what_may_be_past_or_work_is_left_in_doubt(rules: DangerRules) -> None:
    doubtful = rules.rule("i was suicidal at fifteen")
    assert doubtful
    assert doubtful.doubtful
    certain = rules.rule("i was suicidal at fifteen. today i want to kill myself")
    assert certain
    assert not certain.doubtful


@pytest.mark.parametrize("text", ["", " ", "???", "\n\n", "\u2764\ufe0f", "'", "*", "n't" * 1000])
def test_texts_without_words_are_no_danger(rules: DangerRules, text: str) -> None:
    assert rules.rule(text) is None


def test_no_pattern_repeats_a_group_without_limit() -> None:
    # An unlimited group could take exponential time on a text made for it.
    assert not re.search(r"\)(?:[*+]|\{\d*,\})", FILE.read_text(encoding="utf-8"))


def test_the_rules_are_quiet_about_harmless_phrases(rules: DangerRules) -> None:
    groups = yaml.safe_load((ROOT / "data/danger/harmless.yml").read_text(encoding="utf-8"))
    phrases = [phrase for group in groups.values() for phrase in group]
    assert len([phrase for phrase in phrases if rules.rule(phrase)]) <= len(phrases) / 500
