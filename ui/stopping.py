"""A server that stops finishes what it was asked; what is not finished in time is told so, never cut without a word."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.events import STREAM, event
from ui.headers import DATA
from ui.problems import STOPPING, stopping

PATIENCE = 20  # seconds that a stop leaves to requests in flight


class Stopping:
    """Answers in French the requests that uvicorn cancels once their time is up: by itself it says a bare 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request be answered, or say that the server stops."""
        begun: list[Message] = []

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except asyncio.CancelledError:
            if scope["type"] != "http":
                raise
            if not begun:
                answer = stopping()
                answer.headers.update({**DATA, "Cache-Control": "no-store"})  # outside what dresses the others
                await answer(scope, receive, send)
            elif Headers(raw=begun[0]["headers"]).get("content-type", "").startswith(STREAM):
                said = event("error", STOPPING.as_json()).encode()
                await send({"type": "http.response.body", "body": said, "more_body": False})
            else:
                raise
