"""The plain form, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from web.masking.plain import plain


def test_digits_dashes_and_spaces_have_one_form() -> None:
    assert plain("５１٢\u2011\u00a0–−").text == "512- --"


def test_invisible_characters_belong_to_what_stands_between_them() -> None:
    form = plain("a \u202a12\u200b3\u202c b")

    start = form.text.index("123")
    assert form.text == "a 123 b"
    assert form.original(start, start + 3) == (2, 8)


@given(st.text(), st.data())
def test_any_part_leads_back_to_where_it_stood(text: str, data: st.DataObject) -> None:
    form = plain(text)
    end = data.draw(st.integers(0, len(form.text)))
    start = data.draw(st.integers(0, end))

    first, last = form.original(start, end)

    assert 0 <= first <= last <= len(text) or start == end
    if start < end:
        assert plain(text[first:last]).text == form.text[start:end]
