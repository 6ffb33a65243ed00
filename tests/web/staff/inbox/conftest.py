"""A log to look at: a generated one in each database, and one of a single visitor."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url

from benchmarks.filled_log import fill
from tests.web.conftest import Client
from tests.web.log.conftest import postgresql as postgresql  # the fixture
from tests.web.staff.inbox.reading import QUESTION, newest
from tests.web.standins import RasaStandIn, changed
from tests.web.visitor import Visitor
from web.log.engine import open_engine

TURNS = 2_500


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def generated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A log of some hundred conversations, one of them of a thousand turns."""
    if request.param == "sqlite":
        url = make_url(f"sqlite:///{tmp_path_factory.mktemp('log')}/log.sqlite")
    else:
        url = request.getfixturevalue("postgresql")
    engine = open_engine(url, busy=5)
    fill(engine, TURNS)
    yield engine
    engine.dispose()


@pytest.fixture
async def guam(client: Client, rasa: RasaStandIn) -> str:
    """The id of a conversation whose second turn was not understood."""
    visitor = await Visitor.open(client)
    await visitor.say("hello there")
    rasa.fault = changed(kind="unknown", facts=[], sources=[])
    await visitor.say(QUESTION)
    rasa.fault = None
    return await newest(client)
