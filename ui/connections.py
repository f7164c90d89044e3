"""Connections that must get to the point: a bounded number of them, each with a deadline for its first lines."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ui.headers import DATA
from ui.networks import Networks
from ui.problems import headers_too_large, malformed, too_busy, too_slow

MOST = 800  # open at a time: systemd gives a service 1,024 files
MOST_EACH = 200  # of one address, unless it is a declared proxy's
HEAD_SECONDS = 10.0  # from the first byte, or from the connection, to the end of the headers
HEAD_BYTES = 64 * 1024  # of headers that do not end


class PunctualProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself waits for ever for headers, however many and however long."""

    _late: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Take the connection, unless too many are open."""
        super().connection_made(transport)
        if len(self.connections) > MOST or self._of_the_same() > MOST_EACH:
            self._refuse(too_busy())
        else:
            self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; headers that go on and on are refused."""
        super().data_received(data)
        if self._late:
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self._refuse(headers_too_large())

    def on_message_begin(self) -> None:
        """Begin a request: of a connection kept open, the deadline starts here."""
        super().on_message_begin()
        if not self._late:
            self._expect_head()

    def on_headers_complete(self) -> None:
        """End the deadline: the body has its own (``ui.guard``)."""
        self._forget_deadline()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 — uvicorn's words, in English
        """Refuse what is not HTTP, as all else is refused."""
        self._refuse(malformed())

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind."""
        self._forget_deadline()
        super().connection_lost(exc)

    def _of_the_same(self) -> int:
        """Return how many connections the other end has open; a proxy's belong to its visitors."""
        if self.client is None or Networks(self.config.forwarded_allow_ips or ()).hold(self.client):
            return 0
        peers = (other.client for other in self.connections if isinstance(other, PunctualProtocol))
        return sum(peer is not None and peer[0] == self.client[0] for peer in peers)

    def _expect_head(self) -> None:
        self._head = 0
        self._late = self.loop.call_later(HEAD_SECONDS, self._refuse, too_slow())

    def _forget_deadline(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None

    def _refuse(self, response: Response) -> None:
        """Answer by hand, before there is a request to answer, and hang up."""
        self._forget_deadline()
        if self.transport.is_closing():
            return
        status = f"HTTP/1.1 {response.status_code} {HTTPStatus(response.status_code).phrase}".encode()
        response.headers.update({**DATA, "connection": "close"})
        lines = [status, *(name + b": " + value for name, value in response.raw_headers)]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + bytes(response.body))
        self.transport.close()
