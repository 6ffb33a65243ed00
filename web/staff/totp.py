"""One-time codes of an authenticator app (RFC 6238, by pyotp), and recovery codes beside them."""

import base64
import io
import secrets
from typing import Final

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError

# Clocks of phones may be half a minute off (RFC 6238, 5.2).
STEPS_BESIDE: Final = 1
RECOVERY_CODES: Final = 8
RECOVERY_BYTES: Final = 10  # 80 random bits: a hash of them needs no salt
_DIGITS: Final = 6


def new_secret() -> str:
    """Return a new secret in base32, 160 bits."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, used: int | None) -> int | None:
    """Return the time step that ``code`` belongs to.

    Args:
        secret: In base32.
        code: What was typed; spaces do not count.
        used: The newest step of which a code was taken before; it and older ones are refused.

    Returns:
        The step to store as used, or ``None`` when the code is wrong, too old or was used.
    """
    digits = "".join(code.split())
    if len(digits) != _DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    try:
        step = pyotp.TOTP(secret).verify_and_get_timecode(digits, valid_window=STEPS_BESIDE)
    except OTPVerificationError:
        return None
    return step if used is None or step > used else None


def qr_code(secret: str, name: str, issuer: str) -> bytes:
    """Return an SVG image that an authenticator app scans."""
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)
    image = io.BytesIO()
    # Dark on light with a quiet zone, whatever colours the page has: cameras need it.
    segno.make(address, error="m").save(
        image, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return image.getvalue()


def new_recovery_codes() -> list[str]:
    """Return codes such as ``k3f2-9xq1-…`` to be shown once and written down."""
    return [_grouped(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]


def normal_recovery_code(typed: str) -> str:
    """Return ``typed`` in the one form in which recovery codes are compared."""
    return "".join(typed.casefold().replace("-", "").split())


def _grouped(value: bytes) -> str:
    text = base64.b32encode(value).decode().casefold()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
