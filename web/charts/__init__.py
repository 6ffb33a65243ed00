"""Charts of the figures, drawn on the server, each with its meaning in words and as a table."""

from web.charts.content import Chart, describe
from web.charts.request import ChartError, ChartRequest

__all__ = ["Chart", "ChartError", "ChartRequest", "describe"]
