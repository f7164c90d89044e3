"""A server that is told to stop: what was asked is answered, or told that it will not be; never cut without a word."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from live import eventually
from processes import started

SOCKETS = Path("/proc/net/tcp")
pytestmark = pytest.mark.skipif(not SOCKETS.exists(), reason="needs Linux, which tells the connections taken")
IN_FLIGHT = 6  # more than are answered at a time
STREAM = "text/event-stream"


@pytest.fixture
def stopped(request: pytest.FixtureRequest) -> Iterator[list[httpx.Response]]:
    """What a server answers to requests in flight when it is told to stop; the last two read events."""
    with started(request.param, {}) as (address, process), ThreadPoolExecutor(IN_FLIGHT) as clients:
        asked = [clients.submit(_asked, address, STREAM if last else "*/*") for last in [False] * 4 + [True] * 2]
        eventually(lambda: _taken(address) >= IN_FLIGHT)
        httpx.get(f"{address}/health/live", timeout=10)  # answered after they were read
        process.send_signal(signal.SIGTERM)
        assert process.wait(25) == -signal.SIGTERM
        yield [one.result() for one in asked]


def _asked(address: str, accept: str) -> httpx.Response:
    return httpx.post(f"{address}/api/v1/ask", json={"question": "cotation"}, headers={"accept": accept}, timeout=25)


def _taken(address: str) -> int:
    """How many connections the server holds, as the kernel says."""
    port = f":{int(address.rpartition(':')[2]):04X}"
    sockets = [line.split()[1:4] for line in SOCKETS.read_text().splitlines()]
    return sum(local.endswith(port) and state == "01" for local, _, state in sockets[1:])


@pytest.mark.parametrize("stopped", ["served_faulty.serve_stuck"], indirect=True)
def test_a_stop_answers_all_that_was_asked(stopped: list[httpx.Response]) -> None:
    assert [answer.status_code for answer in stopped] == [200] * IN_FLIGHT
    assert [answer.json()["kind"] for answer in stopped[:4]] == ["out_of_scope"] * 4
    assert all("event: answer" in answer.text for answer in stopped[4:])


@pytest.mark.parametrize("stopped", ["served_faulty.serve_stuck_for_long"], indirect=True)
def test_what_cannot_be_answered_in_time_is_told_in_french(stopped: list[httpx.Response]) -> None:
    whole, events = stopped[:4], stopped[4:]
    assert [answer.status_code for answer in whole] == [503] * 4
    for answer in whole:
        assert answer.json()["error"]["message"] == "L’assistant redémarre ou s’arrête."
        assert int(answer.headers["retry-after"]) > 0
    for answer in events:
        assert answer.status_code in (200, 503)  # its events had begun, or not
        assert "L’assistant redémarre ou s’arrête." in answer.text
        assert answer.status_code == 503 or answer.text.endswith("}\n\n")
