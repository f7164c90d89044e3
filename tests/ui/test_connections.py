"""What keeps a connection without asking anything: no headers, headers without end, a body drop by drop, too many."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from processes import running
from starlette.types import Message, Receive, Scope, Send

from ui.guard import Guard, RefusedBody
from ui.rate import Rate

ELSEWHERE = "127.0.0.9"  # another address of this machine, as Linux has them


@pytest.fixture(scope="module")
def hurried() -> Iterator[tuple[str, int]]:
    """A server with short deadlines and room for few."""
    with running("serve_hurried") as address:
        yield "127.0.0.1", int(address.rpartition(":")[2])


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n"],
    ids=["silent", "half", "half after a whole one"],
)
def test_headers_that_do_not_come_end_in_a_refusal(hurried: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(hurried, timeout=20) as client:
        client.sendall(sent)
        told = _all(client)
    assert told.count(b"HTTP/1.1") == sent.count(b"\r\n\r\n") + 1
    head, body = told[told.rindex(b"HTTP/1.1") :].split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["error"]["field"] == "corps"


def test_headers_without_end_are_refused(hurried: tuple[str, int]) -> None:
    with socket.create_connection(hurried, timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"X-A: 1\r\n" * 10_000)
        assert _all(client).startswith(b"HTTP/1.1 431 ")


def test_large_headers_are_refused(hurried: tuple[str, int]) -> None:
    response = httpx.get(f"http://{hurried[0]}:{hurried[1]}/health/live", headers={"X-A": "1" * 40_000})
    assert response.status_code == 431
    assert response.json()["error"]["field"] == "en-têtes"


@pytest.mark.parametrize("length", ["9" * 4_991, "0" * 4_991, "-1", "\u00b2", "1e3", ""])
def test_a_length_that_is_none_is_refused(hurried: tuple[str, int], length: str) -> None:
    with socket.create_connection(hurried, timeout=20) as client:
        head = f"POST /api/v1/ask HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        client.sendall(head.encode("latin-1"))
        assert _all(client).split()[1] in (b"400", b"408", b"413")


def test_a_connection_too_many_is_told_so_and_the_server_goes_on(hurried: tuple[str, int]) -> None:
    with ExitStack() as crowd:
        clients = [crowd.enter_context(socket.create_connection(hurried, timeout=20)) for _ in range(30)]
        told = [_all(client) for client in clients]  # every one of them is silent: refused now, or when it is late
    codes = sorted(answer.split()[1] for answer in told)
    assert set(codes) == {b"408", b"503"}
    assert codes.count(b"408") <= 20
    deadline = time.monotonic() + 120
    while httpx.get(f"http://{hurried[0]}:{hurried[1]}/health/live").status_code != 200:
        assert time.monotonic() < deadline


def test_one_address_cannot_take_every_connection(hurried: tuple[str, int]) -> None:
    with ExitStack() as crowd:
        for _ in range(30):  # not a proxy's address: eight of these are kept, for half a second
            crowd.enter_context(socket.create_connection(hurried, timeout=20, source_address=(ELSEWHERE, 0)))
        assert httpx.get(f"http://{hurried[0]}:{hurried[1]}/health/live").status_code == 200
        with httpx.Client(transport=httpx.HTTPTransport(local_address=ELSEWHERE)) as same:
            assert same.get(f"http://{hurried[0]}:{hurried[1]}/health/live").status_code == 503


def test_a_body_that_does_not_come_is_refused_and_what_comes_after_it_may_take_its_time() -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(_: Message) -> None:
        raise AssertionError("nothing is answered")

    async def reading(_: Scope, receive: Receive, __: Send) -> None:
        assert (await receive())["type"] == "http.request"
        assert (await receive())["type"] == "http.disconnect"

    scope = {"type": "http", "path": "/api/v1/ask", "method": "POST", "headers": []}
    guard = Guard(reading, Rate("9/minute"), body_seconds=0.05)
    with pytest.raises(RefusedBody) as refused:
        asyncio.run(guard(scope, never, send))
    assert refused.value.response.status_code == 408

    body: Message = {"type": "http.request", "body": b"{}", "more_body": False}

    coming = [body]

    async def once_then_leave() -> Message:
        if coming:
            return coming.pop()
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    asyncio.run(guard(scope, once_then_leave, send))


def _all(client: socket.socket) -> bytes:
    received = b""
    while piece := client.recv(65_536):
        received += piece
    return received
