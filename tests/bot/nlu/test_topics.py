from pathlib import Path

import pytest

from bot.nlu.classifier import SentenceClassifier, Settings
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.labels import Label, Ranking
from bot.nlu.learning import learn
from bot.nlu.reading import Reading

SETTINGS = Settings(ngram_weight=0.7, mark_weight=0.45, stiffness=0.1, sharpness=8)
FAMILIES = {"remote": "job", "schedule": "job", "exam": "certification"}
EXAMPLES = {
    Label("remote"): ["can I work from home", "are there remote jobs", "home office"],
    Label("schedule"): ["what are the hours", "do they work at night", "which days"],
    Label("exam"): ["how hard is the exam", "is the test difficult", "tell me about the exam"],
    Label("follow_up"): ["and for beginners", "and new people", "why is that"],
    Label("remote", "beginners", after="remote"): ["beginners too?", "and new people?"],
    Label("schedule", after="remote"): ["at what times though", "which times"],
}


@pytest.fixture(scope="module")
def classifier(encoder: SentenceEncoder) -> SentenceClassifier:
    pairs = [(text, label) for label, texts in EXAMPLES.items() for text in texts]
    texts = [text for text, _ in pairs]
    readings = [Reading(text, ()) for text in texts]
    vectors = encoder.encode_layers(texts)
    return learn(readings, vectors, [label for _, label in pairs], SETTINGS, FAMILIES)


def after(
    classifier: SentenceClassifier, encoder: SentenceEncoder, text: str, topic: str
) -> Ranking | None:
    reading = [Reading(text, ())]
    return classifier.rank(reading, encoder.encode_layers([text]), topic)[0].after.get(topic)


def test_words_mean_something_of_their_own_right_after_a_topic(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    ranking = after(classifier, encoder, "and the new people", "remote")
    assert ranking is not None
    assert (ranking[0].intent, ranking[0].aspect) == ("remote", "beginners")


def test_standing_alone_they_mean_what_they_always_do(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    text = "and the new people"
    vectors = encoder.encode_layers([text])
    found = [
        classifier.rank([Reading(text, ())], vectors, topic)[0].alone for topic in ("", "remote")
    ]
    assert found[0] == found[1]
    assert found[0][0].intent == "follow_up"


def test_a_topic_without_examples_changes_nothing(
    classifier: SentenceClassifier, encoder: SentenceEncoder
) -> None:
    assert after(classifier, encoder, "and new people", "exam") is None
    assert after(classifier, encoder, "and new people", "weather") is None


def test_corrections_are_kept(
    classifier: SentenceClassifier, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    classifier.save(tmp_path)
    loaded = SentenceClassifier.load(tmp_path)
    kept = after(loaded, encoder, "at what times", "remote")
    made = after(classifier, encoder, "at what times", "remote")
    assert kept is not None
    assert made is not None
    assert [one.intent for one in kept] == [one.intent for one in made]
    assert kept[0].confidence == pytest.approx(made[0].confidence, abs=0.01)
