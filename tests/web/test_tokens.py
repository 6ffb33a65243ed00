"""Only a token we made, and that has not expired, opens a conversation."""

import random
import string
from datetime import UTC, datetime, timedelta

import pytest

from web.tokens import TokenError, Tokens, new_conversation

SECRET = "a secret that is only used by tests"


def test_a_token_opens_its_conversation() -> None:
    tokens = Tokens(SECRET)
    conversation = new_conversation()
    token, expires = tokens.make(conversation)

    assert tokens.conversation(token) == conversation
    assert expires > datetime.now(UTC)


def test_conversations_have_128_random_bits() -> None:
    made = {new_conversation() for _ in range(1000)}

    assert len(made) == 1000
    assert all(len(bytes.fromhex(one)) == 16 for one in made)


def test_an_expired_token_is_refused() -> None:
    token, _ = Tokens(SECRET).make(new_conversation())

    with pytest.raises(TokenError):
        Tokens(SECRET, timedelta(seconds=-1)).conversation(token)


def test_a_token_of_another_key_is_refused() -> None:
    token, _ = Tokens("another secret that tests use, long enough").make(new_conversation())

    with pytest.raises(TokenError):
        Tokens(SECRET).conversation(token)


def test_no_changed_token_is_taken() -> None:
    tokens = Tokens(SECRET)
    token, _ = tokens.make(new_conversation())
    for place in range(len(token) - 1):
        changed = "A" if token[place] != "A" else "B"
        with pytest.raises(TokenError):
            tokens.conversation(token[:place] + changed + token[place + 1 :])


def test_ten_thousand_guesses_open_nothing() -> None:
    tokens = Tokens(SECRET)
    token, _ = tokens.make(new_conversation())
    guess = random.Random(4711)
    head, _, signature = token.rpartition(".")
    for _ in range(10_000):
        forged = "".join(guess.choices(string.ascii_letters + string.digits, k=len(signature)))
        with pytest.raises(TokenError):
            tokens.conversation(f"{head}.{forged}")


@pytest.mark.parametrize("token", ["", ".", "..", "é", "\udce9", "x" * 100_000, "\x00"])
def test_nonsense_is_refused(token: str) -> None:
    with pytest.raises(TokenError):
        Tokens(SECRET).conversation(token)
