"""What Gradio may be asked. It opens more doors than the page uses, and follows any file or address it is handed."""

from __future__ import annotations

import re

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import InvalidInput
from ui.guard import RefusedBody
from ui.problems import problem, unknown_address

# The simulator and its events; app_id answers whether the server is back after a lost connection.
_OPEN = re.compile(r"/(static|svelte)/.+|/config|/theme\.css|/gradio_api/(queue/(join|data)|app_id|info)/?")
_JOIN = re.compile(r"/gradio_api/queue/join/?")


class Join(BaseModel):
    """An event of the page: every one of its inputs is a string, a number, a boolean or null.

    Anything nested could describe a file: Gradio would open, copy or fetch what it names.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    data: list[str | int | float | bool | None]
    fn_index: int
    session_hash: str = Field(pattern=r"^\w{1,64}$")
    trigger_id: int | None = None
    event_data: None = None


class GradioDoor:
    """ASGI middleware around one mounted page of Gradio."""

    def __init__(self, app: ASGIApp, blocks: gr.Blocks) -> None:
        self._app = app
        self._inputs = {number: len(event.inputs) for number, event in blocks.fns.items() if event.fn}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in what the page asks, and answer the rest in French."""
        if scope["type"] != "http":
            return  # a web socket: the page opens none
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not _OPEN.fullmatch(path):
            await unknown_address()(scope, receive, send)
        elif _JOIN.fullmatch(path):
            await self._join(scope, receive, send)
        else:
            await self._streamed(scope, receive, send)

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give on an event that is one of the page's, written anew: it reads the same to Gradio as it did here."""
        try:
            event = Join.model_validate_json(await _whole(receive))
            if self._inputs.get(event.fn_index) != len(event.data):
                raise ValueError
        except RefusedBody as refused:
            await refused.response(scope, receive, send)
        except (ValidationError, ValueError):
            expected = "Envoyez les textes, les nombres et les booléens que la page envoie."
            error = InvalidInput("corps", "Cet envoi n’est pas celui de la page.", expected)
            await problem(422, error)(scope, receive, send)
        else:
            body: Message = {"type": "http.request", "body": event.model_dump_json().encode(), "more_body": False}
            headers = [header for header in scope["headers"] if header[0] != b"content-type"]
            scope = {**scope, "headers": [*headers, (b"content-type", b"application/json")]}
            await self._app(scope, _first(body, receive), send)

    async def _streamed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a listener whose session is unknown ends here, not in a traceback."""
        try:
            await self._app(scope, receive, send)
        except RuntimeError as error:
            if not isinstance(error.__cause__, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


def _first(message: Message, receive: Receive) -> Receive:
    """Give ``message``, then what ``receive`` gives."""
    waiting = [message]

    async def given() -> Message:
        return waiting.pop() if waiting else await receive()

    return given
