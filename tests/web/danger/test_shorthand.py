"""Short forms of phone typing are written out before a message is understood."""

import pytest

from web.danger.shorthand import written_out


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("hes hitting me n i cant leave", "he's hitting me and i can't leave"),
        ("KMS tonight", "kill myself tonight"),
        ("sooooo done", "so done"),
        ("im w/ my bf", "i'm with my boyfriend"),
        ("is it under N or S", "is it under N or S"),
        ("what is R45.851 and the CPC", "what is R45.851 and the CPC"),
        ("", ""),
    ],
)
def test_short_forms_are_written_out(text: str, full: str) -> None:
    assert written_out(text) == full
