"""The wish to talk to a person: the one place where something personal is asked."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from aiohttp import web

from web.errors import ApiError
from web.keys import LIMITS, LOG, MASKER, NOTIFIER, SETTINGS
from web.log.records import LoggedWish, Wish
from web.text import clean_text

# The fields in the order of the form: how many characters each may have, and what is said else.
FIELDS = MappingProxyType(
    {
        "name": (100, "bad_name"),
        "contact": (200, "bad_contact"),
        "question": (2_000, "bad_question"),
    }
)
FEWEST_DIGITS = 7
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
# What people put between the digits of a telephone number, and an extension behind it.
PHONE = re.compile(r"\+?[\d\s()./-]+((ext\.?|x)\s*\d+)?", re.ASCII | re.IGNORECASE)


class WishError(ApiError):
    """The form is not filled in well; ``problems`` has the code of each field in question."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """``problems`` maps the name of a field to the code of what is wrong with it."""
        super().__init__(next(iter(problems.values())))
        self.problems = dict(problems)


def check_wish(fields: Mapping[str, Any]) -> Wish:
    """Return the wish in ``fields``: ``name``, ``contact``, ``question`` and ``consent`` (true).

    Raises:
        WishError: with all problems, in the order of the form.
    """
    problems: dict[str, str] = {}
    clean = {name: _clean(fields, name, problems) for name in FIELDS}
    if "contact" not in problems and not _is_contact(clean["contact"]):
        problems["contact"] = "bad_contact"
    if fields.get("consent") is not True:
        problems["consent"] = "no_consent"
    if problems:
        raise WishError({name: problems[name] for name in (*FIELDS, "consent") if name in problems})
    return Wish(" ".join(clean["name"].split()), clean["contact"], clean["question"])


async def keep_wish(request: web.Request, wish: Wish, conversation: str | None) -> LoggedWish:
    """Keep ``wish`` as long as the school says; it goes with ``conversation`` if there is one.

    Personal data in the question is masked: how to answer stands in a field of its own.

    Raises:
        ApiError: ``too_many_handoffs``.
    """
    app = request.app
    app[LIMITS].count_handoff(request)
    wish = replace(wish, question=app[MASKER].mask(wish.question))
    keep = timedelta(days=app[SETTINGS].school.handoff_days)
    notifier = app.get(NOTIFIER)
    kept = await app[LOG].add_wish(wish, keep, conversation, notify=notifier is not None)
    if notifier is not None:
        notifier.call()
    return kept


def _clean(fields: Mapping[str, Any], name: str, problems: dict[str, str]) -> str:
    value, (longest, code) = fields.get(name), FIELDS[name]
    try:
        if isinstance(value, str):
            return clean_text(value, longest, code).strip()
    except ApiError:
        pass
    problems[name] = code
    return ""


def _is_contact(text: str) -> bool:
    if MAIL.fullmatch(text):
        return True
    digits = sum(character.isdigit() for character in text)
    return digits >= FEWEST_DIGITS and PHONE.fullmatch(text) is not None
