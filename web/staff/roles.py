"""Who may do what in the staff console."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a member of the staff is there for; everybody has exactly one."""

    reviewer = "reviewer"
    editor = "editor"
    privacy_officer = "privacy_officer"
    admin = "admin"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The role as people read it."""
        return self.value.replace("_", " ").capitalize()


class Permission(StrEnum):
    """One thing that a page shows or does."""

    own_account = "own_account"
    read_transcripts = "read_transcripts"
    annotate = "annotate"
    export = "export"
    see_handoffs = "see_handoffs"
    see_figures = "see_figures"
    erase = "erase"
    read_audit = "read_audit"
    manage_accounts = "manage_accounts"
    manage_settings = "manage_settings"


# Editors and admins never see what a student wrote. The privacy officer reads transcripts to find
# what has to be erased or handed out, and changes nothing in them; the audit log tells of each.
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.reviewer: frozenset(
            {
                Permission.own_account,
                Permission.read_transcripts,
                Permission.annotate,
                Permission.export,
                Permission.see_handoffs,
                Permission.see_figures,
            }
        ),
        Role.editor: frozenset({Permission.own_account, Permission.see_figures}),
        Role.privacy_officer: frozenset(
            {
                Permission.own_account,
                Permission.read_transcripts,
                Permission.export,
                Permission.erase,
                Permission.read_audit,
            }
        ),
        Role.admin: frozenset(
            {
                Permission.own_account,
                Permission.see_figures,
                Permission.manage_accounts,
                Permission.manage_settings,
            }
        ),
    }
)


@dataclass(frozen=True)
class Person:
    """A member of the staff who is logged in, for the length of one request."""

    id: str
    name: str
    role: Role
    session: str
    """Public id of the session: good for naming it, not for getting in."""
    csrf_token: str

    def may(self, permission: Permission) -> bool:
        """Return whether the role of this person has ``permission``."""
        return permission in PERMISSIONS[self.role]
