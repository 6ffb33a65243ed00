"""How texts, times and sources are laid out on a page."""

import datetime
from collections.abc import Sequence
from typing import Any

from knowledge.formatting import format_as_of, format_date

Block = tuple[str, list[str]]


def blocks(text: str) -> list[Block]:
    """Split a message into ``("list", lines)`` and ``("text", [line])`` by the dashes of lists."""
    found: list[Block] = []
    in_list = False
    for line in text.split("\n"):
        item = line.startswith("- ")
        if item and in_list:
            found[-1][1].append(line[2:])
        elif item:
            found.append(("list", [line[2:]]))
        elif line.strip():
            found.append(("text", [line]))
        in_list = item
    return found


def by_document(places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather the sources of a message: one entry for each document, with its places."""
    documents: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        documents.setdefault(place["id"], []).append(place)
    return [
        {
            "title": found[0]["title"],
            "published": found[0]["published"],
            "dates": "; ".join(dict.fromkeys(filter(None, map(dated_basis, found)))),
            "places": [
                {"section": one["section"], "basis": dated_basis(one) or "no source or date named"}
                for one in found
            ],
        }
        for found in documents.values()
    ]


def dated_basis(place: dict[str, Any]) -> str:
    """Return who a figure is from and of when: "U.S. Bureau of Labor Statistics, May 2024"."""
    return ", ".join(part for part in (place["basis"], place["as_of"]) if part)


def day(value: datetime.date | str) -> str:
    """Return a day as people read it; text of another form stays as it is."""
    if isinstance(value, datetime.date):
        return format_date(value)
    try:
        return format_as_of(value)
    except (ValueError, IndexError):
        return value


def moment(value: str) -> str:
    """Return a time of the API as people read it: "January 2, 2026, 15:04 UTC"."""
    time = datetime.datetime.fromisoformat(value)
    return f"{format_date(time.date())}, {time:%H:%M} UTC"


def telephone(number: str) -> str:
    """Return ``number`` as the address of a ``tel:`` link."""
    return "".join(character for character in number if character.isdigit() or character == "+")
