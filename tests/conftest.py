"""The really running assistant, one for the whole run."""

from collections.abc import Iterator

import pytest

from tests.assistant import Assistant, running_assistant


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant as `make run` starts it, with an empty folder for what it stores."""
    with running_assistant(tmp_path_factory.mktemp("assistant")) as running:
        yield running
