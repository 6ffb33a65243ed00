import pytest

from tests.actions.conftest import Ask


def test_the_length_of_all_ways_with_the_pages_that_differ(ask: Ask) -> None:
    turn = ask("training_time", "how long does training take")
    for length in ("4 to 9 months", "9 to 12 months", "18 months to 2 years", "18 to 24 months"):
        assert length in turn.text
    assert "6 to 24 months" in turn.text
    assert "18 months to 4.5 years" in turn.text
    assert len(turn.sources) == 3
    assert "Ask each school" in turn.cautions


@pytest.mark.parametrize(
    ("program", "start"),
    [
        ("certificate-program", "The pages do not agree on a certificate program"),
        ("associate-degree", "An associate degree takes 2 years."),
        ("whole-path", "For the whole path"),
        ("bachelors-degree", "A bachelor's degree is one way in, but not a must."),
        ("online-program", "My pages give no length for online programs alone."),
        ("masters-degree", "My pages give no length for the master's degree."),
    ],
)
def test_the_named_program_comes_first(ask: Ask, program: str, start: str) -> None:
    turn = ask("training_time", program=[program])
    assert turn.text.startswith(start)
    assert turn.sources


def test_the_cost_of_the_usual_ways_and_what_comes_on_top(ask: Ask) -> None:
    turn = ask("training_cost", "what does school cost")
    first, second, third = turn.text.split("\n\n")
    assert "$3,000 to $6,000" in first
    assert "$3,000 to $8,000" in first
    assert "about $3,000" in first
    assert "2025" in first
    assert "$6,000 to $20,000" in second
    assert third.startswith("The exam comes on top.")
    assert "Ask each school" in turn.cautions


@pytest.mark.parametrize(
    ("entities", "figure"),
    [
        ({"program": ["associate-degree"]}, "$8,000 to $15,000"),
        ({"program": ["online-program"]}, "$2,000 to $10,000"),
        ({"program": ["whole-path"]}, "$3,000 to $10,000"),
        ({"measure": ["total-cost"]}, "$3,000 to $10,000"),
    ],
)
def test_the_cost_that_was_asked_for_comes_first(
    ask: Ask, entities: dict[str, list[str]], figure: str
) -> None:
    assert figure in ask("training_cost", **entities).text.split("\n\n")[0]


def test_free_courses_are_not_invented(ask: Ask) -> None:
    turn = ask("training_cost", "are there free medical coding courses")
    assert turn.text.startswith("My pages do not say anything about free courses")


def test_a_program_without_a_price_is_said_to_have_none(ask: Ask) -> None:
    turn = ask("training_cost", program=["bachelors-degree"])
    assert turn.text.startswith("My pages give no price for the bachelor's degree")


@pytest.mark.parametrize(
    ("intent", "text", "fact"),
    [
        ("training_cost", "total outlay for it", "profile.training.certificate-program.total-cost"),
        ("training_cost", "do prices differ", "profile.training.tuition.varies"),
        ("training_cost", "is exam prep included", "guide.cost.exam-preparation"),
        ("training_time", "can I keep my day job", "profile.training.online-program.while-working"),
        ("programs", "what kinds of schools", "profile.programs.provider.community-college"),
        ("pay_experience", "how does pay develop over the years", "profile.pay.mid-career.range"),
    ],
)
def test_what_a_question_stresses_is_told(ask: Ask, intent: str, text: str, fact: str) -> None:
    assert fact in ask(intent, text).facts


def test_a_coding_program_names_no_certain_one(ask: Ask) -> None:
    general = ask("accreditation", "is it accredited")
    assert ask("accreditation", "accredited coding programs", program=["coding-program"]).text == (
        general.text
    )
