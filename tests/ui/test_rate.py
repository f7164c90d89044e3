"""How often one may ask: what is left to wait, and a shared store that is there, away, mute or killed."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
import redis
from processes import free_port, running
from stores import needs_redis, redis_server

from ui import rate
from ui.rate import Rate


def test_what_is_left_to_wait_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    asked = Rate("2/minute")
    assert asked.wait("a") == 0
    now += 20
    assert asked.wait("a") == 0
    now += 30
    assert asked.wait("a") == 10  # the first of the two leaves the window sixty seconds after it came
    now += 9.5
    assert asked.wait("a") == 1
    assert asked.wait("b") == 0
    now += 1
    assert asked.wait("a") == 0


def test_simulations_have_an_allowance_of_their_own() -> None:
    asked = Rate("2/minute")
    assert [asked.wait("a", "simulate") > 0 for _ in range(9)] == [False] * 8 + [True]
    assert [asked.wait("a", door) > 0 for door in ("ask", "sources", "ask")] == [False, False, True]
    assert asked.wait("b", "simulate") == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8:0:0:ffff::2", True),  # one subscriber's /64
        ("2001:db8::1", "2001:DB8:0:0:0:0:0:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("198.51.100.1", "198.51.100.2", False),
        ("", "unknown", False),
    ],
)
def test_a_subscriber_is_one_however_the_address_is_spelt(first: str, second: str, same: bool) -> None:
    asked = Rate("1/minute")
    assert asked.wait(first) == 0
    assert (asked.wait(second) > 0) is same


@needs_redis
def test_servers_that_share_a_store_share_the_count_and_it_holds_no_address(tmp_path: Path) -> None:
    with redis_server(tmp_path) as (store, _):
        first, second = Rate("3/minute", store), Rate("3/minute", store)
        assert [one.wait("203.0.113.7") > 0 for one in (first, second, first, second, first)] == [
            False, False, False, True, True,
        ]  # fmt: skip
        with closing(redis.Redis.from_url(store)) as client:
            kept = b" ".join(key + repr(client.dump(key)).encode() for key in client.scan_iter())
    assert kept
    assert b"203.0.113" not in kept


@needs_redis
def test_a_store_that_dies_refuses_nobody_and_the_log_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with redis_server(tmp_path) as (store, process):
        asked = Rate("2/minute", store)
        assert asked.wait("a") == 0
        process.kill()
        process.wait()
        with caplog.at_level(logging.WARNING, "ui.rate"):
            assert [asked.wait("a") > 0 for _ in range(4)] == [False, False, True, True]  # this server counts alone
        assert len(caplog.records) == 1
        assert "AM_RATE_LIMIT_STORAGE" in caplog.text


@needs_redis
def test_a_store_that_comes_back_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "_REST", 0)
    port = free_port()
    asked = Rate("1/minute", f"redis://127.0.0.1:{port}")
    assert [asked.wait("a") > 0 for _ in range(2)] == [False, True]
    with redis_server(tmp_path, port):
        assert [asked.wait("a") > 0 for _ in range(2)] == [False, True]


def test_a_mute_store_does_not_hold_up_the_event_loop() -> None:
    with socket.socket() as mute:  # takes connections, never answers
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        asked = Rate("2/minute", f"redis://127.0.0.1:{mute.getsockname()[1]}")
        order: list[str] = []

        async def another_visitor() -> None:
            await asyncio.sleep(0)
            order.append("another")

        async def first_visitor() -> None:
            assert await asked.wait_aside("a") == 0
            order.append("first")

        async def both() -> None:
            await asyncio.gather(first_visitor(), another_visitor())

        asyncio.run(both())
    assert order == ["another", "first"]


@pytest.mark.parametrize(
    ("proxy_address", "trusted", "counts"),
    [
        ("127.0.0.1", "", [200, 200, 200]),  # on the same machine, by default
        ("127.0.0.3", "127.0.0.3", [200, 200, 200]),
        ("127.0.0.3", "", [200, 200, 429]),
    ],
)
def test_a_proxy_is_believed_only_where_it_is_declared(proxy_address: str, trusted: str, counts: list[int]) -> None:
    with running(AM_RATE_LIMIT="2/minute", AM_TRUSTED_PROXIES=trusted) as address, _from(proxy_address) as proxy:
        codes = [
            proxy.get(f"{address}/api/v1/sources", headers={"X-Forwarded-For": f"198.51.100.{visitor}"}).status_code
            for visitor in range(3)
        ]
    assert codes == counts


def test_a_visitor_cannot_forge_another_address_behind_a_proxy() -> None:
    with running(AM_RATE_LIMIT="2/minute", AM_TRUSTED_PROXIES="127.0.0.3") as address, _from("127.0.0.3") as proxy:
        codes = [
            proxy.get(f"{address}/api/v1/sources", headers={"X-Forwarded-For": f"1.2.3.{forged}, 198.51.100.1"})
            for forged in range(3)
        ]
    assert [code.status_code for code in codes] == [200, 200, 429]


@contextmanager
def _from(address: str) -> Iterator[httpx.Client]:
    """Ask from another address of this machine, as a proxy beside the server would."""
    try:
        with socket.socket() as probe:
            probe.bind((address, 0))
    except OSError:
        pytest.skip(f"this machine has no address {address}")
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address)) as client:
        yield client
