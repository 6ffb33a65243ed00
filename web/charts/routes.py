"""``/charts/<name>.svg``: the pictures."""

from collections.abc import AsyncIterator
from typing import Final

from aiohttp import web

from web.charts.content import Chart
from web.charts.gallery import Gallery
from web.charts.request import ChartError
from web.errors import ApiError
from web.keys import GALLERY, LIMITS

FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"


def add_charts(app: web.Application) -> None:
    """Add the route of the pictures; ``app`` must have its gallery."""
    app.router.add_get("/charts/{name:[a-z-]{1,40}}.svg", show_chart)
    app.cleanup_ctx.append(_keep_gallery)


async def show_chart(request: web.Request) -> web.Response:
    """Answer with a chart as SVG.

    The address with the present version of the knowledge never changes its picture.
    """
    gallery = request.app[GALLERY]
    chart = _read(gallery, request)
    tag = f'"{chart.version}"'
    present = request.query.get("v") == chart.version
    headers = {"Cache-Control": FOR_A_YEAR if present else ASK_AGAIN, "ETag": tag}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    if not gallery.is_drawn(chart):
        request.app[LIMITS].count_lookup(request)
    picture = await gallery.draw(chart)
    response = web.Response(body=picture, content_type="image/svg+xml", headers=headers)
    response.enable_compression()
    return response


def _read(gallery: Gallery, request: web.Request) -> Chart:
    try:
        return gallery.read(request.match_info["name"], request.query)
    except ChartError as error:
        raise ApiError("bad_chart") from error


async def _keep_gallery(app: web.Application) -> AsyncIterator[None]:
    app[GALLERY].get_ready()
    yield
    await app[GALLERY].close()
