"""What the pages of the inbox show, read back out of them."""

import html
import re

from sqlalchemy import select

from tests.web.conftest import Client
from tests.web.staff.member import Member, application
from web.keys import LOG
from web.log.tables import Conversation
from web.staff.audit_pages import action_titles

QUESTION = "what does a coder earn in Guam"


async def newest(client: Client) -> str:
    """The id of the conversation that was active last."""
    query = select(Conversation.id).order_by(Conversation.last_turn.desc()).limit(1)
    found = await application(client)[LOG].read(lambda session: session.scalar(query))
    assert isinstance(found, str)
    return found


async def text_of(member: Member, path: str, status: int = 200) -> str:
    response = await member.get(path)
    page = html.unescape(await response.text())
    assert response.status == status, (response.headers.get("Location"), page)
    return page


def questions(page: str) -> list[str]:
    """The questions that the inbox lists."""
    return re.findall(r'<td><a href="/staff/conversations/[^>]+>([^<]+)<', page)


async def audited(officer: Member, action: str) -> list[tuple[str, str]]:
    """The rows of the audit log about an action: person and target."""
    page = await text_of(officer, f"/staff/audit?action={action}")
    return re.findall(
        rf"<td>([^<]+) <small>[^<]+</small></td>\s*<td>{re.escape(action_titles()[action])}</td>"
        r"\s*<td>(?:<code>([^<]*)</code>)?</td>",
        page,
    )
