"""The admin's page: who has an account, in which role, and one-time links."""

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import LOG
from web.staff import accounts
from web.staff.addresses import join_address
from web.staff.errors import BadInputError, ConflictError, StaffError
from web.staff.roles import Permission, Person, Role
from web.staff.routing import add_page, form_of, render, see_other

PATH = "/staff/accounts"
ACCOUNT = f"{PATH}/{{id:[0-9a-f]{{16}}}}"
# What each role is for, where an admin chooses one.
PURPOSES = {
    Role.reviewer: "reads conversations, writes notes and labels",
    Role.editor: "works on the knowledge, sees no conversations",
    Role.privacy_officer: "erases and exports conversations, reads the audit log",
    Role.admin: "manages accounts and settings, sees no conversations",
}
DONE = {
    "role": "The role is changed. The person has to log in again.",
    "deactivated": "The account is deactivated. Nobody is logged in with it any more.",
    "activated": "The account is active again.",
}


def add_accounts(app: web.Application) -> None:
    """Add ``/staff/accounts``."""
    manage = Permission.manage_accounts
    add_page(app, "GET", PATH, show_accounts, manage)
    add_page(app, "POST", PATH, invite, manage)
    add_page(app, "POST", f"{ACCOUNT}/link", make_link, manage)
    add_page(app, "POST", f"{ACCOUNT}/role", change_role, manage)
    add_page(app, "POST", f"{ACCOUNT}/deactivate", deactivate, manage)
    add_page(app, "POST", f"{ACCOUNT}/activate", activate, manage)


async def show_accounts(request: web.Request, person: Person) -> web.StreamResponse:
    """Answer with all accounts."""
    return await _page(request, person)


async def invite(request: web.Request, person: Person) -> web.StreamResponse:
    """Add an account and show its link, this once."""
    form = await form_of(request)
    try:
        role = accounts.role_named(form.get("role", ""))
        name = form.get("name", "")
        token = await request.app[LOG].write(lambda s: accounts.invite(s, person, name, role))
    except (BadInputError, ConflictError) as error:
        return await _page(request, person, problem=error)
    return await _page(request, person, link=join_address(request, token), status=201)


async def make_link(request: web.Request, person: Person) -> web.StreamResponse:
    """Show a new link for an account, for somebody who lost the phone or the password."""
    account = request.match_info["id"]
    token = await request.app[LOG].write(lambda s: accounts.new_link(s, person, account))
    return await _page(request, person, link=join_address(request, token), status=201)


async def change_role(request: web.Request, person: Person) -> web.StreamResponse:
    """Give an account another role."""
    account = request.match_info["id"]
    role = accounts.role_named((await form_of(request)).get("role", ""))
    await request.app[LOG].write(lambda s: accounts.change_role(s, person, account, role))
    return see_other(f"{PATH}?done=role")


async def deactivate(request: web.Request, person: Person) -> web.StreamResponse:
    """Let an account log in no more."""
    return await _set_active(request, person, False)


async def activate(request: web.Request, person: Person) -> web.StreamResponse:
    """Let a deactivated account log in again."""
    return await _set_active(request, person, True)


async def _set_active(request: web.Request, person: Person, active: bool) -> web.StreamResponse:
    account = request.match_info["id"]

    def work(session: Session) -> None:
        accounts.set_active(session, person, account, active)

    await request.app[LOG].write(work)
    return see_other(f"{PATH}?done={'activated' if active else 'deactivated'}")


async def _page(
    request: web.Request,
    person: Person,
    *,
    link: str = "",
    problem: StaffError | None = None,
    status: int = 200,
) -> web.Response:
    return render(
        request,
        person,
        "staff/accounts.html",
        status if problem is None else problem.status,
        accounts=await request.app[LOG].read(accounts.list_accounts),
        purposes=PURPOSES,
        link=link,
        done=DONE.get(request.query.get("done", ""), ""),
        problem=problem.message if problem else "",
    )
