"""From version 5 to 6: the words of replies, and indexes for the figures."""

from web.log.migration_steps.statement import Statement
from web.log.migration_steps.turn_words import FILL_TURN_WORDS, INDEX_TURN_WORDS, MAKE_TURN_WORDS

REPLIES: tuple[Statement, ...] = (
    "CREATE INDEX turns_for_figures ON turns (created, kind, intent, confidence, finished)",
    "DROP INDEX ix_turns_created",
    "CREATE INDEX turns_without_kind ON turns (number) WHERE kind IS NULL",
    "CREATE INDEX turns_without_intent ON turns (number) WHERE intent IS NULL",
    {
        "sqlite": (*MAKE_TURN_WORDS["sqlite"], FILL_TURN_WORDS["sqlite"]),
        "postgresql": (
            *MAKE_TURN_WORDS["postgresql"],
            FILL_TURN_WORDS["postgresql"],
            INDEX_TURN_WORDS,
        ),
    },
)
