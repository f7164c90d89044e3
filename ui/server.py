"""The server: one application with the API, the page and the embedded panel."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from functools import lru_cache, partial
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui import page, stopping, theme, unfound
from ui.about import add_about_routes
from ui.api import create_api
from ui.connections import PunctualProtocol
from ui.cpts import Cpts
from ui.embed import add_embed_routes
from ui.gradio_door import GradioDoor, opened
from ui.journal import FILE, Journal, JournaledAssistant, journal_of, was_kept
from ui.listening import address
from ui.port import Assistant
from ui.prefix import Prefix
from ui.rate import Rate
from ui.retention import forget
from ui.settings import Settings
from ui.staff import FOLDER as ROOM
from ui.staff import add_staff_room, deposits, restart
from ui.staff.restart import AGAIN

_log = logging.getLogger(__name__)
LAST_WORDS = 3.0  # seconds that a server which stops leaves to its journal


def create_app(assistant: Assistant, settings: Settings, cpts: Cpts) -> FastAPI:
    """Return the whole application. Retrieval is loaded in the background once it has started."""
    rate = Rate(settings.rate_limit, settings.rate_limit_storage)
    kept = journal_of(settings) if settings.journal or settings.journal_url or was_kept(settings) else None
    journal, theirs = kept if settings.journal else None, assistant
    if journal:
        assistant = JournaledAssistant(assistant, journal)
    app = create_api(assistant, settings, rate, journal, cpts)
    app.add_middleware(GZipMiddleware)
    app.add_middleware(unfound.HeadToo)
    waiting = settings.data_dir / ROOM / deposits.FOLDER_WAITING
    sweeps: list[Callable[[], object]] = [partial(deposits.sweep, waiting)]
    if settings.journal_url and was_kept(settings):  # the file of before: its rows are still to be forgotten
        sweeps.append(Journal(settings.data_dir / FILE, settings.journal_days).sweep)
    app.router.lifespan_context = _warming_up(assistant, kept, *sweeps)
    app.mount("/am", StaticFiles(directory=theme.STATIC))
    app.mount("/assets", StaticFiles(directory=page.GRADIO / "assets"))  # its scripts look for them beside our page
    add_embed_routes(app, settings, cpts)
    add_about_routes(app, settings, cpts, assistant.sources())
    _add_files(app, cpts)
    _add_pages(app, assistant, settings, cpts)
    _add_unfound(app, settings, cpts)
    add_staff_room(app, theirs, settings, cpts, journal)
    app.mount(page.SIMULATOR, GradioDoor())
    return app


def _add_pages(app: FastAPI, assistant: Assistant, settings: Settings, cpts: Cpts) -> None:
    for path, compact in (("/", False), ("/embed/", True)):
        made = lru_cache(maxsize=1)(partial(_document, assistant, settings, cpts, compact=compact))
        app.add_api_route(path, _served(assistant, made), include_in_schema=False)

    @app.get(f"{page.SIMULATOR}/", include_in_schema=False)
    async def simulate() -> RedirectResponse:
        return RedirectResponse("../#simuler")  # Gradio's own page is in English


def _document(assistant: Assistant, settings: Settings, cpts: Cpts, _edition: int, *, compact: bool) -> str:
    """Return the page, which names the documents of one edition."""
    return page.document(assistant, settings, cpts, compact=compact)


def _served(assistant: Assistant, made: Callable[[int], str]) -> Callable[[Request], HTMLResponse]:
    def shown(request: Request) -> HTMLResponse:
        return theme.served(made(assistant.edition), request)

    return shown


def _add_unfound(app: FastAPI, settings: Settings, cpts: Cpts) -> None:
    """Tell a browser in French HTML what the API tells programs in French JSON."""

    @app.exception_handler(404)
    async def unknown(request: Request, _: Exception) -> Response:
        return unfound.answer(request, settings, cpts)


def _add_files(app: FastAPI, cpts: Cpts) -> None:
    logo = cpts.logo_file()
    icon = (theme.STATIC / "icon.png").read_bytes()

    @app.get("/cpts/logo", include_in_schema=False)
    async def served() -> Response:
        if not logo:
            raise HTTPException(404)
        return Response(logo[0], media_type=logo[1])

    @app.get(f"/{theme.ACCENT}", include_in_schema=False)
    async def accent(couleur: str = "") -> Response:
        if not re.fullmatch(r"[0-9a-fA-F]{6}", couleur):
            raise HTTPException(404)
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(theme.accent(f"#{couleur}"), media_type="text/css", headers=headers)

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> Response:
        return Response(icon, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


def _warming_up(
    assistant: Assistant, journal: Journal | None, *sweeps: Callable[[], object]
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        stopped = threading.Event()
        threading.Thread(target=_warm_up, args=(assistant, stopped), name="warm-up", daemon=True).start()
        all_sweeps = (*sweeps, journal.sweep) if journal else sweeps
        threading.Thread(target=forget, args=(stopped, *all_sweeps), name="retention", daemon=True).start()
        yield
        stopped.set()
        if journal:
            await run_in_threadpool(journal.close, LAST_WORDS)

    return lifespan


def _warm_up(assistant: Assistant, stopped: threading.Event) -> None:
    """Load what answers, then follow the documents and the index, whoever changes them."""
    try:
        assistant.warm_up()
        sys.stdout.write(f"{assistant.standing.told}\n")
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 — documents are followed all the same
        _log.exception("what answers could not be loaded whole")
    threading.Thread(target=opened, name="simulator", daemon=True).start()  # should it fail, documents are followed
    assistant.follow(stopped)


def serve(assistant: Assistant, settings: Settings, cpts: Cpts, listening: socket.socket) -> int:
    """Serve until Ctrl+C; return the exit code."""
    restart.follow(settings.data_dir / ROOM)
    app: Any = stopping.Stopping(create_app(assistant, settings, cpts))
    app = ProxyHeadersMiddleware(app, list(settings.trusted_proxies))
    config = uvicorn.Config(
        Prefix(app, settings.root_path, settings.trusted_proxies),
        log_level="warning",
        access_log=False,
        log_config=None,  # as the rest of the log (ui/logs.py)
        server_header=False,
        http=PunctualProtocol,
        ws="none",
        proxy_headers=False,  # done above, where the address of the proxy is still known
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=stopping.PATIENCE,
    )
    greeting = f"L’assistant est prêt\u00a0: {address(settings.host, settings.port)} (Ctrl+C pour arrêter)"
    _Server(config, greeting).run([listening])
    if AGAIN.is_set():  # asked for in the staff's room
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 — as this process was started
    return 0


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def on_tick(self, counter: int) -> bool:
        """Stop politely once a new start was asked for."""
        return await super().on_tick(counter) or AGAIN.is_set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is in flight; what had to be cancelled has the time to say so."""
        await super().shutdown(sockets)
        if left := self.server_state.tasks:
            await asyncio.wait(left, timeout=1)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(self._greeting + "\n")
            sys.stdout.flush()
