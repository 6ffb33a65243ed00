"""The admin's page of what is set, and where it is changed."""

from typing import Final

from aiohttp import web

from web.keys import SETTINGS
from web.settings import Settings
from web.staff import audit
from web.staff.roles import Permission, Person
from web.staff.routing import add_page, render
from web.staff.sessions import is_secure

PATH: Final = "/staff/settings"
_NONE: Final = "none"


def add_settings(app: web.Application) -> None:
    """Add ``/staff/settings``."""
    add_page(app, "GET", PATH, show_settings, Permission.manage_settings)


async def show_settings(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with the settings; what lets somebody in is never shown."""
    settings = request.app[SETTINGS]
    await audit.record(request, person, "settings.view")
    return render(
        request,
        person,
        "staff/settings.html",
        school_rows=school_rows(settings),
        machine_rows=machine_rows(settings),
        secure=is_secure(request),
    )


def school_rows(settings: Settings) -> list[tuple[str, str]]:
    """Return what the school sets: the entry of ``school.yml`` and its value."""
    school = settings.school
    return [
        ("name", school.name),
        ("contact: phone", school.contact.phone),
        ("contact: mail", school.contact.mail),
        ("opening_hours", school.opening_hours),
        ("retention_days", str(school.retention_days)),
        ("handoff_days", str(school.handoff_days)),
        ("origins", ", ".join(school.origins) or _NONE),
        ("help_text", school.fill(school.help_text)),
        ("notice", school.full_notice),
        ("greeting", school.fill(school.greeting)),
    ]


def machine_rows(settings: Settings) -> list[tuple[str, str]]:
    """Return what the machine sets: the environment variable and its value, without secrets."""
    proxies = ", ".join(str(network) for network in settings.trusted_proxies)
    return [
        ("HOST", settings.host),
        ("PORT", str(settings.port)),
        ("PUBLIC_URL", settings.public_url or _NONE),
        ("TRUSTED_PROXIES", proxies or _NONE),
        ("DATABASE_URL", settings.database_url.get_backend_name()),
        ("VAR_DIR", str(settings.var)),
        ("RATE_LIMIT", "on" if settings.rate_limit else "off"),
        ("MAIL_SERVER", settings.mail.server.host if settings.mail else _NONE),
        ("MAIL_FROM", settings.mail.sender if settings.mail else _NONE),
        ("MAIL_TO", settings.mail.recipient if settings.mail else _NONE),
    ]
