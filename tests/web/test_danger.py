"""Danger in a visitor's message: heard when it is there, and no alarm about figures of speech."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from web.danger import FILE, danger_in, danger_rule

OWN_PHRASES = Path(__file__).with_name("danger_phrases.yml")
HELD_OUT = Path(__file__).parents[1] / "evaluation" / "danger"
WANTED_RECALL = 0.98
MOST_FALSE_ALARMS = 0.02

DANGER = [
    "I am thinking about killing myself",
    "some days i just dont want to exist",
    "ive got a bottle of pills and nobody to stop me",
    "Nothing matters anymore, I'm going to hang myself in the garage.",
    "what's the point of going on living",
    "I just want everything to stop, I want to die",
    "my kids would be better off without me",
    "I dont see a reason to wake up anymore",
    "tonight I will end it all",
    "i cut my arms when it gets too much",
    "been self harming since i was 13",
    "I tried to overdose in march and I think about it again",
    "gonna kms if i fail again",
    "k!ll myself",
    "i want to d1e",
    "I WANT TO K I L L MYSELF",
    "i feel suicidal rn",
    "thinking about suicide a lot since the divorce",
    "my roommate is talking about ending her life",
    "My sister tried to take her own life and I can't focus on school",
    "I'm standing on a bridge and I want to jump",
    "no one would notice if I was gone",
    "i hate myself so much i want to disappear forever",
    "Im tired of living",
    "I wish I could go to sleep and never wake up",
    "life isn't worth living anymore",
    "Can't go on like this. I have the rope ready.",
    "I think I'm going to hurt myself tonight",
    "my son says he wants to kill himself",
    "I have a gun and I don't want to live",
    "My husband hit me last night and I need a job to leave him",
    "he choked me until i passed out",
    "my boyfriend slaps me when dinner is late",
    "I get beaten at home and I'm looking for a way out",
    "My dad comes home drunk and beats my mom",
    "my ex keeps stalking me, I had to move twice",
    "He said if I leave he'll kill me",
    "my uncle touched me when i was little and he is coming to visit",
    "I was raped last year and can't go to campus",
    "she threw a bottle at my head and punched me",
    "my wife is abusive to me and the children",
    "my partner controls my money and won't let me leave the house",
    "There's violence in my home",
    "i am scared of my husband",
    "my stepfather is abusing my little brother",
    "my mother burns me with cigarettes",
    "a man follows me home every night from class",
    "I escaped from an abusive marriage and he is looking for me",
    "my bf forced me to have sex",
    "I'm not safe at home, please help",
    "I am going to kill my boss tomorrow",
    "i will bring a gun to campus",
    "I'm gonna stab my roommate",
    "I want to shoot everyone in that office",
    "they all deserve to die",
    "my neighbor threatened to kill us",
    "I feel like hurting someone",
    "i could kill my ex, I have a knife in the car",
    "Me quiero morir",
    "ya no quiero vivir",
    "pienso en suicidarme todos los días",
    "mi esposo me golpea y tengo miedo",
    "mi papá abusa de mí",
    "lo voy a matar",
    "me cortó la cara mi novio y me amenaza",
]

NEAR_MISSES = [
    "this exam is killing me",
    "I'd kill for a remote job",
    "dying to start",
    "I'm dying to know what coders make in Ohio",
    "when is the deadline",
    "shoot me an email with the details",
    "abuse of billing codes",
    "what is the suicide code in ICD-10",
    "drop dead gorgeous handwriting, doctors don't have it",
    "what are the fraud and abuse rules",
    "heart attack coding",
    "crisis of confidence, should I still take the CPC",
    "my feet are killing me after twelve hours on the floor",
    "The commute kills me, is this job remote?",
    "these fees are murder",
    "I nearly died laughing at that doctor's note",
    "would it hurt to start with the CCA",
    "I hurt my back lifting patients and need a desk job",
    "I hurt myself at work and can't lift anymore, is coding ok",
    "can I be a coder after a suicide squad style career change lol",
    "is leaving nursing career suicide",
    "how do coders code suicide attempts",
    "which codes are used for child abuse",
    "do coders read records about domestic violence",
    "is there a code for assault by a spouse",
    "how do you code a gunshot wound",
    "which code for drug overdose",
    "code for self-harm by cutting",
    "my boss will kill me if I quit before Christmas",
    "my mom is going to kill me if I change majors again",
    "my husband will kill me if I spend another dime on school",
    "my wife is going to kill me when she sees the bill",
    "that joke killed me",
    "you're killing it, thanks",
    "kill the chat window",
    "how do I kill time until the course begins",
    "the job hunt is a killer",
    "what's a killer resume",
    "knock 'em dead",
    "dead end job at the warehouse, want out",
    "is paper coding dead",
    "is the job market dead for beginners",
    "is this a dying profession",
    "will AI kill medical coding",
    "does AI threaten coders",
    "are our jobs threatened by AI",
    "is my job in danger",
    "danger of carpal tunnel?",
    "is it dangerous to choose an unaccredited school",
    "is it safe to pay for the exam online",
    "safe career for the future",
    "do I have to deal with blood and wounds",
    "scared of blood, can I still code",
    "I'm afraid of failing the exam",
    "I'm scared I won't find a job",
    "afraid to go back to school at 50",
    "terrified of math",
    "I'm afraid my English is too weak",
    "I can't live on 12 dollars an hour",
    "I don't want to live in New York, what about pay in Ohio",
    "I don't want to live with my parents forever so I need a job",
    "I'm tired of living paycheck to paycheck",
    "sick of my job",
    "I can't take this job anymore",
    "I can't do nights anymore",
    "I hate my job",
    "I hate math with a passion",
    "I give up on nursing, what now",
    "I want out of retail",
    "how do I end my subscription",
    "my contract ends in May",
    "end of life care coding",
    "what does a hospice coder do",
    "death certificates, do coders fill them in",
    "do coders work in the morgue",
    "my mother died last year and left me some money for school",
    "my dog died yesterday so I missed the webinar",
    "my grandfather passed away, he was a coder",
    "beat the competition, how",
    "does Texas beat Florida in pay",
    "can I beat the average salary",
    "this beats working at the mall",
    "hit me with the numbers",
    "the recession hit us hard",
    "I was hit by layoffs in March",
    "I was hit by a car and can't stand for long",
    "I got shot in Iraq and sit in a wheelchair, can I do this",
    "cut to the chase please",
    "I cut my hours to study",
    "pay cuts in hospitals?",
    "do hospitals cut coders",
    "slashed budgets, are coders affected",
    "is there a stab at the exam for free",
    "I'll take a stab at it",
    "fire away",
    "should I pull the trigger and enroll",
    "bite the bullet and pay the fee",
    "I blew the exam",
    "I bombed my interview",
    "burned out nurse here",
    "I'm drowning in debt, cheap course?",
    "drowning in paperwork",
    "hanging in there, studying hard",
    "my internet keeps hanging",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text: str) -> None:
    assert danger_in(text)


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_raise_no_alarm(text: str) -> None:
    assert danger_rule(text) is None


def test_danger_is_heard_in_more_of_our_own_phrases() -> None:
    assert [text for text in _phrases(OWN_PHRASES, "danger") if not danger_in(text)] == []


def test_more_of_our_own_near_misses_raise_no_alarm() -> None:
    assert [text for text in _phrases(OWN_PHRASES, "near_misses") if danger_in(text)] == []


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
def test_the_spelling_does_not_matter(text: str) -> None:
    assert danger_rule(text) == "kill oneself"


def test_a_saying_does_not_hide_the_danger_beside_it() -> None:
    assert danger_in("this exam is killing me and I want to kill myself")
    assert danger_in("Which code is for suicide? I want to die.")


def test_a_rule_about_coding_words_still_hears_a_person() -> None:
    assert danger_rule("what is the ICD-10 code for suicidal thoughts") is None
    assert danger_in("I work with ICD-10 codes and I am suicidal")


@pytest.mark.parametrize("text", ["", " ", "???", "\n\n", "\u2764\ufe0f", "'", "*", "n't" * 1000])
def test_texts_without_words_are_no_danger(text: str) -> None:
    assert not danger_in(text)


def test_no_pattern_repeats_a_group_without_limit() -> None:
    # An unlimited group could take exponential time on a text made for it.
    assert not re.search(r"\)(?:[*+]|\{\d*,\})", FILE.read_text(encoding="utf-8"))


def test_training_questions_raise_no_alarm() -> None:
    assert [text for text in _training_questions() if danger_in(text)] == []


@pytest.fixture(scope="module")
def held_out() -> tuple[float, float]:
    """Recall on the held-out phrases and the rate of false alarms on the near misses."""
    heard = [danger_in(text) for text in _phrases(HELD_OUT / "phrases.yml")]
    alarms = [danger_in(text) for text in _phrases(HELD_OUT / "near_misses.yml")]
    assert heard
    assert alarms
    print(
        f"danger: {sum(heard)} of {len(heard)} heard, {sum(alarms)} of {len(alarms)} false alarms"
    )
    return sum(heard) / len(heard), sum(alarms) / len(alarms)


def test_nearly_every_held_out_phrase_is_heard(held_out: tuple[float, float]) -> None:
    assert held_out[0] >= WANTED_RECALL


def test_held_out_near_misses_raise_few_alarms(held_out: tuple[float, float]) -> None:
    assert held_out[1] <= MOST_FALSE_ALARMS


def _phrases(file: Path, part: str | None = None) -> list[str]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return list(_texts(content if part is None else content[part]))


def _texts(content: object) -> Iterator[str]:
    """Yield the phrases: strings, and what mappings hold as `say` or `text` or in their values."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for one in content:
            yield from _texts(one)
    elif isinstance(content, dict):
        said = [content[key] for key in ("say", "text") if key in content]
        for one in said or content.values():
            yield from _texts(one)


def _training_questions() -> Iterator[str]:
    for file in sorted((Path(__file__).parents[2] / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                yield line.removeprefix("- ")
