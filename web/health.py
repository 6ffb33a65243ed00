"""Is the process alive, and can it do its work?"""

import asyncio
from collections.abc import Awaitable
from typing import Any

from aiohttp import ClientError, ClientTimeout, web
from sqlalchemy.exc import SQLAlchemyError

from web.danger import hears_meaning
from web.errors import ApiError, error_body
from web.keys import CLIENT, LIBRARY, LOG, RASA, SETTINGS, WORDING
from web.library import Library
from web.log.failures import LogUnavailableError
from web.log.records import now
from web.rasa import RasaError


def add_health(app: web.Application) -> None:
    """Add ``/healthz`` and ``/readyz`` to ``app``."""
    app.router.add_get("/healthz", tell_alive)
    app.router.add_get("/readyz", tell_ready)


async def tell_alive(request: web.Request) -> web.Response:
    """Answer as long as the process runs."""
    return web.json_response({"status": "ok"})


async def tell_ready(request: web.Request) -> web.Response:
    """Return 200 when every part does its work, else 503; ``checks`` says which one does not."""
    app = request.app
    deadline = app[SETTINGS].timing.check_deadline
    checks: dict[str, dict[str, Any]] = dict(
        zip(
            ("model", "actions", "log", "knowledge", "danger"),
            await asyncio.gather(
                _passes(app[RASA].check_ready(deadline), deadline),
                _passes(_actions_answer(app), deadline),
                _passes(app[LOG].check_writable(), deadline),
                asyncio.to_thread(_knowledge_report, app[LIBRARY]),
                asyncio.to_thread(_danger_report),
            ),
            strict=True,
        )
    )
    ready = all(check["ok"] for check in checks.values())
    content: dict[str, Any] = {"ready": ready, "checks": checks}
    if not ready:
        content |= error_body("not_ready", app[WORDING].error("not_ready"))
    return web.json_response(content, status=200 if ready else 503)


async def _passes(check: Awaitable[None], deadline: float) -> dict[str, Any]:
    try:
        async with asyncio.timeout(deadline):
            await check
    except (RasaError, LogUnavailableError, ClientError, OSError):
        return {"ok": False}
    return {"ok": True}


def _knowledge_report(library: Library) -> dict[str, Any]:
    """Return ``ok`` and, when the knowledge is usable, its version and age in whole days."""
    try:
        knowledge = library.knowledge()
        version, built = knowledge.version, knowledge.built
    except (ApiError, SQLAlchemyError, OSError):
        return {"ok": False}
    return {"ok": True, "version": version, "age_days": (now() - built).days}


def _danger_report() -> dict[str, Any]:
    """Return whether danger is heard by its meaning, too, and not by certain words alone."""
    return {"ok": hears_meaning()}


async def _actions_answer(app: web.Application) -> None:
    address = app[SETTINGS].actions_url + "/health"
    async with app[CLIENT].get(
        address, timeout=ClientTimeout(total=None), allow_redirects=False
    ) as response:
        response.raise_for_status()
