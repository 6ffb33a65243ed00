"""Accounts of the staff in the database: inviting, setting up, changing; one transaction each."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from web.log.records import now
from web.staff import audit, one_time_codes, sessions, totp
from web.staff.errors import BadInputError, ConflictError, NotFoundError
from web.staff.roles import Role
from web.staff.tables_people import Account, Invitation

INVITATION_LIFETIME: Final = timedelta(hours=24)
LONGEST_NAME: Final = 60
_NAME: Final = re.compile(r"[\w.@+'-]+( [\w.@+'-]+)*")
_NO_LINK: Final = "This link is not valid any more. Ask an admin of your school for a new one."


@dataclass(frozen=True)
class ListedAccount:
    """An account as the admin sees it; ``invited_until`` is set while a link is open."""

    id: str
    name: str
    role: Role
    active: bool
    set_up: bool
    created: datetime
    invited_until: datetime | None


@dataclass(frozen=True)
class OpenInvitation:
    """What the holder of a link is invited to."""

    account_id: str
    name: str
    role: Role
    totp_secret: str


def clean_name(name: str) -> str:
    """Return a name as it is stored; ``BadInputError`` when it cannot be one."""
    cleaned = " ".join(unicodedata.normalize("NFKC", name).split())
    if not _NAME.fullmatch(cleaned) or len(cleaned) > LONGEST_NAME:
        raise BadInputError(
            f"Please enter a name of 1 to {LONGEST_NAME} letters, digits, dots, hyphens or spaces."
        )
    return cleaned


def name_key(name: str) -> str:
    """Return the form of ``name`` in which two names are compared."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    # PostgreSQL takes no NUL in a text.
    return "".join(character for character in folded if character.isprintable())[:80]


def role_named(value: str) -> Role:
    """Return the role that a form names; ``BadInputError`` for anything else."""
    try:
        return Role(value)
    except ValueError as error:
        raise BadInputError("Please choose one of the roles.") from error


def find_by_name(session: Session, name: str) -> Account | None:
    """Return the account with this name, however it is capitalised."""
    return session.scalar(select(Account).where(Account.key == name_key(name)))


def invite(session: Session, actor: audit.Actor, name: str, role: Role) -> str:
    """Add an account and return the token of the link with which its owner sets it up.

    Raises:
        BadInputError: for a name that cannot be one.
        ConflictError: when somebody has that name already.
    """
    cleaned = clean_name(name)
    if find_by_name(session, cleaned) is not None:
        raise ConflictError(f"There is an account with the name {cleaned} already.")
    account = Account(
        id=secrets.token_hex(8),
        name=cleaned,
        key=name_key(cleaned),
        role=role,
        active=True,
        created=now(),
    )
    session.add(account)
    session.flush()
    token = _new_link(session, account)
    audit.append(session, actor, "account.invite", account.id, {"name": cleaned, "role": role})
    return token


def new_link(session: Session, actor: audit.Actor, account_id: str) -> str:
    """Return the token of a new link for an account; older links end, the log-in stays as it is.

    Raises:
        NotFoundError: when there is no such account.
        ConflictError: when it is deactivated.
    """
    account = _account(session, account_id)
    if not account.active:
        raise ConflictError("This account is deactivated. Activate it first.")
    token = _new_link(session, account)
    audit.append(session, actor, "account.link", account.id, {"name": account.name})
    return token


def change_role(session: Session, actor: audit.Actor, account_id: str, role: Role) -> None:
    """Give an account another role and end its sessions.

    Raises:
        NotFoundError: when there is no such account.
        ConflictError: when nobody could manage accounts any more.
    """
    account = _account(session, account_id)
    if account.role == role:
        return
    if role is not Role.admin:
        _keep_an_admin(session, account)
    details = {"name": account.name, "before": account.role, "after": role}
    account.role = role
    sessions.end_all(session, account.id)
    audit.append(session, actor, "account.role", account.id, details)


def set_active(session: Session, actor: audit.Actor, account_id: str, active: bool) -> None:
    """Deactivate an account, which ends its sessions and links, or activate it again.

    Raises:
        NotFoundError: when there is no such account.
        ConflictError: when nobody could manage accounts any more.
    """
    account = _account(session, account_id)
    if account.active == active:
        return
    if not active:
        _keep_an_admin(session, account)
        sessions.end_all(session, account.id)
        _end_links(session, account.id)
    account.active = active
    action = "account.activate" if active else "account.deactivate"
    audit.append(session, actor, action, account.id, {"name": account.name})


def list_accounts(session: Session) -> Sequence[ListedAccount]:
    """Return all accounts by name."""
    open_links = session.execute(
        select(Invitation.account_id, func.max(Invitation.expires))
        .where(Invitation.expires > now())
        .group_by(Invitation.account_id)
    )
    links = {account_id: expires for account_id, expires in open_links}
    return [
        ListedAccount(
            id=row.id,
            name=row.name,
            role=Role(row.role),
            active=row.active,
            set_up=row.password is not None,
            created=row.created,
            invited_until=links.get(row.id),
        )
        for row in session.scalars(select(Account).order_by(Account.key))
    ]


def open_invitation(session: Session, token: str) -> OpenInvitation:
    """Return what a link invites to; ``NotFoundError`` when it is used, too old or made up."""
    row = session.execute(
        select(Account, Invitation.totp_secret)
        .join(Invitation, Invitation.account_id == Account.id)
        .where(
            Invitation.token_hash == sessions.token_hash(token),
            Invitation.expires > now(),
            Account.active,
        )
    ).first()
    if row is None:
        raise NotFoundError(_NO_LINK)
    account, secret = row
    return OpenInvitation(account.id, account.name, Role(account.role), secret)


def set_up(session: Session, token: str, password_hash: str, step: int) -> list[str]:
    """Give an account what it needs to log in, end the link, and return the recovery codes.

    Args:
        session: The transaction.
        token: Of the link.
        password_hash: By Argon2id.
        step: The time step of the one-time code that proved that the app works.

    Raises:
        NotFoundError: when the link was used meanwhile.
    """
    invitation = open_invitation(session, token)
    account = _account(session, invitation.account_id)
    account.password = password_hash
    account.totp_secret = invitation.totp_secret
    account.totp_used = step
    _end_links(session, account.id)
    sessions.end_all(session, account.id)
    codes = one_time_codes.replace_recovery_codes(session, account.id)
    audit.append(session, _owner(account), "account.set_up", account.id, {"name": account.name})
    return codes


def _account(session: Session, account_id: str) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFoundError("There is no such account.")
    return account


def _owner(account: Account) -> audit.Actor:
    return audit.Outsider(id=account.id, name=account.name, role=account.role)


def _new_link(session: Session, account: Account) -> str:
    _end_links(session, account.id)
    token = secrets.token_urlsafe(32)
    session.add(
        Invitation(
            token_hash=sessions.token_hash(token),
            account_id=account.id,
            expires=now() + INVITATION_LIFETIME,
            totp_secret=totp.new_secret(),
        )
    )
    session.flush()
    return token


def _end_links(session: Session, account_id: str) -> None:
    session.execute(delete(Invitation).where(Invitation.account_id == account_id))


def _keep_an_admin(session: Session, leaving: Account) -> None:
    if leaving.role != Role.admin or not leaving.active:
        return
    # Locked in one order, so that two admins cannot demote each other at the same time.
    admins = session.scalars(
        select(Account)
        .where(Account.role == Role.admin, Account.active, Account.password.is_not(None))
        .order_by(Account.id)
        .with_for_update()
    )
    if all(admin.id == leaving.id for admin in admins):
        raise ConflictError("This is the only admin. Make somebody else an admin first.")
