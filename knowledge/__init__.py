"""What the four documents say: facts with sources, and the questions one can ask them.

Importing this package reads no files; `KnowledgeBase(path)` opens a database that
`python -m knowledge build` has written.
"""

from knowledge.model import Conflict, Fact, Source, Subject
from knowledge.problems import KnowledgeError
from knowledge.promises import Promise, promises_in
from knowledge.queries import (
    KnowledgeBase,
    MissingDatabaseError,
    UnknownFactError,
    UnknownSourceError,
    UnknownSubjectError,
)

__all__ = [
    "Conflict",
    "Fact",
    "KnowledgeBase",
    "KnowledgeError",
    "MissingDatabaseError",
    "Promise",
    "Source",
    "Subject",
    "UnknownFactError",
    "UnknownSourceError",
    "UnknownSubjectError",
    "promises_in",
]
