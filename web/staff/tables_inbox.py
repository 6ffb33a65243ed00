"""The tables of what the staff add to conversations, and of their own filters and exports."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.log.tables import Base, Sequence, UtcDateTime


class Note(Base):
    """What somebody of the staff writes about a conversation, or about one turn of it."""

    __tablename__ = "staff_notes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    turn_number: Mapped[int | None] = mapped_column(
        ForeignKey("turns.number", ondelete="CASCADE"), index=True
    )
    person: Mapped[str] = mapped_column(String(80))
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)


class Label(Base):
    """A word or two under which the staff find a conversation again."""

    __tablename__ = "staff_labels"
    __table_args__ = (Index("staff_labels_by_label", "label", "conversation_id"),)

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
    person: Mapped[str] = mapped_column(String(80))
    time: Mapped[datetime] = mapped_column(UtcDateTime)


class SavedFilter(Base):
    """A filter of the inbox that somebody gave a name; ``query`` is as in the address."""

    __tablename__ = "staff_saved_filters"
    __table_args__ = (UniqueConstraint("account_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    time: Mapped[datetime] = mapped_column(UtcDateTime)


class Export(Base):
    """How far an export is, as of ``time``.

    ``state`` is ``running``, ``finished`` or ``failed``; ``ticket`` is what its page calls it.
    """

    __tablename__ = "staff_exports"
    __table_args__ = (
        Index("staff_exports_by_ticket", "account_id", "ticket"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id", ondelete="CASCADE"))
    ticket: Mapped[str] = mapped_column(String(36))
    conversations: Mapped[int] = mapped_column(BigInteger)
    turns: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(8))
    time: Mapped[datetime] = mapped_column(UtcDateTime)
