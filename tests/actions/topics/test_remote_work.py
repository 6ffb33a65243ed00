from tests.actions.conftest import Ask


def test_caution_comes_first_then_the_estimate(ask: Ask) -> None:
    turn = ask("remote_work", "can I work from home")
    assert turn.text.startswith("Many coders work from home, but remote work is not a given.")
    assert "50% to 70%" in turn.text
    assert "1 to 2 years in the office" in turn.text
    assert "not guaranteed" in turn.cautions
    assert {"coding-specialist-guide", "medical-coder-profile"} <= turn.sources


def test_the_share_comes_first_when_asked(ask: Ask) -> None:
    turn = ask("remote_work", measure=["remote-share"])
    assert "50% to 70%" in turn.text.split("\n\n")[0]
    assert "does not say how anyone counted" in turn.text


def test_beginners_hear_what_is_asked_of_them_first(ask: Ask) -> None:
    turn = ask("remote_work", experience_level=["entry-level"])
    assert turn.text.startswith("Some remote jobs are open to beginners, but most employers want")
