from pathlib import Path

import numpy as np
import pytest

from bot.nlu.classifier import SentenceClassifier, Settings, TooFewIntentsError
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.reading import Reading

SETTINGS = Settings(ngram_weight=0.7, mark_weight=0.45, stiffness=0.1, sharpness=8)
EXAMPLES = {
    "pay": ["how much do coders make", "salary of a coder", "what does it pay", "coder wages"],
    "cost": ["what does training cost", "price of the course", "how expensive is school"],
    "greet": ["hello there", "hi", "good morning"],
}


def learn(encoder: SentenceEncoder, intents: list[str]) -> SentenceClassifier:
    pairs = [(text, intent) for intent in intents for text in EXAMPLES[intent]]
    readings = [Reading(text, ()) for text, _ in pairs]
    vectors = encoder.encode_layers([text for text, _ in pairs])
    return SentenceClassifier.learn(readings, vectors, [intent for _, intent in pairs], SETTINGS)


@pytest.fixture(scope="module")
def classifier(encoder: SentenceEncoder) -> SentenceClassifier:
    return learn(encoder, ["pay", "cost", "greet"])


def rank(
    classifier: SentenceClassifier, encoder: SentenceEncoder, text: str
) -> list[tuple[str, float]]:
    return classifier.rank([Reading(text, ())], encoder.encode_layers([text]))[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("what is the salary", "pay"), ("cost of the school", "cost"), ("hello", "greet")],
)
def test_a_new_wording_is_understood(
    classifier: SentenceClassifier, encoder: SentenceEncoder, text: str, intent: str
) -> None:
    assert rank(classifier, encoder, text)[0][0] == intent


def test_all_intents_are_ranked_best_first(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    ranking = rank(classifier, encoder, "coder salary")
    assert sorted(name for name, _ in ranking) == ["cost", "greet", "pay"]
    confidences = [confidence for _, confidence in ranking]
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
    intents = ["pay_state", "compare_states"] * 3
    classifier = SentenceClassifier.learn(marked, np.repeat(vectors, 3, 0), intents, SETTINGS)
    first, second = classifier.rank(marked[:2], vectors)
    assert first[0][0] == "pay_state"
    assert second[0][0] == "compare_states"


def test_a_sentence_is_judged_alike_alone_and_among_others(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    texts = ["coder salary", "hello", "price of school"]
    together = classifier.rank([Reading(t, ()) for t in texts], encoder.encode_layers(texts))
    for text, ranking in zip(texts, together, strict=True):
        alone = rank(classifier, encoder, text)
        assert [name for name, _ in alone] == [name for name, _ in ranking]
        assert np.allclose([c for _, c in alone], [c for _, c in ranking], atol=1e-5)


def test_two_intents_are_enough_and_one_is_not(encoder: SentenceEncoder) -> None:
    two = learn(encoder, ["pay", "greet"])
    assert rank(two, encoder, "hello")[0][0] == "greet"
    assert rank(two, encoder, "coder salary")[0][0] == "pay"
    with pytest.raises(TooFewIntentsError):
        learn(encoder, ["pay"])


def test_what_is_saved_and_loaded_judges_the_same(
    classifier: SentenceClassifier, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    classifier.save(tmp_path)
    loaded = SentenceClassifier.load(tmp_path)
    assert rank(loaded, encoder, "coder pay") == rank(classifier, encoder, "coder pay")


def test_learning_twice_gives_the_same(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    again = learn(encoder, ["pay", "cost", "greet"])
    assert rank(again, encoder, "coder pay") == rank(classifier, encoder, "coder pay")
