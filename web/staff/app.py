"""Putting the staff console together."""

from aiohttp import web

from web.staff.account_pages import add_accounts
from web.staff.audit_pages import add_audit
from web.staff.erasing import add_erasing
from web.staff.handoffs.pages import add_handoffs
from web.staff.inbox.routes import add_inbox
from web.staff.insight.figures_pages import add_figures
from web.staff.insight.unknown_pages import add_unknown
from web.staff.join_pages import add_join
from web.staff.log_in_pages import add_log_in
from web.staff.own_pages import add_own
from web.staff.routing import PAGES_ADDED, Pages, forbid_keeping
from web.staff.settings_pages import add_settings


def add_staff(app: web.Application) -> None:
    """Add everything below ``/staff``; the pages of the website must have been added before."""
    app[PAGES_ADDED] = Pages()
    app.on_response_prepare.append(forbid_keeping)
    add_log_in(app)
    add_join(app)
    add_own(app)
    add_inbox(app)
    add_accounts(app)
    add_audit(app)
    add_settings(app)
    add_erasing(app)
    add_handoffs(app)
    add_unknown(app)
    add_figures(app)
