"""The questions one can ask the knowledge."""

import datetime
import logging
import re
import sqlite3
import threading
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from knowledge import snapshot
from knowledge.build import write
from knowledge.loader import FOLDER, Knowledge, load
from knowledge.model import Conflict, Fact, Source, Standing, Subject

_log = logging.getLogger(__name__)


class UnknownFactError(KeyError):
    """There is no fact with this id."""


class UnknownSubjectError(KeyError):
    """There is no subject with this id."""


class UnknownSourceError(KeyError):
    """There is no source with this id."""


class MissingDatabaseError(FileNotFoundError):
    """There is no usable knowledge database at the path. The message says how to make one."""


class KnowledgeBase:
    """Answers from a database file, read-only. Safe to share between threads.

    Each call looks whether the file has been replaced by a new build and then answers from the
    new one; one call never mixes two builds.
    """

    def __init__(self, database: Path | str) -> None:
        """Open a database.

        Raises:
            MissingDatabaseError: the file is absent or no knowledge database.
        """
        path = Path(database)
        self._path: Path | None = path
        self._lock = threading.Lock()
        self._stamp = self._current_stamp(path)
        self._snapshot = _open(path)

    @classmethod
    def in_memory(cls, folder: Path | str = FOLDER) -> "KnowledgeBase":
        """Build a knowledge base from the YAML files of a folder, without a file.

        Raises:
            KnowledgeError: the files are not valid.
        """
        return cls.of(load(Path(folder)))

    @classmethod
    def of(cls, knowledge: Knowledge) -> "KnowledgeBase":
        """Build a knowledge base from knowledge that is already loaded."""
        base = cls.__new__(cls)
        base._path, base._stamp, base._lock = None, None, threading.Lock()
        engine = _engine("file::memory:")
        write(knowledge, engine)
        base._snapshot = snapshot.read(engine)
        return base

    @property
    def version(self) -> str:
        """The hash of the content."""
        return self._now().version

    @property
    def built(self) -> datetime.datetime:
        """When the database was built (UTC)."""
        return self._now().built

    def fact(self, fact_id: str) -> Fact:
        """Return a fact.

        Raises:
            UnknownFactError: no fact has this id.
        """
        try:
            return self._now().facts[fact_id]
        except KeyError:
            raise UnknownFactError(fact_id) from None

    def facts(
        self,
        topic: str | None = None,
        subject: str | None = None,
        measure: str | None = None,
        standing: Standing | None = None,
        source: str | None = None,
        kind: str | None = None,
    ) -> list[Fact]:
        """Return the facts that fit all that is given, in file order. `kind` is the subject's."""
        return [
            fact
            for fact in self._now().facts.values()
            if topic in (None, fact.topic)
            and subject in (None, fact.subject.id)
            and measure in (None, fact.measure.id)
            and standing in (None, fact.standing)
            and source in (None, fact.source.id)
            and kind in (None, fact.subject.kind)
        ]

    def leading(self, subject: str, measure: str, topic: str | None = None) -> Fact | None:
        """Return the fact to answer with, or None.

        A fact that leads a conflict goes before one that nobody disputes; then file order decides.
        """
        now = self._now()
        found = [
            fact
            for fact in now.by_measure.get((subject, measure), [])
            if fact.standing == "leading" and topic in (None, fact.topic)
        ]
        return min(found, key=lambda fact: fact.id not in now.conflict_of, default=None)

    def conflict(self, fact_id: str) -> Conflict | None:
        """Return the conflict a fact takes part in, if any."""
        return self._now().conflict_of.get(fact_id)

    def conflicts(self) -> list[Conflict]:
        """Return all conflicts in file order."""
        return list(self._now().conflicts.values())

    def subject(self, subject_id: str) -> Subject:
        """Return a subject or a measure.

        Raises:
            UnknownSubjectError: none has this id.
        """
        try:
            return self._now().subjects[subject_id]
        except KeyError:
            raise UnknownSubjectError(subject_id) from None

    def subjects(self, kind: str | None = None) -> list[Subject]:
        """Return the subjects of a kind (all when None), in file order."""
        return [
            subject for subject in self._now().subjects.values() if kind in (None, subject.kind)
        ]

    def rank(self, kind: str, measure: str, topic: str | None = None) -> list[Fact]:
        """Return the leading figure of each subject of a kind, highest first.

        Ranges are ordered by their lower end, then the upper; equal figures by name.
        """
        leading = [self.leading(subject.id, measure, topic) for subject in self.subjects(kind)]
        figures = [
            (fact, fact.low) for fact in leading if fact is not None and fact.low is not None
        ]
        figures.sort(key=lambda pair: (-pair[1], -(pair[0].high or pair[1]), pair[0].subject.name))
        return [fact for fact, _ in figures]

    def source(self, source_id: str) -> Source:
        """Return a source.

        Raises:
            UnknownSourceError: none has this id.
        """
        try:
            return self._now().sources[source_id]
        except KeyError:
            raise UnknownSourceError(source_id) from None

    def sources(self) -> list[Source]:
        """Return all sources in file order."""
        return list(self._now().sources.values())

    def search(self, words: str, limit: int = 10) -> list[Fact]:
        """Return the facts that fit free words best, the best first; any text is allowed."""
        terms = dict.fromkeys(re.findall(r"\w+", words.lower()))
        if not terms or limit < 1:
            return []
        query = text(
            "SELECT fact.id FROM search JOIN fact ON fact.position = search.rowid"
            " WHERE search MATCH :query ORDER BY bm25(search, 2, 4, 1), fact.position LIMIT :limit"
        )
        match = {"query": " OR ".join(f'"{term}"' for term in terms), "limit": limit}
        now = self._now()
        with self._lock, now.engine.connect() as connection:
            found = connection.execute(query, match).scalars().all()
        return [now.facts[fact_id] for fact_id in found]

    def close(self) -> None:
        """Release the file. The knowledge base can no longer be searched."""
        with self._lock:
            self._snapshot.engine.dispose()

    def _now(self) -> snapshot.Snapshot:
        if self._path is None or self._current_stamp(self._path) == self._stamp:
            return self._snapshot
        with self._lock:
            stamp = self._current_stamp(self._path)
            if stamp not in (None, self._stamp):
                # A file that cannot be read must not silence an assistant that can still answer.
                self._stamp = stamp
                try:
                    fresh = _open(self._path)
                except MissingDatabaseError as error:
                    _log.error("keeping the knowledge of before: %s", error)
                else:
                    self._snapshot.engine.dispose()
                    self._snapshot = fresh
            return self._snapshot

    @staticmethod
    def _current_stamp(path: Path) -> tuple[int, ...] | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _open(path: Path) -> snapshot.Snapshot:
    # One connection for each build: it keeps reading its own file when a new one takes the path.
    engine = _engine(f"file:{quote(str(path.absolute()))}?mode=ro")
    try:
        return snapshot.read(engine)
    except (DatabaseError, KeyError) as error:
        engine.dispose()
        raise MissingDatabaseError(
            f"there is no usable knowledge database at {path};"
            f" build it with: python -m knowledge build --database {path}"
        ) from error


def _engine(uri: str) -> Engine:
    # SQLAlchemy's own URLs cannot name every path, so the connection is made here.
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, check_same_thread=False)

    return create_engine("sqlite://", creator=connect, poolclass=StaticPool)
