from dataclasses import replace

import pytest

from bot.nlu.choosing import Judged, Rules, choose, choose_fork, in_sequence, leaning
from bot.nlu.clauses import Piece
from bot.nlu.labels import Guess

RULES = Rules(
    fallback=0.4,
    certain=0.5,
    polite=frozenset({"greet", "thank"}),
    aside=frozenset({"out_of_scope", "follow_up"}),
    leaning=frozenset({"follow_up"}),
    families={"fee": "certification", "pay": "pay"},
    elsewhere=frozenset({"other-work"}),
)


def judged(
    intent: str,
    confidence: float,
    *,
    start: int = 0,
    words: int = 6,
    asks: bool = True,
    apart: bool = True,
    leans: bool = False,
    tells: bool = False,
    names: tuple[str, ...] = (),
    aspect: str = "",
) -> Judged:
    piece = Piece(((start, start + 5),), asks, apart, leans, tells)
    subjects = frozenset(("state", name) for name in names)
    return Judged(piece, words, (Guess(intent, confidence, aspect),), subjects)


def intents(chosen: list[Judged]) -> list[str]:
    return [one.intent for one in chosen]


def test_a_message_in_one_piece_stays_whole() -> None:
    whole = judged("pay", 0.9)
    assert choose(whole, [], RULES) == [whole]


def test_certain_questions_become_clauses_in_order() -> None:
    parts = [judged("pay", 0.8), judged("training_time", 0.7, start=10)]
    assert choose(judged("pay", 0.6, words=12), parts, RULES) == parts


def test_there_are_at_most_three() -> None:
    parts = [judged(name, 0.9, start=10 * at) for at, name in enumerate("abcde")]
    assert intents(choose(judged("a", 0.9, words=30), parts, RULES)) == ["a", "b", "c"]


def test_an_uncertain_piece_does_not_part_a_message() -> None:
    whole = judged("pay", 0.7, words=12)
    assert choose(whole, [judged("pay", 0.8), judged("cost", 0.45, start=10)], RULES) == [whole]


def test_a_piece_cut_out_of_a_sentence_must_be_surer() -> None:
    whole = judged("pay", 0.9, words=12)
    parts = [judged("pay", 0.8), judged("cost", 0.52, start=10, apart=False)]
    assert choose(whole, parts, RULES) == [whole]


def test_a_question_that_leans_on_another_need_not_be_as_sure() -> None:
    whole = judged("pay", 0.7, words=12)
    parts = [judged("pay", 0.8), judged("cost", 0.46, start=10, apart=False, leans=True)]
    assert choose(whole, parts, RULES) == parts


def test_greetings_and_thanks_fall_away() -> None:
    whole = judged("greet", 0.5, words=8)
    parts = [judged("greet", 0.9, asks=False), judged("pay", 0.8, start=10)]
    assert intents(choose(whole, parts, RULES)) == ["pay"]


def test_neighbours_that_ask_the_same_are_one_question() -> None:
    whole = judged("pay", 0.9, words=12)
    parts = [judged("pay", 0.8), judged("pay", 0.7, start=10)]
    assert choose(whole, parts, RULES) == [whole]


def test_the_same_question_about_another_subject_is_another_one() -> None:
    parts = [judged("pay", 0.8, names=("ohio",)), judged("pay", 0.7, start=10, names=("iowa",))]
    assert choose(judged("pay", 0.9, words=12), parts, RULES) == parts


def test_of_a_story_the_sentence_that_asks_is_kept() -> None:
    whole = judged("out_of_scope", 0.6, words=90)
    parts = [
        judged("out_of_scope", 0.7, asks=False),
        judged("remote_work", 0.6, start=10, asks=False, words=20),
        judged("pay", 0.55, start=20, words=9),
        judged("thank", 0.9, start=30),
    ]
    assert intents(choose(whole, parts, RULES)) == ["pay"]


def test_a_story_that_is_clear_as_a_whole_stays_whole() -> None:
    whole = judged("pay", 0.8, words=40)
    parts = [judged("fit", 0.3, asks=False, words=30), judged("pay", 0.6, start=20)]
    assert choose(whole, parts, RULES) == [whole]


def test_a_story_in_which_nothing_is_clear_stays_whole() -> None:
    whole = judged("fit", 0.2, words=40)
    parts = [judged("pay", 0.3), judged("cost", 0.2, start=10)]
    assert choose(whole, parts, RULES) == [whole]


def test_a_statement_is_no_question_however_sure() -> None:
    whole = judged("requirements", 0.5, words=12)
    parts = [
        judged("requirements", 0.9, asks=False, tells=True),
        judged("pay", 0.8, start=10),
    ]
    assert intents(choose(whole, parts, RULES)) == ["pay"]


def test_key_words_are_questions_unless_a_story_asks_otherwise() -> None:
    parts = [judged("cost", 0.9, asks=False, words=2), judged("pay", 0.8, start=10)]
    assert choose(judged("pay", 0.8, words=8), parts, RULES) == parts
    assert choose(judged("fit", 0.3, words=40), parts, RULES) == parts[1:]


def test_of_a_story_that_asks_nothing_its_key_words_are_kept() -> None:
    parts = [
        judged("fit", 0.3, asks=False, tells=True),
        judged("pay", 0.8, start=10, asks=False, words=3),
    ]
    assert choose(judged("fit", 0.2, words=40), parts, RULES) == parts[1:]


def test_what_leans_on_nothing_falls_away_before_a_question() -> None:
    parts = [judged("follow_up", 0.8), judged("pay", 0.8, start=10)]
    assert intents(choose(judged("pay", 0.7, words=9), parts, RULES)) == ["pay"]
    assert choose(judged("pay", 0.7, words=9), parts[::-1], RULES) == parts[::-1]


def test_a_part_that_leaves_out_a_subject_does_not_stand_for_the_whole() -> None:
    whole = judged("pay_role", 0.6, words=12, names=("ohio",))
    parts = [judged("fit", 0.2, asks=False), judged("pay", 0.7, start=10)]
    assert choose(whole, parts, RULES) == [whole]
    bare = judged("pay_role", 0.6, words=12)
    assert choose(bare, parts, RULES) == parts[1:]


@pytest.mark.parametrize(
    ("one", "both", "leant"),
    [
        # "My aunt is an auditor. What do they earn?"
        (judged("follow_up", 0.7), judged("pay_role", 0.6), True),
        # "If I code for a hospital, what is the pay?"
        (
            judged("pay", 0.8, apart=False),
            judged("pay_specialty", 0.55, apart=False, names=("ohio",)),
            True,
        ),
        # "My garden is full of roses. What is the pay?"
        (judged("pay", 0.8), judged("pay", 0.75), False),
        # "My back hurts, what is the pay?"
        (judged("pay", 0.8, apart=False), judged("fit", 0.75, apart=False), False),
        # "They built a mall. Is it hard?"
        (judged("exam", 0.6, leans=True), judged("out_of_scope", 0.9), False),
        # "I have the GED. Is ok for coding?"
        (judged("fit", 0.45), judged("requirements", 0.8), True),
        # "I like roses. Which of them suits me?"
        (judged("fit", 0.45), judged("requirements", 0.5), False),
    ],
)
def test_a_question_may_lean_on_what_stands_before_it(
    one: Judged, both: Judged, leant: bool
) -> None:
    assert leaning(one, both, RULES) is leant


def test_a_fork_must_be_clear_on_both_sides() -> None:
    two = (judged("training_time", 0.8), judged("training_cost", 0.9))
    assert choose_fork(judged("training_cost", 0.7), [two], RULES) == list(two)
    whole = judged("training_cost", 0.85)
    unclear = (judged("training_time", 0.5), judged("training_cost", 0.9))
    assert choose_fork(whole, [unclear], RULES) == [whole]
    alike = (judged("pros_cons", 0.9), judged("pros_cons", 0.9))
    assert choose_fork(whole, [alike], RULES) == [whole]
    assert choose_fork(whole, [], RULES) == [whole]


def test_of_several_forks_the_clearest_is_taken() -> None:
    good = (judged("training_time", 0.8), judged("training_cost", 0.9))
    better = (judged("training_time", 0.9), judged("pay", 0.9))
    assert choose_fork(judged("pay", 0.7), [good, better], RULES) == list(better)


def test_an_unclear_question_means_what_it_means_after_the_one_before() -> None:
    unclear = replace(
        judged("follow_up", 0.8, start=10, apart=False),
        after={"certification": (Guess("exam", 0.7),), "pay": (Guess("rank", 0.9),)},
    )
    parts = in_sequence([judged("fee", 0.8), unclear], RULES)
    assert intents(parts) == ["fee", "exam"]
    assert intents(in_sequence([judged("greet", 0.8), unclear], RULES)) == ["greet", "follow_up"]
    assert intents(choose(judged("fee", 0.6, words=12), parts, RULES)) == ["fee", "exam"]


def test_a_clear_question_means_what_it_says() -> None:
    clear = replace(judged("cost", 0.8, start=10), after={"pay": (Guess("rank", 0.9),)})
    assert intents(in_sequence([judged("pay", 0.8), clear], RULES)) == ["pay", "cost"]


def test_both_sides_of_a_fork_are_read_in_sequence() -> None:
    unclear = replace(judged("follow_up", 0.3, start=10), after={"pay": (Guess("rank", 0.9),)})
    chosen = choose_fork(judged("pay", 0.7), [(judged("pay", 0.8), unclear)], RULES)
    assert intents(chosen) == ["pay", "rank"]


@pytest.mark.parametrize(
    ("words", "apart", "tells", "leant"),
    [
        (8, False, False, True),
        (20, False, False, False),
        (8, True, False, False),
        (8, False, True, False),
    ],
)
def test_other_work_before_a_question_is_its_subject(
    words: int, apart: bool, tells: bool, leant: bool
) -> None:
    one = judged("pay", 0.9, words=4, apart=apart)
    both = judged("out_of_scope", 0.5, words=words, aspect="other-work", tells=tells)
    assert leaning(one, both, RULES) is leant


def test_what_a_story_tells_is_not_answered_beside_its_question() -> None:
    whole = judged("pay", 0.5, words=40)
    told = judged("out_of_scope", 0.6)
    asked = judged("pay", 0.6, start=10)
    assert choose(whole, [told, asked], RULES) == [asked]


def test_a_sure_question_about_something_else_in_a_story_is_answered_too() -> None:
    whole = judged("pay", 0.5, words=40)
    other = judged("out_of_scope", 0.9)
    asked = judged("pay", 0.6, start=10)
    assert choose(whole, [other, asked], RULES) == [other, asked]


def test_an_unclear_question_is_read_after_the_topic_before_the_message() -> None:
    unclear = replace(
        judged("follow_up", 0.3),
        after={"fee": (Guess("fee", 0.6),), "certification": (Guess("exam", 0.6),)},
    )
    assert intents(in_sequence([unclear], RULES, "fee")) == ["fee"]
    assert intents(in_sequence([unclear], RULES, "other")) == ["follow_up"]


def test_beside_a_sure_question_one_counts_that_would_be_answered_alone() -> None:
    rules = replace(RULES, families={"fee": "exam", "issuer": "exam"})
    unsure = judged("fee", RULES.fallback + 0.06)
    sure = judged("issuer", 0.8, start=10)
    assert choose(judged("issuer", 0.5, words=9), [unsure, sure], rules) == [unsure, sure]


def test_a_question_of_the_same_topic_about_something_new_stands_apart() -> None:
    general = judged("codes", 0.8)
    one = replace(judged("codes", 0.8, start=10), subjects=frozenset({("code_system", "cpt")}))
    assert choose(judged("codes", 0.7, words=9), [general, one], RULES) == [general, one]


def test_what_is_told_before_a_question_does_not_narrow_it() -> None:
    rules = replace(RULES, families={"pay": "pay"})
    whole = judged("pay", 0.7, words=18, aspect="raises")
    told = judged("personal", 0.6, asks=False, tells=True)
    asked = judged("pay", 0.7, start=10, apart=True)
    assert choose(whole, [told, asked], rules) == [asked]


def test_a_farewell_after_a_remark_is_a_farewell() -> None:
    rules = replace(RULES, polite=frozenset({"goodbye"}))
    parts = [
        judged("schedule", 0.7, words=2, asks=False),
        judged("goodbye", 0.8, start=10, asks=False),
    ]
    assert intents(choose(judged("schedule", 0.7, words=3), parts, rules)) == ["goodbye"]
