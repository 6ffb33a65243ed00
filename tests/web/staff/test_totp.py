"""One-time codes."""

import time

import pyotp
import pytest

from web.staff import totp

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(time.time(), counter_offset=steps)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_a_clock_may_be_half_a_minute_off(steps: int, taken: bool) -> None:
    assert (totp.step_of(SECRET, code(steps), None) is not None) == taken


def test_a_used_step_and_older_ones_are_refused() -> None:
    step = totp.step_of(SECRET, code(), None)
    assert step is not None

    assert totp.step_of(SECRET, code(), step) is None
    assert totp.step_of(SECRET, code(-1), step) is None
    assert totp.step_of(SECRET, code(1), step) is not None


def test_spaces_do_not_matter() -> None:
    typed = code()
    assert totp.step_of(SECRET, f" {typed[:3]} {typed[3:]} ", None) is not None


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "-12345"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert totp.step_of(SECRET, typed, None) is None


def test_recovery_codes_are_all_different_and_long_enough() -> None:
    codes = totp.new_recovery_codes()

    assert len(set(codes)) == totp.RECOVERY_CODES
    assert all(len(totp.normal_recovery_code(one)) == 16 for one in codes)


def test_a_recovery_code_may_be_typed_in_any_way() -> None:
    [one, *_] = totp.new_recovery_codes()
    typed = one.upper().replace("-", " ")

    assert totp.normal_recovery_code(typed) == totp.normal_recovery_code(one)


def test_the_qr_code_stands_on_white() -> None:
    image = totp.qr_code(SECRET, "Ann Lee", "A School & Co").decode()

    assert image.startswith("<svg")
    assert 'fill="#fff"' in image
    assert "<script" not in image
