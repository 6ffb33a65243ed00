"""What the gateway adds to an answer from the knowledge: a chart, and a mark of disagreement."""

import logging
from typing import Any

from knowledge import KnowledgeBase, UnknownFactError
from web.charts.gallery import Gallery
from web.charts.request import ChartError
from web.errors import ApiError
from web.library import Library
from web.payload import NamedChart, Payload

logger = logging.getLogger(__name__)


class Enrichment:
    """Adds to answers; an answer is worth more than what could not be added to it."""

    def __init__(self, library: Library, gallery: Gallery) -> None:
        """``library`` and ``gallery`` may have nothing yet."""
        self._library = library
        self._gallery = gallery

    def details(self, payload: Payload) -> dict[str, Any]:
        """Return ``chart`` (as the API shows it, or ``None``) and ``disagree`` of an answer."""
        return {"chart": self._chart(payload.chart), "disagree": self._disagree(payload)}

    def _chart(self, named: NamedChart | None) -> dict[str, Any] | None:
        if named is None:
            return None
        try:
            return self._gallery.describe(named.name, named.states, named.measure).as_message()
        except (ChartError, ApiError) as error:
            logger.error("a chart of an answer was left out: %s", error)
            return None

    def _disagree(self, payload: Payload) -> bool:
        try:
            knowledge = self._library.knowledge()
        except ApiError:
            return False
        return sources_disagree(knowledge, {fact.id for fact in payload.facts})


def sources_disagree(knowledge: KnowledgeBase, facts: set[str]) -> bool:
    """Return whether ``facts`` (ids) hold two that answer one question differently."""
    for fact in facts:
        try:
            conflict = knowledge.conflict(fact) if knowledge.fact(fact) else None
        except UnknownFactError:
            continue
        if conflict is None or fact not in conflict.differs:
            continue
        if any(other in facts for other in conflict.standings if other != fact):
            return True
    return False
