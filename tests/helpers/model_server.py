"""A server that speaks OpenAI's protocol or Ollama's, on this machine: says what the test wants, however badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer(ThreadingHTTPServer):
    """Answers every request with ``reply``, then ends: done, stalls until ``released``, drips, breaks off."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.reply, self.ending, self.status = "", "done", 200  # or « stall », « drip », « break off »
        self.replies: Callable[[dict[str, Any]], str] | None = None  # to each request its own; else ``reply``
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.left, self.released, self.closing = (threading.Event() for _ in range(3))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def seen(self) -> str:
        """Everything the model was ever told."""
        return "\n".join(message["content"] for body in self.requests for message in body["messages"])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who leaves is part of the test: no traceback on the console."""
        self.left.set()


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server = self.server
        server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.keys.append(self.headers.get("Authorization"))
        if server.status != 200:
            self.send_error(server.status)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if self._ollama else "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        reply = server.replies(server.requests[-1]) if server.replies else server.reply
        size = 7 if len(reply) < 10_000 else 4_000
        for start in range(0, len(reply), size):
            self._say(reply[start : start + size])
        if server.ending in ("stall", "drip"):
            while not (server.closing.is_set() or server.released.wait(0.02)):
                self._say("" if server.ending == "stall" else "mot ")  # raises once the reader has left
        if server.ending == "break off":
            self.close_connection = True
            self.connection.close()
        elif not server.closing.is_set():
            self._say("", "stop")
            if not self._ollama:
                self._chunk("data: [DONE]\n\n")
            self._chunk("")

    @property
    def _ollama(self) -> bool:
        return self.path == "/api/chat"

    def _say(self, content: str, finish: str | None = None) -> None:
        said = {"role": "assistant", "content": content}
        if self._ollama:
            event: dict[str, Any] = {"model": "m", "message": said, "done": finish is not None}
            self._chunk(json.dumps(event | ({"done_reason": finish} if finish else {})) + "\n")
            return
        choice = {"index": 0, "delta": said, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self._chunk(f"data: {json.dumps(event)}\n\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        """Stay quiet."""


@contextmanager
def serving() -> Iterator[ModelServer]:
    """Serve until the block ends."""
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


def streaming() -> list[str]:
    """The threads of ours that still read a model."""
    return [thread.name for thread in threading.enumerate() if "_stream" in thread.name]
