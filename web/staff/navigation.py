"""The pages of the console that its navigation leads to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from web.staff.roles import Permission, Person


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    title: str
    path: str
    permission: Permission


ENTRIES: Final = (
    Entry("Conversations", "/staff", Permission.read_transcripts),
    Entry("Not understood", "/staff/unknown", Permission.read_transcripts),
    Entry("Handoffs", "/staff/handoffs", Permission.see_handoffs),
    Entry("Figures", "/staff/figures", Permission.see_figures),
    Entry("Erase", "/staff/erase", Permission.erase),
    Entry("Audit", "/staff/audit", Permission.read_audit),
    Entry("Accounts", "/staff/accounts", Permission.manage_accounts),
    Entry("Settings", "/staff/settings", Permission.manage_settings),
    Entry("You", "/staff/me", Permission.own_account),
)


def entries_for(person: Person, paths: Collection[str]) -> list[Entry]:
    """Return the links that ``person`` may follow; ``paths`` are those that there are."""
    return [one for one in ENTRIES if one.path in paths and person.may(one.permission)]
