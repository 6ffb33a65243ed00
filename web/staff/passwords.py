"""Passwords: hashed with Argon2id by argon2-cffi, at the strength that the library recommends."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.staff.errors import BadInputError

SHORTEST: Final = 12
LONGEST: Final = 200
# Hashing takes 64 MiB and a processor for some tens of milliseconds: not for many at once.
_THREADS: Final = ThreadPoolExecutor(2, thread_name_prefix="password")
_HASHER: Final = PasswordHasher()
# Checked when there is no such account, so that the time taken does not tell.
_NOBODY: Final = _HASHER.hash(secrets.token_hex())


def check_new(password: str, repeated: str, name: str) -> None:
    """Refuse a new password that is too short, too simple or mistyped.

    Length counts, as NIST SP 800-63B has it; kinds of characters are not asked for.

    Raises:
        BadInputError: with what is wrong.
    """
    if len(password) < SHORTEST:
        raise BadInputError(f"The password is too short: it needs at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise BadInputError(f"The password is too long: {LONGEST} characters at most.")
    if len(set(password.casefold())) < 5 or password.casefold() == name.casefold():
        raise BadInputError("This password is too easy to guess. Four random words are a good one.")
    if password != repeated:
        raise BadInputError("The two passwords are not the same.")


async def hash_password(password: str) -> str:
    """Return the Argon2id hash of ``password`` with its salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def verify_password(stored: str | None, password: str) -> bool:
    """Return whether ``password`` is right; takes as long when there is nothing to compare."""
    right = await asyncio.get_running_loop().run_in_executor(
        _THREADS, _verify, stored or _NOBODY, password[: LONGEST + 1]
    )
    return right and bool(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
