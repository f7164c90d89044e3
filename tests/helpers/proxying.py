"""A reverse proxy that serves the assistant under a path of its own, as a CPTS's nginx would."""

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from serving import Quiet, listening

HOP = {"connection", "transfer-encoding", "keep-alive", "content-length"}


@contextmanager
def proxied(address: str, prefix: str, *, stripped: bool = True, told: bool = True) -> Iterator[str]:
    """Give the public address. ``stripped``: whether the prefix is taken off; ``told``: whether its header is sent."""
    behind = urlsplit(address).netloc

    class Handler(Quiet, BaseHTTPRequestHandler):
        def _passed_on(self) -> None:
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            path = self.path.removeprefix(prefix) if stripped else self.path
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            if told:
                headers["X-Forwarded-Prefix"] = prefix
            if body:
                headers["Content-Length"] = str(len(body))
            connection = http.client.HTTPConnection(behind)
            connection.request(self.command, path, body, headers)
            with closing(connection), connection.getresponse() as answer, suppress(ConnectionError):
                self._answered(answer)  # to a browser that may have left

        def _answered(self, answer: http.client.HTTPResponse) -> None:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in HOP:
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while chunk := answer.read1(65_536):
                self.wfile.write(chunk)
                self.wfile.flush()

        do_GET = do_POST = do_HEAD = _passed_on  # noqa: N815 — the names http.server looks for

    with listening(Handler) as public:
        yield public + prefix
