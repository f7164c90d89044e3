"""What is known of each answer once it is given, for the log, the metrics and the traces: no content, no address."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.logs import ANSWERING, ANSWERS
from ui.prefix import inner_path

_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
_MOUNTED = frozenset({"/am", "/assets", "/gestion", "/simulateur"})
OTHER = "other"  # a path or a method that is none of ours is a visitor's word
GONE = 499  # the client left before its answer began


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: ``route`` is a template of ours, ``kind`` what was answered, times in nanoseconds."""

    method: str
    route: str
    status: int
    kind: str
    begun: int
    took: int
    stages: Mapping[str, float]  # milliseconds of each stage of an answer
    refused: str = ""  # why, where its status alone does not tell


Watcher = Callable[[Seen], None]


class Observed:
    """ASGI middleware, outermost: tells the watchers each answer, and ends an error that was logged and answered."""

    def __init__(self, app: ASGIApp, watchers: tuple[Watcher, ...]) -> None:
        self._app = app
        self._watchers = watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then tell."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        ANSWERING.set(True)
        status, path = GONE, inner_path(scope)
        begun, clock = time.time_ns(), time.perf_counter_ns()

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:  # what answered 500 has told the log: uvicorn would, a second time
            if status == GONE:
                raise
        finally:
            state = scope.get("state", {})
            kind, stages = state.get("answered", ("", {}))
            method = scope["method"] if scope["method"] in _METHODS else OTHER
            took = time.perf_counter_ns() - clock
            seen = Seen(method, _template(scope, path), status, kind, begun, took, stages, state.get("refused", ""))
            for watcher in self._watchers:
                watcher(seen)


def logged(seen: Seen) -> None:
    """Write one line, where it is asked for."""
    told = {"method": seen.method, "route": seen.route, "status": seen.status, "ms": round(seen.took / 1e6, 1)}
    if seen.kind:
        told["kind"] = seen.kind
    ANSWERS.info("%s %s %s %s ms %s", *told.values(), *([] if seen.kind else ["-"]), extra={"request": told})


def _template(scope: Scope, path: str) -> str:
    first = f"/{path.split('/')[1]}"
    return first if first in _MOUNTED else getattr(scope.get("route"), "path", OTHER)
