"""Puts placeholders in the place of personal data."""

import re
from collections.abc import Iterable, Sequence

from web.masking.address import find_addresses
from web.masking.birth import find_birth
from web.masking.found import Finder, Found
from web.masking.mail import find_mail
from web.masking.numbers import find_cards, find_ssn
from web.masking.phone import find_phones
from web.masking.plain import plain
from web.masking.words import words

# Where two find the same figures, the earlier one is right more often.
FINDERS: Sequence[Finder] = (
    find_mail,
    find_cards,
    find_ssn,
    find_birth,
    find_phones,
    find_addresses,
)


class Masker:
    """Masks the personal data of visitors, and leaves what the school has published."""

    def __init__(self, published: Iterable[str] = ()) -> None:
        """``published``: contacts of the school, however they are written."""
        self._published = {_essence(one) for one in published}
        self._placeholders: dict[str, str] = words()["placeholders"]

    def find(self, text: str) -> list[Found]:
        """Return the personal data in ``text``, in order and without overlaps."""
        form = plain(text)
        taken: list[Found] = []
        for finder in FINDERS:
            # The longest first: the same number may be found with and without its prefix.
            found = sorted(finder(form.text), key=lambda one: one.start - one.end)
            for one in found:
                clear = all(one.end <= other.start or other.end <= one.start for other in taken)
                if clear and _essence(form.text[one.start : one.end]) not in self._published:
                    taken.append(one)
        ordered = sorted(taken, key=lambda one: one.start)
        return [Found(one.kind, *form.original(one.start, one.end)) for one in ordered]

    def mask(self, text: str) -> str:
        """Return ``text`` with a placeholder such as ``[phone number]`` for each finding."""
        parts, position = [], 0
        for one in self.find(text):
            parts += [text[position : one.start], self._placeholders[one.kind]]
            position = one.end
        return "".join([*parts, text[position:]])


def _essence(contact: str) -> str:
    """Return what two ways of writing one contact have in common."""
    if "@" in contact:
        return contact.strip().lower()
    return re.sub(r"\D", "", contact)[-10:]
