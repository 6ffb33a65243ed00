"""Charts for the website: described at once, drawn in a thread and kept for the next visitor."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from web.charts.content import Chart, describe
from web.charts.request import check_request, read_query
from web.library import Library

MOST_KEPT = 200  # pictures of 10 to 150 kB


class Gallery:
    """Describes and draws charts."""

    def __init__(self, library: Library, var: Path) -> None:
        """``var``: folder for what the plotting library keeps between runs."""
        self._library = library
        self._var = var
        # The plotting library has settings for the whole process, so it works in one thread only.
        self._painter = ThreadPoolExecutor(1, thread_name_prefix="charts")
        self._pictures: OrderedDict[str, asyncio.Future[bytes]] = OrderedDict()

    def describe(self, name: str, states: Sequence[str] = (), measure: str | None = None) -> Chart:
        """Return the content of a chart.

        Raises:
            ChartError: when there is no such chart.
            ApiError: ``no_knowledge``.
        """
        knowledge = self._library.knowledge()
        return describe(knowledge, check_request(knowledge, name, states, measure))

    def read(self, name: str, query: Mapping[str, str]) -> Chart:
        """Return the chart that an address names; raises what :meth:`describe` raises."""
        knowledge = self._library.knowledge()
        return describe(knowledge, read_query(knowledge, name, query))

    def is_drawn(self, chart: Chart) -> bool:
        """Return whether the picture is there already, or under way."""
        return chart.url in self._pictures

    async def draw(self, chart: Chart) -> bytes:
        """Return the picture of ``chart`` as SVG, drawing it once for everybody who asks."""
        picture = self._pictures.get(chart.url)
        if picture is None:
            loop = asyncio.get_running_loop()
            picture = asyncio.ensure_future(loop.run_in_executor(self._painter, self._draw, chart))
            self._pictures[chart.url] = picture
            picture.add_done_callback(lambda done: self._forget_failure(chart.url, done))
            if len(self._pictures) > MOST_KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(chart.url)
        # A visitor who leaves must not stop the drawing that others wait for.
        return await asyncio.shield(picture)

    async def paint(self, work: Callable[[], bytes]) -> bytes:
        """Return what ``work`` draws, in the one thread that may use the plotting library."""
        os.environ.setdefault("MPLCONFIGDIR", str(self._var / "matplotlib"))
        return await asyncio.get_running_loop().run_in_executor(self._painter, work)

    def get_ready(self) -> None:
        """Begin to load the plotting library, so that the first visitor need not wait for it."""
        self._painter.submit(self._load)

    async def close(self) -> None:
        """Stop drawing."""
        await asyncio.to_thread(self._painter.shutdown, cancel_futures=True)

    def _draw(self, chart: Chart) -> bytes:
        return self._load()(chart)

    def _load(self) -> Callable[[Chart], bytes]:
        """Load the plotting library: a second, and some more when it first looks for fonts."""
        os.environ.setdefault("MPLCONFIGDIR", str(self._var / "matplotlib"))
        from web.charts.drawing import draw

        return draw

    def _forget_failure(self, url: str, picture: "asyncio.Future[bytes]") -> None:
        if picture.cancelled() or picture.exception() is not None:
            self._pictures.pop(url, None)
