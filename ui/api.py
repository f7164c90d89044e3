"""The HTTP API: ask, simulate, sources, health. Every error is French JSON that names the field and what to do."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any, Protocol

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException

from assistant import answer
from assistant.errors import InvalidInput
from rules.profile import Profile
from ui.api_docs import docs_page
from ui.guard import BodyTooLarge, Guard, Rate, problem, too_large
from ui.requests import read_json, read_question, read_simulation
from ui.settings import Settings

_log = logging.getLogger(__name__)


class Assistant(Protocol):
    """What the page, the API and the commands need of the assistant."""

    @property
    def ready(self) -> bool:
        """Whether retrieval is loaded."""

    def ask(self, request: answer.Request) -> answer.Answer:
        """Answer one question."""

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> dict[str, Any]:
        """Return the five years of a profile."""

    def sources(self) -> dict[str, Any]:
        """Return the register of sources, the disagreements and the barème."""

    def warm_up(self) -> None:
        """Load retrieval."""


def create_api(assistant: Assistant, settings: Settings, rate: Rate) -> FastAPI:
    """Return the application with its API routes and its guard; the page is mounted on it by ``ui.server``."""
    app = FastAPI(
        title="Assistant médical", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json"
    )
    app.add_middleware(Guard, rate=rate, origins=settings.allowed_origins)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        expose_headers=["retry-after"],
    )
    _add_errors(app)
    _add_routes(app, assistant)
    return app


def _add_routes(app: FastAPI, assistant: Assistant) -> None:
    @app.post(
        "/api/v1/ask",
        summary="Poser une question",
        response_model=answer.Answer,
        openapi_extra=_body(answer.Request, {"question": "cb pour 0,5 etp ?", "as_of": "2026-11-21"}),
    )
    async def ask(request: Request) -> JSONResponse:
        question = read_question(read_json(await request.body()))
        reply = await run_in_threadpool(assistant.ask, question)
        return JSONResponse({**reply.model_dump(mode="json"), "id": question.id})

    @app.post(
        "/api/v1/simulate",
        summary="Simuler cinq années d’aide",
        openapi_extra=_body(Profile, {"specialty": "generaliste", "secteur": 1, "etp": 0.5}),
    )
    async def simulate(request: Request) -> JSONResponse:
        profile, today = read_simulation(read_json(await request.body()))
        return JSONResponse(await run_in_threadpool(assistant.simulate, profile, today))

    @app.get("/api/v1/sources", summary="Sources, désaccords et barème")
    async def sources() -> JSONResponse:
        return JSONResponse(await run_in_threadpool(assistant.sources))

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()))

    @app.get("/health/live", summary="Le serveur répond")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/health/ready", summary="Les explications sont disponibles")
    async def ready() -> JSONResponse:
        if assistant.ready:
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "loading", "message": "Les documents se chargent."}, 503)


def _body(model: type[answer.Request] | type[Profile], example: dict[str, Any]) -> dict[str, Any]:
    """Describe a body that is read by hand, so that its errors are ours."""
    schema = model.model_json_schema(mode="validation")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}}


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(InvalidInput)
    async def invalid(_: Request, error: InvalidInput) -> JSONResponse:
        return problem(422, error)

    @app.exception_handler(BodyTooLarge)
    async def large(_: Request, __: BodyTooLarge) -> JSONResponse:
        return too_large()

    @app.exception_handler(StarletteHTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 405:
            message = InvalidInput("méthode", "Cette méthode n’est pas acceptée ici.", "Voyez /api/docs.")
        else:
            message = InvalidInput("chemin", "Cette adresse n’existe pas.", "Voyez /api/docs.")
        return problem(error.status_code, message)

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        _log.error("unexpected error while answering", exc_info=error)
        return problem(
            500, InvalidInput("serveur", "La réponse n’a pas pu être établie.", "Réessayez dans un instant.")
        )
