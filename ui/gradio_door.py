"""What Gradio may be asked: to show the simulator's form, and nothing else. It opens more doors than the page uses."""

from __future__ import annotations

import asyncio
import re
import threading
from functools import cache
from typing import Any

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.prefix import inner_path
from ui.problems import unknown_address

# The form and its scripts; app_id answers whether the server is back after a lost connection.
_CONFIG = "/config"
_OPEN = re.compile(rf"/(static|svelte)/.+|{_CONFIG}|/theme\.css|/gradio_api/(app_id|info)/?")
_opening = threading.Lock()


class GradioDoor:
    """ASGI middleware around the page of Gradio, which has no event: nothing is sent to it, so nothing it would open,
    copy or fetch. Gradio takes seconds to import: it is once somebody asks for it, or the server has nothing to do.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in what the page reads, and answer the rest in French."""
        if scope["type"] != "http":
            return  # a web socket: the page opens none
        path = inner_path(scope)
        is_read = scope["method"] in ("GET", "HEAD") and _OPEN.fullmatch(path)
        app = await run_in_threadpool(opened) if is_read else unknown_address()
        if is_read and path == _CONFIG:
            app = JSONResponse(await _config(app))
        await app(scope, receive, send)


async def _config(app: ASGIApp) -> dict[str, Any]:
    """Return how the page is made. Gradio writes in it the name that the visitor gave; without it, ours is used."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gradio") as own:
        return {**(await own.get(_CONFIG)).json(), "root": ""}


def opened() -> ASGIApp:
    """Return Gradio's application, the same for every thread."""
    with _opening:
        return _mounted()


@cache
def _mounted() -> ASGIApp:
    from ui import simulator  # noqa: PLC0415 — it imports Gradio

    async def mounting() -> ASGIApp:
        return simulator.mounted()

    return asyncio.run(mounting())  # where no loop runs, Gradio makes some and never closes them
