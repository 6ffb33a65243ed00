"""Fair limits, with a clock of our own."""

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import make_mocked_request

from web.limits import MOST_KEYS, Buckets, Limits, Rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_and_the_next_one_waits() -> None:
    buckets = Buckets(Rate(burst=5, per_minute=20), Clock())

    assert [buckets.wait("a") for _ in range(5)] == [0] * 5
    assert buckets.wait("a") == pytest.approx(3)


def test_after_the_wait_exactly_one_more_passes() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=5, per_minute=20), clock)
    for _ in range(6):
        wait = buckets.wait("a")
    clock.now += wait + 0.001

    assert buckets.wait("a") == 0
    assert buckets.wait("a") > 0


def test_no_more_than_the_rate_passes_in_a_minute_of_trying() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=5, per_minute=20), clock)
    passed = 0
    for _ in range(3000):
        passed += buckets.wait("a") == 0
        clock.now += 0.02

    assert 24 <= passed <= 25


def test_one_key_does_not_slow_another() -> None:
    buckets = Buckets(Rate(burst=1, per_minute=1), Clock())
    buckets.wait("a")

    assert buckets.wait("a") > 0
    assert buckets.wait("b") == 0


def test_the_number_of_keys_is_bounded() -> None:
    buckets = Buckets(Rate(burst=1, per_minute=1), Clock())
    for key in range(MOST_KEYS + 10):
        buckets.wait(str(key))

    assert len(buckets._levels) == MOST_KEYS


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "192.0.2.1, 127.0.0.1", "192.0.2.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "nonsense", "nonsense"),
    ],
)
def test_forwarded_addresses_are_believed_from_the_proxy_only(
    peer: str, forwarded: str | None, address: str
) -> None:
    limits = Limits(True, [ip_network("127.0.0.0/8")])
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers).clone(remote=peer)

    assert limits.address(request) == address


def test_limits_can_be_off() -> None:
    limits = Limits(False)
    for _ in range(1000):
        limits.count_turn("a")
