"""Answers as they come: server-sent events, of JSON for programs and of HTML for our page."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any

from assistant.answer import Answer
from assistant.errors import InvalidInput, Unavailable

_log = logging.getLogger(__name__)

STREAM = "text/event-stream"
STILL_HERE = 10.0  # seconds: a client that reads nothing for longer may take the connection for lost
UNEXPECTED = InvalidInput("serveur", "La réponse n’a pas pu être établie.", "Réessayez dans un instant.")


async def events(
    replies: AsyncGenerator[tuple[Answer, bool]], told: Callable[[Answer, bool], dict[str, Any]]
) -> AsyncIterator[str]:
    """Yield what is known as it comes, then the whole answer; a failure is an event too, and waiting is a comment."""
    coming: asyncio.Future[tuple[Answer, bool]] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(replies))
            await asyncio.wait({coming}, timeout=STILL_HERE)
            if not coming.done():
                yield ": attente\n\n"
                continue
            reply, whole = coming.result()
            coming = None
            yield event("answer" if whole else "partial", told(reply, whole))
    except StopAsyncIteration:
        return
    except Unavailable as error:
        yield event("error", error.as_json())
    except Exception:  # noqa: BLE001 — the response has begun: its status can no longer say it
        _log.exception("unexpected error while answering")
        yield event("error", UNEXPECTED.as_json())
    finally:
        if coming:
            coming.cancel()


def event(name: str, content: dict[str, Any]) -> str:
    """Return an event as it travels."""
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
