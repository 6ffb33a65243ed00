"""Serves the widget: the newest one, and every version that this installation ever served."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from aiohttp import web

from web import keys
from web.widget.bundle import Bundle, make_bundle

__all__ = ["SOURCE", "add_widget", "make_bundle"]

SOURCE: Final = Path(__file__).resolve().parent / "src"
BUNDLE: Final = web.AppKey("widget", Bundle)
VERSION = re.compile(r"[0-9a-f]{12}", re.ASCII)
YEAR = "public, max-age=31536000, immutable"
MINUTES = "public, max-age=300"
# Pages of the school load these files; which websites may, ``web.origins`` says.
SHARED: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}


def add_widget(app: web.Application) -> None:
    """Add ``/widget.js`` and ``/widget/<version>/widget.js``; raises ``BundleError``."""
    app[BUNDLE] = make_bundle(SOURCE)
    app.cleanup_ctx.append(_keep)
    app.router.add_get("/widget.js", show_newest)
    app.router.add_get("/widget/{version}/widget.js", show_version)
    app.router.add_get("/widget/{language:[a-z]{2}}.json", show_strings)


async def show_newest(request: web.Request) -> web.Response:
    """Answer with the newest widget."""
    return _script(request, request.app[BUNDLE], MINUTES)


async def show_version(request: web.Request) -> web.Response:
    """Answer with one version, also an old one: a page that pinned it must not lose its chat."""
    version = request.match_info["version"]
    bundle = request.app[BUNDLE]
    if version != bundle.version:
        file = _kept(request.app) / f"{version}.js"
        if not VERSION.fullmatch(version) or not file.is_file():
            raise web.HTTPNotFound
        bundle = Bundle(file.read_bytes())
        if bundle.version != version:
            raise web.HTTPNotFound
    return _script(request, bundle, YEAR)


async def show_strings(request: web.Request) -> web.StreamResponse:
    """Answer with the widget's own words in one language."""
    file = SOURCE / f"{request.match_info['language']}.json"
    if not file.is_file():
        raise web.HTTPNotFound
    return web.json_response(body=file.read_bytes(), headers={"Cache-Control": MINUTES, **SHARED})


def _script(request: web.Request, bundle: Bundle, cache: str) -> web.Response:
    etag = f'"{bundle.version}"'
    headers = {
        "Cache-Control": cache,
        "ETag": etag,
        "Vary": "Accept-Encoding",
        **SHARED,
    }
    if request.headers.get("If-None-Match") in (etag, f"W/{etag}"):
        return web.Response(status=304, headers=headers)
    response = web.Response(
        body=bundle.content, content_type="text/javascript", charset="utf-8", headers=headers
    )
    response.enable_compression()
    return response


def _kept(app: web.Application) -> Path:
    return app[keys.SETTINGS].var / "widget"


async def _keep(app: web.Application) -> AsyncIterator[None]:
    folder = _kept(app)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{app[BUNDLE].version}.js"
    if not file.exists():
        fresh = file.with_suffix(".new")
        fresh.write_bytes(app[BUNDLE].content)
        fresh.replace(file)
    yield
