"""The HTTP API: ask, simulate, sources, health. Every error is French JSON that names the field and what to do."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from assistant import answer
from assistant.errors import InvalidInput
from ui import openapi
from ui.admission import Admission, ClientGoneError, TooBusyError
from ui.api_docs import docs_page
from ui.guard import Guard, RefusedBody
from ui.journal import Journal
from ui.port import Assistant
from ui.problems import problem, too_busy, unknown_address
from ui.rate import Rate
from ui.requests import read_feedback, read_json, read_question, read_simulation
from ui.settings import Settings

_log = logging.getLogger(__name__)
_UNEXPECTED = InvalidInput("serveur", "La réponse n’a pas pu être établie.", "Réessayez dans un instant.")


def create_api(assistant: Assistant, settings: Settings, rate: Rate, journal: Journal | None = None) -> FastAPI:
    """Return the application with its API routes and its guard; the page is mounted on it by ``ui.server``."""
    app = FastAPI(
        title="Assistant médical",
        version="1",
        description=openapi.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
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
    # Threads share one interpreter: more of them only slow each other down, unless they wait for a language model.
    _add_routes(app, assistant, Admission(running=32 if settings.llm else 4))
    _add_service_routes(app, assistant)
    if journal:
        _add_feedback(app, journal)
    return app


def _add_routes(app: FastAPI, assistant: Assistant, admission: Admission) -> None:
    @app.post(
        "/api/v1/ask",
        summary="Poser une question",
        response_model=answer.Answer,
        responses=openapi.ANSWERS,
        openapi_extra=openapi.QUESTION,
    )
    async def ask(request: Request) -> Response:
        question = read_question(read_json(await request.body()))
        if "text/event-stream" in request.headers.get("accept", ""):
            admission.check()  # once events have begun, the status can no longer say it
            events = _events(admission.iterate(assistant.stream(question)), question)
            return StreamingResponse(events, media_type="text/event-stream")
        reply = await admission.run(request.receive, lambda gone: _whole(assistant.stream(question), gone))
        return JSONResponse(_told(reply, question))

    @app.post(
        "/api/v1/simulate",
        summary="Simuler cinq années d’aide",
        responses=openapi.ERRORS,
        openapi_extra=openapi.SIMULATION,
    )
    async def simulate(request: Request) -> JSONResponse:
        profile, today = read_simulation(read_json(await request.body()))
        simulated = await admission.run(request.receive, lambda _: assistant.simulate(profile, today))
        return JSONResponse(simulated.as_json())

    @app.get("/api/v1/sources", summary="Sources, désaccords et barème")
    async def sources() -> JSONResponse:
        return JSONResponse(await run_in_threadpool(assistant.sources))


def _add_feedback(app: FastAPI, journal: Journal) -> None:
    @app.post(
        "/api/v1/feedback",
        summary="Dire si une réponse a été utile",
        status_code=204,
        responses=openapi.ERRORS,
        openapi_extra=openapi.FEEDBACK,
    )
    async def feedback(request: Request) -> Response:
        given = read_feedback(read_json(await request.body()))
        await run_in_threadpool(journal.rate, given.question, liked=given.useful, comment=given.comment)
        return Response(status_code=204)


def _add_service_routes(app: FastAPI, assistant: Assistant) -> None:
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


def _told(reply: answer.Answer, question: answer.Request) -> dict[str, Any]:
    return {**reply.model_dump(mode="json"), "id": question.id}


def _whole(replies: Iterator[tuple[answer.Answer, bool]], gone: threading.Event) -> answer.Answer:
    """Return the whole answer, or the last part of it once the client has ``gone``: nobody reads the rest."""
    for reply, whole in replies:
        if whole or gone.is_set():
            return reply
    raise RuntimeError("the last answer of a stream is whole")


async def _events(replies: AsyncIterator[tuple[answer.Answer, bool]], question: answer.Request) -> AsyncIterator[str]:
    """Yield what is known as it comes, then the whole answer; a failure is an event too."""
    try:
        async for reply, whole in replies:
            yield _event("answer" if whole else "partial", _told(reply, question))
    except Exception:  # noqa: BLE001 — the response has begun: its status can no longer say it
        _log.exception("unexpected error while answering")
        yield _event("error", _UNEXPECTED.as_json())


def _event(name: str, content: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(InvalidInput)
    async def invalid(_: Request, error: InvalidInput) -> JSONResponse:
        return problem(422, error)

    @app.exception_handler(RefusedBody)
    async def refused(_: Request, error: RefusedBody) -> JSONResponse:
        return error.response

    @app.exception_handler(TooBusyError)
    async def busy(_: Request, __: TooBusyError) -> JSONResponse:
        return too_busy()

    @app.exception_handler(ClientDisconnect)
    @app.exception_handler(ClientGoneError)
    async def gone(_: Request, __: ClientGoneError) -> Response:
        return Response(status_code=499)  # for nobody

    @app.exception_handler(StarletteHTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 405:
            return problem(405, InvalidInput("méthode", "Cette méthode n’est pas acceptée ici.", "Voyez /api/docs."))
        return unknown_address()

    @app.exception_handler(Exception)
    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        _log.error("unexpected error while answering", exc_info=error)
        return problem(500, _UNEXPECTED)
