"""Putting the gateway together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from web import keys
from web.api import add_api
from web.body import LARGEST_BODY
from web.charts.gallery import Gallery
from web.charts.routes import add_charts
from web.danger import hear
from web.enrich import Enrichment
from web.errors import error_middleware
from web.forgetting import Forgetting
from web.greeting import Greeting
from web.headers import set_safe_headers
from web.health import add_health
from web.library import Library
from web.limits import Limits
from web.log.repository import ConversationLog
from web.masking.masker import Masker
from web.metrics import add_metrics
from web.origins import Origins
from web.pages import add_pages
from web.rasa import Rasa
from web.settings import Settings
from web.staff.app import add_staff
from web.tokens import LIFETIME, Tokens
from web.turns import Turns
from web.widget.routes import add_widget
from web.wording import read_wording


def create_app(settings: Settings) -> web.Application:
    """Return the gateway; it opens the log and its connections when it is started.

    Starting raises ``LogUnavailableError`` or ``LogSchemaError`` when the log cannot be used.
    """
    wording = read_wording(settings.school)
    origins = Origins(settings.school.origins)
    app = web.Application(
        middlewares=[error_middleware(wording), origins.middleware()],
        client_max_size=LARGEST_BODY,
        # A compressed body is refused, so it need not be inflated to be thrown away; and what
        # visitors ask for is nobody's business.
        handler_args={"auto_decompress": False, "access_log": None},
    )
    app[keys.SETTINGS] = settings
    app[keys.WORDING] = wording
    app[keys.GREETING] = Greeting(settings.school)
    app[keys.TOKENS] = Tokens(settings.secret_key, min(LIFETIME, _retention(settings)))
    contact = settings.school.contact
    app[keys.MASKER] = Masker([contact.phone, contact.mail])
    app[keys.LIBRARY] = Library(settings.knowledge_database)
    app[keys.GALLERY] = Gallery(app[keys.LIBRARY], settings.var)
    app[keys.ENRICHMENT] = Enrichment(app[keys.LIBRARY], app[keys.GALLERY])
    app[keys.LIMITS] = Limits(settings.rate_limit, settings.trusted_proxies)
    app.on_response_prepare.extend([set_safe_headers, origins.set_headers])
    app.cleanup_ctx.extend([_open_log, _open_clients, _run_turns, _run_forgetting])
    add_api(app)
    add_health(app)
    add_metrics(app, settings.metrics_token)
    add_pages(app)
    add_staff(app)
    add_charts(app)
    add_widget(app)
    return app


def _retention(settings: Settings) -> timedelta:
    return timedelta(days=settings.school.retention_days)


async def _open_log(app: web.Application) -> AsyncIterator[None]:
    settings = app[keys.SETTINGS]
    timing = settings.timing
    app[keys.LOG] = await ConversationLog.open(
        settings.database_url, busy=timing.log_busy, patience=timing.log_patience
    )
    yield
    await app[keys.LOG].close()


async def _open_clients(app: web.Application) -> AsyncIterator[None]:
    settings = app[keys.SETTINGS]
    timing = settings.timing
    async with (
        ClientSession(
            connector=TCPConnector(force_close=True), cookie_jar=DummyCookieJar()
        ) as client,
        Rasa.connect(
            settings.rasa_url, deadline=timing.rasa_deadline, at_once=timing.asked_at_once
        ) as rasa,
    ):
        app[keys.CLIENT] = client
        app[keys.RASA] = rasa
        yield


async def _run_turns(app: web.Application) -> AsyncIterator[None]:
    timing = app[keys.SETTINGS].timing
    turns = Turns(
        app[keys.LOG], app[keys.RASA], app[keys.WORDING], timing, app[keys.ENRICHMENT].details
    )
    app[keys.TURNS] = turns
    # The first call reads the rules and the classifier; no visitor should wait for that.
    await asyncio.to_thread(hear, "")
    yield
    await turns.drain(timing.drain)


async def _run_forgetting(app: web.Application) -> AsyncIterator[None]:
    settings = app[keys.SETTINGS]
    forgetting = Forgetting(app[keys.LOG], app[keys.RASA], app[keys.TURNS], _retention(settings))
    app[keys.FORGETTING] = forgetting
    task = asyncio.create_task(forgetting.run(settings.timing.forgetting_pause))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
