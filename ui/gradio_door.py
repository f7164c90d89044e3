"""What Gradio may be asked: to show the simulator's form, and nothing else. It opens more doors than the page uses."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.prefix import inner_path
from ui.problems import unknown_address

# The form and its scripts; app_id answers whether the server is back after a lost connection.
_OPEN = re.compile(r"/(static|svelte)/.+|/config|/theme\.css|/gradio_api/(app_id|info)/?")


class GradioDoor:
    """ASGI middleware around the page of Gradio, which has no event: nothing is sent to it, so nothing it would open,
    copy or fetch.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in what the page reads, and answer the rest in French."""
        if scope["type"] != "http":
            return  # a web socket: the page opens none
        is_read = scope["method"] in ("GET", "HEAD") and _OPEN.fullmatch(inner_path(scope))
        await (self._app if is_read else unknown_address())(scope, receive, send)
