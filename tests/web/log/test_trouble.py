"""What the staff can be told about a log that could not be written."""

from datetime import timedelta

import pytest

from web.log import trouble
from web.log.failures import LogFullError, LogUnavailableError
from web.log.trouble import Watch


def test_nothing_is_told_while_all_goes_well() -> None:
    watch = Watch()
    watch.succeeded()

    assert watch.trouble() is None


def test_tries_that_fail_one_after_the_other_are_one_trouble() -> None:
    watch = Watch()
    for error in (LogUnavailableError("busy"), LogFullError("full"), LogUnavailableError("busy")):
        watch.failed(error)

    found = watch.trouble()

    assert found is not None
    assert (found.failures, found.full, found.over) == (3, True, None)


def test_a_trouble_is_over_with_the_first_try_that_does_not_fail() -> None:
    watch = Watch()
    watch.failed(LogUnavailableError("busy"))
    watch.succeeded()
    first = watch.trouble()
    watch.succeeded()

    assert first is not None
    assert first.over is not None
    assert watch.trouble() == first


def test_a_new_trouble_takes_the_place_of_one_that_is_over() -> None:
    watch = Watch()
    watch.failed(LogFullError("full"))
    watch.succeeded()
    watch.failed(LogUnavailableError("busy"))

    found = watch.trouble()

    assert found is not None
    assert (found.failures, found.full, found.over) == (1, False, None)


def test_what_was_over_a_day_ago_is_not_told_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    watch.failed(LogFullError("full"))
    watch.succeeded()
    monkeypatch.setattr(trouble, "TOLD", timedelta(0))

    assert watch.trouble() is None
