"""Passwords."""

import pytest

from web.staff import passwords
from web.staff.errors import BadInputError

GOOD = "four random words here"


async def test_a_password_is_hashed_with_argon2id_and_a_salt() -> None:
    first, second = await passwords.hash_password(GOOD), await passwords.hash_password(GOOD)

    assert first.startswith("$argon2id$")
    assert first != second
    assert await passwords.verify_password(first, GOOD)
    assert not await passwords.verify_password(first, GOOD + " ")


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
async def test_where_nothing_is_stored_nothing_fits(stored: str | None) -> None:
    assert not await passwords.verify_password(stored, GOOD)


@pytest.mark.parametrize(
    "password", [GOOD, "ÄÖÜ äöü ß 12", "长长长长密码密码一二三四", "x1 y2 z3 a4 b5"]
)
def test_a_long_password_is_good_in_any_language(password: str) -> None:
    passwords.check_new(password, password, "Ann")


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaaaaaa", "Ann Lee of Ohio", "x" * 201]
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(BadInputError):
        passwords.check_new(password, password, "ann lee of ohio")
