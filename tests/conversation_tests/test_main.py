"""The command line, from files to the exit status."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conversation_tests import Conversation, Turn, hold
from conversation_tests.__main__ import main
from conversation_tests.adapters import CareerDesk
from tests.conversation_tests.standins import DeskShop, RestShop, served

RIGHT = "- {name: price, turns: [{say: tea, text: [$4]}, {choose: Black tea, kind: answer}]}\n"
WRONG = "- {name: milk, turns: [{say: milk, text: [$1]}, {say: tea, facts: [tea.green.price]}]}\n"


@pytest.fixture
def desk() -> Iterator[str]:
    with served(DeskShop().app()) as url:
        yield url


def run(url: str, tmp_path: Path, text: str, *more: str) -> int:
    file = tmp_path / "tea.yml"
    file.write_text(text, encoding="utf-8")
    return main(["--url", url, "--adapter", "career-desk", *more, str(file)])


def test_all_right(desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, tmp_path, RIGHT) == 0
    assert "1 of 1 conversations right, 2 of 2 turns" in capsys.readouterr().out


def test_a_wrong_answer_is_shown_and_the_conversation_goes_on(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, tmp_path, RIGHT + WRONG) == 1
    out = capsys.readouterr().out
    assert "WRONG  tea.yml: milk" in out
    assert "'$1' is not in the text" in out
    assert "| I do not know." in out
    assert "1 of 2 conversations right, 3 of 4 turns" in out


def test_only_some_conversations(desk: str, tmp_path: Path) -> None:
    assert run(desk, tmp_path, RIGHT + WRONG, "--only", "PRICE") == 0
    assert run(desk, tmp_path, RIGHT, "--only", "coffee") == 2


def test_a_kind_that_is_as_good(desk: str, tmp_path: Path) -> None:
    text = "- {name: milk, turns: [{say: milk, kind: out_of_scope}]}\n"
    assert run(desk, tmp_path, text) == 1
    assert run(desk, tmp_path, text, "--as-good", "out_of_scope=unknown") == 0
    assert run(desk, tmp_path, text, "--as-good", "unknown") == 2


def test_files_that_cannot_be_used(
    desk: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, tmp_path, "- {name: milk}\n") == 2
    assert "tea.yml: a conversation has" in capsys.readouterr().err


def test_slots_of_a_plain_rasa(tmp_path: Path) -> None:
    file = tmp_path / "tea.yml"
    file.write_text("- {name: a, turns: [{say: hi, slots: {tea: green}, within: 20}]}\n")
    with served(RestShop().app()) as url:
        assert main(["--url", url, "--adapter", "rasa-rest", str(file)]) == 0


def test_no_server_ends_the_conversation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("http://127.0.0.1:9", tmp_path, RIGHT) == 1
    out = capsys.readouterr().out
    assert "gave no reply" in out
    assert "(1 more turn could not be held)" in out


def test_words_can_be_changed_before_they_are_sent(desk: str) -> None:
    turn = Turn("milk", None, {"kind": "answer"})
    conversation = Conversation(Path("x.yml"), "x", (turn,))
    assert hold(conversation, lambda: CareerDesk(desk), change=lambda said: f"{said} tea").right
