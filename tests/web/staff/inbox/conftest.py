"""A generated log in each of the databases that the console has to work with."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, make_url

from benchmarks.generated_log import fill
from tests.web.log.conftest import postgresql as postgresql  # the fixture
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
