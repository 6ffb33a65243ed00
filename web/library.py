"""The knowledge base as the website reads it."""

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from knowledge import KnowledgeBase, MissingDatabaseError
from web.errors import ApiError


class Library:
    """Opens the knowledge when it is first needed; the file may come, go or be replaced."""

    def __init__(self, path: Path) -> None:
        """``path``: the database that ``python -m knowledge build`` writes."""
        self._path = path
        self._knowledge: KnowledgeBase | None = None

    def knowledge(self) -> KnowledgeBase:
        """Return the knowledge.

        Raises:
            ApiError: ``no_knowledge`` when there is no usable database.
        """
        try:
            if not self._path.is_file():
                raise MissingDatabaseError(self._path)
            if self._knowledge is None:
                self._knowledge = KnowledgeBase(self._path)
        except (MissingDatabaseError, SQLAlchemyError, OSError) as error:
            raise ApiError("no_knowledge") from error
        return self._knowledge
