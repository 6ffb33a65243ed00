"""The tokens that open a conversation: signed, expiring, and the only way in."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

LIFETIME = timedelta(hours=24)
LONGEST_TOKEN = 200
ID_BYTES = 16


class TokenError(Exception):
    """The token is forged, broken or too old."""


def new_conversation() -> str:
    """Return the id of a new conversation: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


class Tokens:
    """Makes and checks tokens with one secret key."""

    def __init__(self, secret_key: str, lifetime: timedelta = LIFETIME) -> None:
        """``lifetime`` has whole seconds."""
        self._lifetime = lifetime
        self._serializer = URLSafeTimedSerializer(
            secret_key, salt="conversation", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def make(self, conversation: str) -> tuple[str, datetime]:
        """Return a token for ``conversation`` and the moment from which it is refused."""
        token = self._serializer.dumps(conversation)
        return str(token), datetime.now(UTC) + self._lifetime

    def conversation(self, token: str) -> str:
        """Return the id of the conversation that ``token`` opens.

        Raises:
            TokenError: when we did not make the token or it has expired.
        """
        if len(token) > LONGEST_TOKEN or not token.isascii():
            raise TokenError
        try:
            content = self._serializer.loads(token, max_age=int(self._lifetime.total_seconds()))
        except BadSignature as error:
            raise TokenError from error
        return str(content)
