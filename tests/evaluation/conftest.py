"""The check of figures, with the knowledge of the present files."""

import pytest

from evaluation.figures import FigureCheck
from knowledge import KnowledgeBase


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The knowledge base, built once."""
    return KnowledgeBase.in_memory()


@pytest.fixture(scope="session")
def check(knowledge: KnowledgeBase) -> FigureCheck:
    """The check of figures over that knowledge."""
    return FigureCheck(knowledge)
