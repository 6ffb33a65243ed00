"""Tables of the console: its figures, and the groups of questions that were not understood."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.log.tables import Base, UtcDateTime


class Figure(Base):
    """How often something was the case in one hour; holds no words and no ids of visitors.

    It has what was erased, and what was added up because it cannot change any more. So the
    figures stay when the conversations are gone.
    """

    __tablename__ = "figures"

    hour: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class FiguresMark(Base):
    """One row: all turns of before ``until`` are in :class:`Figure` already."""

    __tablename__ = "figures_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionGroup(Base):
    """A turn that was not understood means the same as others with this ``group_number``."""

    __tablename__ = "question_groups"

    turn_number: Mapped[int] = mapped_column(
        ForeignKey("turns.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    group_number: Mapped[int] = mapped_column(BigInteger, index=True)


class Grouping(Base):
    """One row: when questions were grouped last, and what became of the last try."""

    __tablename__ = "question_groupings"

    id: Mapped[int] = mapped_column(primary_key=True)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
    questions: Mapped[int]
    groups: Mapped[int]
    problem: Mapped[str | None] = mapped_column(Text)
