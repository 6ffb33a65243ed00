"""The page behind a one-time link: choosing a password and setting up the codes."""

from aiohttp import web
from sqlalchemy.orm import Session

from web.keys import LOG, SETTINGS
from web.staff import accounts, audit, passwords, sessions, throttle, totp
from web.staff.accounts import OpenInvitation
from web.staff.browsers import browser_name
from web.staff.errors import BadInputError
from web.staff.routing import add_open_page, form_of, render

PATH = "/staff/join/{token:[A-Za-z0-9_-]{1,100}}"


def add_join(app: web.Application) -> None:
    """Add ``/staff/join/…`` with its QR code."""
    add_open_page(app, "GET", PATH, show_form)
    add_open_page(app, "POST", PATH, join)
    add_open_page(app, "GET", f"{PATH}/code.svg", show_qr_code)


async def show_form(request: web.Request) -> web.StreamResponse:
    """Answer with the form; a link that is only looked at stays good."""
    return _form(request, await _invitation(request))


async def show_qr_code(request: web.Request) -> web.StreamResponse:
    """Answer with the secret of the invitation as an image for the authenticator app."""
    invitation = await _invitation(request)
    issuer = request.app[SETTINGS].school.name
    image = totp.qr_code(invitation.totp_secret, invitation.name, issuer)
    return web.Response(body=image, content_type="image/svg+xml")


async def join(request: web.Request) -> web.StreamResponse:
    """Set the account up, log its owner in and show the recovery codes, this once."""
    invitation = await _invitation(request)
    form = await form_of(request)
    password = form.get("password", "")
    step = totp.step_of(invitation.totp_secret, form.get("code", ""), None)
    try:
        passwords.check_new(password, form.get("repeated", ""), invitation.name)
        if step is None:
            raise BadInputError(
                "The code does not fit. Type the six digits that your app shows right now."
            )
    except BadInputError as error:
        return _form(request, invitation, error)
    password_hash = await passwords.hash_password(password)
    token = request.match_info["token"]
    browser = browser_name(request.headers.get("User-Agent", ""))
    replaced = sessions.current_token(request)

    def work(session: Session) -> tuple[list[str], str]:
        codes = accounts.set_up(session, token, password_hash, step)
        started = sessions.start(session, invitation.account_id, browser, replaced)
        owner = audit.Outsider(id=invitation.account_id, name=invitation.name, role=invitation.role)
        audit.append(session, owner, "session.log_in")
        return codes, started

    codes, started = await request.app[LOG].write(work)
    page = render(request, None, "staff/recovery_codes.html", 201, codes=codes, joined=True)
    sessions.keep(request, page, started)
    throttle.mark(request, page, invitation.account_id)
    return page


async def _invitation(request: web.Request) -> OpenInvitation:
    token = request.match_info["token"]
    return await request.app[LOG].read(lambda s: accounts.open_invitation(s, token))


def _form(
    request: web.Request, invitation: OpenInvitation, problem: BadInputError | None = None
) -> web.Response:
    return render(
        request,
        None,
        "staff/join.html",
        200 if problem is None else problem.status,
        invitation=invitation,
        secret=_grouped(invitation.totp_secret),
        shortest=passwords.SHORTEST,
        problem=problem.message if problem else "",
    )


def _grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
