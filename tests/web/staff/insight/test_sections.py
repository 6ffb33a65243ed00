"""The tables of the figures: where their numbers lead."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from web.staff.inbox.filters import Filter
from web.staff.insight.report import Counted, Period
from web.staff.insight.sections import sections

DAY = date(2026, 3, 4)


@pytest.mark.parametrize("hour", [0, 10, 23])
def test_the_number_of_an_hour_leads_to_just_that_hour(hour: int) -> None:
    begin = datetime(2026, 3, 4, hour, tzinfo=UTC)
    counted = Counted(Counter(), Counter({begin: 1}), Counter({begin: 2}), Counter())
    [hours] = [one for one in sections(counted, Period(DAY, DAY, DAY)) if one.key == "hours"]
    turns, opened = (cell.link for cell in hours.rows[hour].cells)

    for link, since, until in ((turns, "since", "until"), (opened, "opened_since", "opened_until")):
        assert link
        query = urlsplit(link).query
        wanted = Filter.read(parse_qsl(query))
        assert getattr(wanted, since) == begin
        assert getattr(wanted, until) == begin + timedelta(hours=1)
        # The inbox leads any other address to this one.
        assert wanted.query() == query
