import pytest

from bot.nlu.clauses import Piece, forks, split


def texts(text: str) -> list[str]:
    return [piece.of(text) for piece in split(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("How much is it? How long?", ["How much is it?", "How long?"]),
        (
            "How much do coders make and how long does it take?",
            ["How much do coders make", "how long does it take?"],
        ),
        ("what is the pay, can i do it at home", ["what is the pay", "can i do it at home"]),
        (
            "how much do coders make how long does school take",
            ["how much do coders make", "how long does school take"],
        ),
        ("pay in texas\nis the exam hard", ["pay in texas", "is the exam hard"]),
        (
            "1) what is the pay 2) how long is it",
            ["1) what is the pay", "2) how long is it"],
        ),
        (
            "about the exam: (1) what is the pay (2) how long is it",
            ["about the exam:", "(1) what is the pay", "(2) how long is it"],
        ),
        ("1. what is the pay\n2. is it hard", ["1. what is the pay", "2. is it hard"]),
        (
            "cpc exam: how many questions, how much time, and what is the fee",
            ["cpc exam how many questions", "cpc exam how much time", "cpc exam what is the fee"],
        ),
        ("Hi! What does it pay?", ["Hi!", "What does it pay?"]),
        (
            "salary please. oh and also tell me the steps",
            ["salary please.", "tell me the steps"],
        ),
        (
            "After four years or so, what is the normal pay",
            ["After four years or so, what is the normal pay"],
        ),
        (
            "Two more, if you bear with me: are the hours normal, is it quiet, and is it hard",
            ["Two more, if you bear with me", "are the hours normal", "is it quiet", "is it hard"],
        ),
        ("how many questions are on each. go", ["how many questions are on each."]),
        (
            "cpc cost, can i take it online, and is it hard",
            ["cpc cost", "can i take it online", "is it hard"],
        ),
    ],
)
def test_a_message_is_cut_where_a_question_may_begin(text: str, pieces: list[str]) -> None:
    assert texts(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "Texas and California",
        "Is Texas or California better?",
        "time and cost of training",
        "I want to know how much it is",
        "tell me which state pays the most",
        "What does Dr. Smith's coder do?",
        "What is it like in the U.S. today?",
        "so my question is how do i start",
        "Is $1,500.50 a fair price?",
        "pros and cons",
        "how much sitting is it",
        "In Canada the coder they pay how much?",
        "Do they teach anatomy in class or do I learn that alone?",
        "Which exam, in your view, should I take?",
    ],
)
def test_what_is_one_question_stays_whole(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "Hi! He says all need a degree. Is that so?",
            ["Hi!", "He says all need a degree. Is that so?"],
        ),
        (
            "he says the VA has no coders. Correct or not",
            ["he says the VA has no coders. Correct or not"],
        ),
        (
            "Ann says it is 500. I said never. Who is right?",
            ["Ann says it is 500. I said never. Who is right?"],
        ),
        ("How much is it? True or not?", ["How much is it?", "True or not?"]),
        (
            "He told me. Is it true that they need it?",
            ["He told me.", "Is it true that they need it?"],
        ),
    ],
)
def test_whether_it_is_so_is_asked_of_what_stands_before(text: str, pieces: list[str]) -> None:
    assert texts(text) == pieces


def test_a_statement_that_is_put_in_doubt_asks() -> None:
    (piece,) = split("They all must have a degree. Right?")
    assert piece.asks
    assert piece.apart


def test_students_ask_too() -> None:
    assert texts("What is the fee, and can students choose their pace?") == [
        "What is the fee",
        "can students choose their pace?",
    ]


def test_a_number_is_not_cut() -> None:
    text = "another site has 63,180 for Ohio"
    (piece,) = split(text)
    assert forks(piece, text) == []


def test_in_which_respect_it_is_asked_is_no_question() -> None:
    text = "what does one start at, pay wise"
    (piece,) = split(text)
    assert forks(piece, text) == []


@pytest.mark.parametrize("text", ["", "  ", "?!", "...", "🙂"])
def test_without_words_there_is_no_piece(text: str) -> None:
    assert split(text) == []


def test_a_piece_knows_its_place_and_form() -> None:
    text = "I live in Ohio. What do they pay, and is it hard"
    assert split(text) == [
        Piece(((0, 15),), asks=False, apart=True, tells=True),
        Piece(((16, 32),), asks=True, apart=True, leans=True),
        Piece(((38, 48),), asks=True, apart=False, leans=True),
    ]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("so, how much do they make", True),
        ("my question is how do I start", True),
        ("please tell me the pay", True),
        ("I was wondering about the pay", True),
        ("I used to be a nurse", False),
        ("my kids are in school", False),
    ],
)
def test_the_form_of_a_question_is_seen(text: str, asks: bool) -> None:
    assert [piece.asks for piece in split(text)] == [asks]


@pytest.mark.parametrize(
    ("text", "two"),
    [
        (
            "what is the time and cost of training",
            ("what is the time of training", "cost of training"),
        ),
        ("coder salary texas and cpc exam fee", ("coder salary texas", "cpc exam fee")),
        ("program length, tuition range", ("program length", "tuition range")),
    ],
)
def test_a_piece_may_be_two_questions(text: str, two: tuple[str, str]) -> None:
    (piece,) = split(text)
    assert two in [(one.of(text), other.of(text)) for one, other in forks(piece, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Texas and California",
        "pay and hours",
        "cost of training",
        "I live here, pay in Texas",
        "difference between medical billing and medical coding",
    ],
)
def test_what_has_one_word_or_tells_or_is_compared_is_no_question(text: str) -> None:
    assert forks(split(text)[0], text) == []


def test_a_long_piece_is_not_forked() -> None:
    text = "the pay and the hours and " * 10
    assert forks(split(text)[0], text) == []


@pytest.mark.parametrize("text", ["pay? now tell me", "so, my question is: pay?", "well, pay?"])
def test_words_that_only_lead_to_a_question_are_no_piece(text: str) -> None:
    assert [piece.of(text).strip("?") for piece in split(text)][-1:] != ["now tell me"]
    assert len(split(text)) == 1


def test_a_very_long_message_is_cut_in_no_time() -> None:
    assert len(split("and so I went on, " * 250)) == 1
    assert len(split("a. " * 1300)) >= 1
