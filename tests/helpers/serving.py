"""A server of a test's own on this machine, for as long as it is wanted."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Quiet:
    """What a handler of requests also is, to leave the log of the run alone."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Give the address where ``handler`` answers."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
