"""The codes of an account: taking each at most once, and its recovery codes."""

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from web.staff import totp
from web.staff.sessions import token_hash
from web.staff.tables_people import Account, RecoveryCode


def use_code(session: Session, account: Account, code: str) -> bool:
    """Take a one-time or recovery code; ``False`` when it is wrong or was taken before."""
    if account.totp_secret is None:
        return False
    step = totp.step_of(account.totp_secret, code, account.totp_used)
    if step is not None:
        used: ColumnElement[bool] = or_(Account.totp_used.is_(None), Account.totp_used < step)
        # Somebody else may send the same code at the same time: only one of them gets in.
        changed = session.execute(
            update(Account)
            .where(Account.id == account.id, used)
            .values(totp_used=step)
            .returning(Account.id)
        )
        return changed.first() is not None
    deleted = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account.id, RecoveryCode.code_hash == _code_hash(code))
        .returning(RecoveryCode.code_hash)
    )
    return deleted.first() is not None


def knows_code(session: Session, account: Account, code: str) -> bool:
    """Return whether ``code`` would be taken, without taking it."""
    if account.totp_secret is None:
        return False
    if totp.step_of(account.totp_secret, code, account.totp_used) is not None:
        return True
    row = session.get(RecoveryCode, _code_hash(code))
    return row is not None and row.account_id == account.id


def replace_recovery_codes(session: Session, account_id: str) -> list[str]:
    """Return new recovery codes; the old ones end."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = totp.new_recovery_codes()
    for code in codes:
        session.add(RecoveryCode(code_hash=_code_hash(code), account_id=account_id))
    session.flush()
    return codes


def count_recovery_codes(session: Session, account_id: str) -> int:
    """Return how many recovery codes are left."""
    query = select(func.count()).select_from(RecoveryCode)
    return session.scalar(query.where(RecoveryCode.account_id == account_id)) or 0


def _code_hash(code: str) -> str:
    return token_hash(totp.normal_recovery_code(code))
