"""A gateway with a log of its own, between a stand-in for Rasa and one for the actions."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from knowledge import KnowledgeBase
from knowledge.build import build
from knowledge.loader import load
from tests.web.standins import RasaStandIn, actions_stand_in, rasa_stand_in
from tests.web.visitor import Visitor
from web.app import create_app
from web.settings import Settings, Timing

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret that is only used by tests"
Client = TestClient[Any, Any]
Start = Callable[[Settings], Awaitable[Client]]


@pytest.fixture
async def rasa() -> AsyncIterator[RasaStandIn]:
    async with rasa_stand_in() as running:
        yield running


@pytest.fixture
async def actions() -> AsyncIterator[TestServer]:
    async with actions_stand_in() as server:
        yield server


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "VAR_DIR": str(tmp_path / "var"),
        "SCHOOL_FILE": str(ROOT / "school.yml"),
        "SECRET_KEY": SECRET,
        "RATE_LIMIT": "off",
    }


@pytest.fixture
def timing(request: pytest.FixtureRequest) -> Timing:
    """The waits of daily use, but for the log; a test may set others (indirectly).

    A disk of a busy machine can stand still for seconds: only locks shall be met soon.
    """
    waits = Timing(log_busy=0.3, log_patience=20, forgetting_pause=3600)
    return replace(waits, **getattr(request, "param", {}))


@pytest.fixture
def settings(
    rasa: RasaStandIn, actions: TestServer, environment: dict[str, str], timing: Timing
) -> Settings:
    made = Settings.from_environment(
        environment, rasa_url=rasa.url, actions_url=str(actions.make_url("")).rstrip("/")
    )
    return replace(made, timing=timing)


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Starts gateways; all are stopped in the end."""
    async with AsyncExitStack() as stack:

        async def start(settings: Settings) -> Client:
            client = TestClient(TestServer(create_app(settings)))
            return await stack.enter_async_context(client)

        yield start


@pytest.fixture
async def client(start: Start, settings: Settings) -> Client:
    return await start(settings)


@pytest.fixture
async def visitor(client: Client) -> Visitor:
    return await Visitor.open(client)


@pytest.fixture
def database(settings: Settings) -> Path:
    return Path(str(settings.database_url.database))


@pytest.fixture
def rows(database: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Reads the log from outside."""

    def read(query: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(database)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    return read


@pytest.fixture(scope="session")
def knowledge_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("knowledge") / "knowledge.sqlite"
    build(load(), path)
    return path


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.in_memory()


@pytest.fixture
async def knowing(start: Start, settings: Settings, knowledge_file: Path) -> Client:
    return await start(replace(settings, knowledge_database=knowledge_file))


@pytest.fixture(autouse=True)
def _listen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Keep every line that is logged, so that any test may look for a visitor's words in it."""
    with caplog.at_level(logging.INFO):
        yield
