from collections import Counter

from evaluation.held_out import ONE_IN, read_questions, sampled


def test_the_sample_has_the_same_share_of_every_topic() -> None:
    every = Counter(question.topic for question in read_questions())
    some = Counter(question.topic for question in sampled(read_questions()))
    assert some == {topic: -(-number // ONE_IN) for topic, number in every.items()}


def test_the_sample_keeps_the_order() -> None:
    every = list(read_questions())
    places = [every.index(question) for question in sampled(every)]
    assert places == sorted(places)
