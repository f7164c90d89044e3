"""The server: one application with the API, the page and the embedded panel, listening at once."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable

import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from ui import page, theme  # page sets Gradio's environment before Gradio is imported
from ui.api import Assistant, create_api
from ui.connections import PunctualProtocol
from ui.cpts import Cpts, read
from ui.embed import add_embed_routes
from ui.french_template import FrenchTemplate
from ui.journal import FILE, Journal, JournaledAssistant
from ui.rate import Rate
from ui.settings import Settings

import gradio as gr  # isort: skip

_log = logging.getLogger(__name__)


def create_app(assistant: Assistant, settings: Settings, cpts: Cpts) -> FastAPI:
    """Return the whole application. Retrieval is loaded in the background once it has started."""
    rate = Rate(settings.rate_limit, settings.rate_limit_storage)
    journal = Journal(settings.data_dir / FILE, settings.journal_days) if settings.journal else None
    if journal:
        assistant = JournaledAssistant(assistant, journal)
    app = create_api(assistant, settings, rate, journal)
    app.add_middleware(FrenchTemplate)
    app.add_middleware(GZipMiddleware)
    app.router.lifespan_context = _warming_up(assistant)
    app.mount("/am", StaticFiles(directory=theme.STATIC))
    add_embed_routes(app, settings, cpts)
    _add_logo(app, cpts)
    for path, compact in (("/embed", True), ("/", False)):  # the longer path first: "/" takes what is left
        app = gr.mount_gradio_app(
            app,
            bounded(page.build(assistant, settings, cpts, rate, compact=compact)),
            path=path,
            head=theme.head(cpts),
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            footer_links=[],
            run_history=False,
            show_error=False,
            enable_monitoring=False,
            pwa=False,
            ssr_mode=False,
            max_file_size=0,
        )
    return app


def bounded(blocks: gr.Blocks) -> gr.Blocks:
    """Bound what visitors make Gradio hold: questions waiting, and its copy of the page for each visitor (100 kB)."""
    blocks.has_launched = True  # a mounted page never is: Gradio would not check the paths it is handed
    blocks.state_session_capacity = 200
    blocks.queue(max_size=64)
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
    except Exception:  # noqa: BLE001 — figures go on being answered; /health/ready and the log say what is missing
        _log.exception("the index could not be opened: explanations are not available")


def serve(assistant: Assistant, settings: Settings) -> int:
    """Serve until Ctrl+C; return the exit code. A port already taken is said plainly."""
    cpts = read(settings)
    anywhere = ("0.0.0.0", "::")  # noqa: S104 — compared with, not bound to
    address = f"http://{'127.0.0.1' if settings.host in anywhere else settings.host}:{settings.port}"
    try:
        listening = _listen(settings.host, settings.port)
    except OSError:
        sys.stderr.write(
            f"Impossible d’écouter sur {settings.host}:{settings.port} : ce port est pris par un autre programme, "
            "ou cette adresse n’est pas celle de cette machine. Changez AM_PORT ou AM_HOST.\n"
        )
        return 1
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
    _Server(config, f"L’assistant est prêt : {address} (Ctrl+C pour arrêter)").run([listening])
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


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise ``OSError`` when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening
