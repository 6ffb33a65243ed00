"""All addresses of the conversations pages."""

from aiohttp import web

from web.staff.inbox.changes import add_changes
from web.staff.inbox.export_pages import add_export
from web.staff.inbox.pages import add_reading


def add_inbox(app: web.Application) -> None:
    """Add the inbox, the transcripts, what can be changed in them, and the export."""
    add_reading(app)
    add_changes(app)
    add_export(app)
