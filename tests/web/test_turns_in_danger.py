"""Somebody in danger gets the approved words at once; a question beside them may be answered."""

import pytest

from tests.web import standins
from tests.web.standins import RasaStandIn
from tests.web.visitor import Visitor
from web.danger import Heard
from web.settings import Settings


async def test_somebody_in_danger_gets_the_approved_words_at_once_also_without_rasa(
    visitor: Visitor, rasa: RasaStandIn, settings: Settings
) -> None:
    assert rasa.server is not None
    await rasa.server.close()

    [message] = (await (await visitor.say("I want to kill myself")).json())["messages"]

    assert message["kind"] == "help"
    assert message["text"] == settings.school.fill(settings.school.help_text)
    assert (await visitor.history())[-1] == message


DOUBTFUL = "this is the last certificate that i ask about, then i am done with it all"


@pytest.fixture
def in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.turns.hear", lambda text: Heard("a test", sure=False))


@pytest.mark.usefixtures("in_doubt")
async def test_where_danger_is_in_doubt_the_question_is_answered_below_the_help_text(
    visitor: Visitor, settings: Settings
) -> None:
    helping, answer = (await (await visitor.say(DOUBTFUL)).json())["messages"]

    assert helping["text"] == settings.school.fill(settings.school.help_text)
    assert answer["text"] == f"You said: {DOUBTFUL}"
    assert (await visitor.history())[-2:] == [helping, answer]


@pytest.mark.usefixtures("in_doubt")
async def test_where_danger_is_in_doubt_the_help_text_comes_also_without_rasa(
    visitor: Visitor, rasa: RasaStandIn
) -> None:
    assert rasa.server is not None
    await rasa.server.close()

    [message] = (await (await visitor.say(DOUBTFUL)).json())["messages"]

    assert message["kind"] == "help"


@pytest.mark.usefixtures("in_doubt")
async def test_no_plain_no_stands_below_the_help_text(visitor: Visitor, rasa: RasaStandIn) -> None:
    rasa.fault = standins.changed(kind="out_of_scope")

    [message] = (await (await visitor.say(DOUBTFUL)).json())["messages"]

    assert message["kind"] == "help"


@pytest.mark.usefixtures("in_doubt")
@pytest.mark.parametrize("timing", [{"rasa_deadline": 60, "beside_help": 0.2}], indirect=True)
async def test_nobody_in_danger_waits_for_a_slow_rasa(visitor: Visitor, rasa: RasaStandIn) -> None:
    rasa.fault = standins.hung

    [message] = (await (await visitor.say(DOUBTFUL)).json())["messages"]

    assert message["kind"] == "help"
