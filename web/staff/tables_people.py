"""The tables of the people who work with the console: accounts, sessions, invitations."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from web.log.tables import Base, UtcDateTime


class Account(Base):
    """A member of the staff. ``key`` is the name as it is compared; no password: still invited."""

    __tablename__ = "staff_accounts"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool]
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    password: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_used: Mapped[int | None] = mapped_column(BigInteger)
    """The step of the newest one-time code that was taken: none may be used twice."""


class RecoveryCode(Base):
    """A code that stands once for the one-time code, kept as a hash."""

    __tablename__ = "staff_recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id"), index=True)


class StaffSession(Base):
    """One browser that is logged in; the token itself is known to that browser only."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    seen: Mapped[datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(80))


class Invitation(Base):
    """A one-time link with which an account gets its password and its one-time codes."""

    __tablename__ = "staff_invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    expires: Mapped[datetime] = mapped_column(UtcDateTime)
    totp_secret: Mapped[str] = mapped_column(String(64))


class LogInFailure(Base):
    """How often log-in failed lately for one account, address or device (as a keyed hash)."""

    __tablename__ = "staff_log_in_failures"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
