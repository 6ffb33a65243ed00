from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.classifier import SentenceClassifier, Settings
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.labels import Label, Ranking, Rankings
from bot.nlu.learning import TooFewIntentsError, learn
from bot.nlu.reading import Reading

SETTINGS = Settings(ngram_weight=0.7, mark_weight=0.45, stiffness=0.1, sharpness=8)
EXAMPLES = {
    "pay": ["how much do coders make", "salary of a coder", "what does it pay", "coder wages"],
    "cost": ["what does training cost", "price of the course", "how expensive is school"],
    "greet": ["hello there", "hi", "good morning"],
}


def learnt(encoder: SentenceEncoder, intents: list[str]) -> SentenceClassifier:
    pairs = [(text, intent) for intent in intents for text in EXAMPLES[intent]]
    readings = [Reading(text, ()) for text, _ in pairs]
    vectors = encoder.encode_layers([text for text, _ in pairs])
    labels = [Label(intent) for _, intent in pairs]
    return learn(readings, vectors, labels, SETTINGS)


@pytest.fixture(scope="module")
def classifier(encoder: SentenceEncoder) -> SentenceClassifier:
    return learnt(encoder, ["pay", "cost", "greet"])


def rank(classifier: SentenceClassifier, encoder: SentenceEncoder, text: str) -> Ranking:
    return judge(classifier, encoder, text).alone


def judge(classifier: SentenceClassifier, encoder: SentenceEncoder, text: str) -> Rankings:
    return classifier.rank([Reading(text, ())], encoder.encode_layers([text]))[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("what is the salary", "pay"), ("cost of the school", "cost"), ("hello", "greet")],
)
def test_a_new_wording_is_understood(
    classifier: SentenceClassifier, encoder: SentenceEncoder, text: str, intent: str
) -> None:
    assert rank(classifier, encoder, text)[0][0] == intent


def test_examples_that_say_nothing_new_may_be_left_out(encoder: SentenceEncoder) -> None:
    texts = [f"{begin} {end}" for begin in EXAMPLES["pay"] for end in ("today", "now", "please")]
    texts += EXAMPLES["greet"]
    labels = [Label("pay")] * 12 + [Label("greet")] * 3
    readings = [Reading(text, ()) for text in texts]
    few = replace(SETTINGS, inner_step=100)
    whole, thin = (
        learn(readings, encoder.encode_layers(texts), labels, settings)
        for settings in (SETTINGS, few)
    )
    assert thin.size < whole.size == 15
    for text, intent in (("coder salary now", "pay"), ("hello", "greet")):
        assert rank(thin, encoder, text)[0].intent == intent


def test_all_intents_are_ranked_best_first(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    ranking = rank(classifier, encoder, "coder salary")
    assert sorted(name for name, _, _ in ranking) == ["cost", "greet", "pay"]
    confidences = [confidence for _, confidence, _ in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert 0 <= confidences[-1] <= confidences[0] <= 1


def test_an_example_is_nearly_certain_and_another_subject_is_not(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    assert rank(classifier, encoder, "coder wages")[0][1] > 0.85
    assert rank(classifier, encoder, "penguins live at the south pole")[0][1] < 0.4


def test_marks_decide_between_like_sentences(encoder: SentenceEncoder) -> None:
    text = "what about Texas"
    vectors = encoder.encode_layers([text, text])
    marked = [Reading(text, ("state: one",)), Reading(text, ("state: several",))] * 3
    labels = [Label("pay_state"), Label("compare_states")] * 3
    classifier = learn(marked, np.repeat(vectors, 3, 0), labels, SETTINGS)
    first, second = classifier.rank(marked[:2], vectors)
    assert first.alone[0].intent == "pay_state"
    assert second.alone[0].intent == "compare_states"


def test_a_sentence_is_judged_alike_alone_and_among_others(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    texts = ["coder salary", "hello", "price of school"]
    together = classifier.rank([Reading(t, ()) for t in texts], encoder.encode_layers(texts))
    for text, judged in zip(texts, together, strict=True):
        ranking = judged.alone
        alone = rank(classifier, encoder, text)
        assert [one.intent for one in alone] == [one.intent for one in ranking]
        assert np.allclose(
            [one.confidence for one in alone], [one.confidence for one in ranking], atol=1e-5
        )


def test_two_intents_are_enough_and_one_is_not(encoder: SentenceEncoder) -> None:
    two = learnt(encoder, ["pay", "greet"])
    assert rank(two, encoder, "hello")[0][0] == "greet"
    assert rank(two, encoder, "coder salary")[0][0] == "pay"
    with pytest.raises(TooFewIntentsError):
        learnt(encoder, ["pay"])


def test_what_is_saved_and_loaded_judges_the_same(
    classifier: SentenceClassifier, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    classifier.save(tmp_path)
    loaded = SentenceClassifier.load(tmp_path)
    kept, made = rank(loaded, encoder, "coder pay"), rank(classifier, encoder, "coder pay")
    assert [one.intent for one in kept] == [one.intent for one in made]
    # Half of the digits are kept.
    assert np.allclose(
        [one.confidence for one in kept], [one.confidence for one in made], atol=0.01
    )


def test_learning_twice_gives_the_same(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    again = learnt(encoder, ["pay", "cost", "greet"])
    assert rank(again, encoder, "coder pay") == rank(classifier, encoder, "coder pay")


NARROW = {
    Label("exam"): ["how hard is the exam", "is the test difficult", "tell me about the exam"],
    Label("exam", "books"): ["may I bring my books", "is it open book", "can I use my notes"],
    Label("cost"): ["what does the course cost", "price of training", "how expensive is school"],
    Label("exam", "length", after="certification"): ["how long do I have", "and how much time"],
    Label("cost", after="training"): ["how much is that", "and how much then", "what would I pay"],
}


@pytest.fixture(scope="module")
def narrow(encoder: SentenceEncoder) -> SentenceClassifier:
    pairs = [(text, label) for label, texts in NARROW.items() for text in texts]
    texts = [text for text, _ in pairs]
    readings = [Reading(text, ()) for text in texts]
    labels = [label for _, label in pairs]
    return learn(readings, encoder.encode_layers(texts), labels, SETTINGS)


def test_the_narrow_question_within_an_intent_is_heard(
    narrow: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    best = rank(narrow, encoder, "are notes and books allowed")[0]
    assert (best.intent, best.aspect) == ("exam", "books")
    general = rank(narrow, encoder, "is the exam a hard one")[0]
    assert (general.intent, general.aspect) == ("exam", "")


def test_the_same_words_mean_something_else_after_another_topic(
    narrow: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    judged = judge(narrow, encoder, "and how much time is it")
    assert judged.after["certification"][0].aspect == "length"
    assert set(judged.after) == {"certification", "training"}
    sure = {
        family: next(one.confidence for one in ranking if one.intent == "exam")
        for family, ranking in judged.after.items()
    }
    assert sure["certification"] > sure["training"]


def test_an_example_of_a_follow_up_is_less_certain_alone(
    narrow: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    judged = judge(narrow, encoder, "how much is that")
    assert judged.alone[0].confidence < judged.after["training"][0].confidence


def test_contexts_and_aspects_are_kept(
    narrow: SentenceClassifier, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    narrow.save(tmp_path)
    judged = judge(SentenceClassifier.load(tmp_path), encoder, "how long do I have")
    assert judged.after["certification"][0][::2] == ("exam", "length")
