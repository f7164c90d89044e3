"""The server: one application with the API, the page and the embedded panel."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable
from typing import cast

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ui import page, simulator, theme  # simulator sets Gradio's environment before Gradio is imported
from ui.api import create_api
from ui.connections import PunctualProtocol
from ui.cpts import Cpts
from ui.embed import add_embed_routes
from ui.gradio_door import GradioDoor
from ui.journal import FILE, Journal, JournaledAssistant
from ui.listening import address
from ui.port import Assistant
from ui.rate import Rate
from ui.settings import Settings

import gradio as gr  # isort: skip

_log = logging.getLogger(__name__)

WAITING = 64  # simulations in Gradio's queue
REMEMBERED = 200  # visitors


def create_app(assistant: Assistant, settings: Settings, cpts: Cpts) -> FastAPI:
    """Return the whole application. Retrieval is loaded in the background once it has started."""
    rate = Rate(settings.rate_limit, settings.rate_limit_storage)
    journal = Journal(settings.data_dir / FILE, settings.journal_days) if settings.journal else None
    if journal:
        assistant = JournaledAssistant(assistant, journal)
    app = create_api(assistant, settings, rate, journal)
    app.add_middleware(GZipMiddleware)
    app.router.lifespan_context = _warming_up(assistant)
    app.mount("/am", StaticFiles(directory=theme.STATIC))
    app.mount("/assets", StaticFiles(directory=page.GRADIO / "assets"))  # its scripts look for them beside our page
    add_embed_routes(app, settings, cpts)
    _add_logo(app, cpts)
    _add_pages(app, assistant, settings, cpts)
    return _with_simulator(app, assistant, rate)


def _add_pages(app: FastAPI, assistant: Assistant, settings: Settings, cpts: Cpts) -> None:
    for path, compact in (("/", False), ("/embed/", True)):
        html = page.document(assistant, settings, cpts, compact=compact)
        app.add_api_route(path, _served(html), methods=["GET", "HEAD"], include_in_schema=False)

    @app.get(f"{page.SIMULATOR}/", include_in_schema=False)
    async def simulate() -> RedirectResponse:
        return RedirectResponse("../#simuler")  # Gradio's own page is in English


def _served(html: str) -> Callable[[], HTMLResponse]:
    return lambda: HTMLResponse(html)


def _with_simulator(app: FastAPI, assistant: Assistant, rate: Rate) -> FastAPI:
    blocks = bounded(simulator.build(assistant, rate))
    app = gr.mount_gradio_app(
        app,
        blocks,
        path=page.SIMULATOR,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        pwa=False,
        ssr_mode=False,
        max_file_size=0,
    )
    mounted = cast("Mount", app.routes[-1])  # what Gradio has just added
    mounted.app = GradioDoor(mounted.app, blocks)
    return app


def bounded(blocks: gr.Blocks) -> gr.Blocks:
    """Bound what visitors make Gradio hold: simulations waiting, and its copy of the page for each visitor (100 kB)."""
    blocks.has_launched = True  # a mounted page never is: Gradio would not check the paths it is handed
    blocks.state_session_capacity = REMEMBERED
    blocks.queue(max_size=WAITING)
    return blocks


def _add_logo(app: FastAPI, cpts: Cpts) -> None:
    logo = cpts.logo_file()

    @app.get("/cpts/logo", include_in_schema=False)
    async def served() -> Response:
        return Response(logo[0], media_type=logo[1]) if logo else Response(status_code=404)


def _warming_up(assistant: Assistant) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_warm_up, args=(assistant,), name="warm-up", daemon=True).start()
        yield

    return lifespan


def _warm_up(assistant: Assistant) -> None:
    try:
        assistant.warm_up()
        sys.stdout.write("Les explications sont prêtes.\n")
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 — figures go on being answered; /health/ready and the log say what is missing
        _log.exception("the index could not be opened: explanations are not available")


def serve(assistant: Assistant, settings: Settings, cpts: Cpts, listening: socket.socket) -> int:
    """Serve until Ctrl+C; return the exit code."""
    config = uvicorn.Config(
        create_app(assistant, settings, cpts),
        log_level="warning",
        access_log=False,
        server_header=False,
        http=PunctualProtocol,
        ws="none",
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=3,
    )
    greeting = f"L’assistant est prêt\u00a0: {address(settings.host, settings.port)} (Ctrl+C pour arrêter)"
    _Server(config, greeting).run([listening])
    return 0


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(self._greeting + "\n")
            sys.stdout.flush()
