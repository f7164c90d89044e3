"""The HTTP API: ask, simulate, sources, health. Every error is French JSON that names the field and what to do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from assistant import answer
from assistant.errors import InvalidInput, Unavailable
from assistant.searching import Status
from ui import facts, openapi, render, simulation, theme
from ui.admission import Admission, Admitted, ClientGoneError, TooBusyError
from ui.api_docs import docs_page
from ui.application import Application
from ui.cpts import Cpts
from ui.events import UNEXPECTED, events
from ui.guard import Guard, RefusedBody
from ui.journal import Journal
from ui.metrics import Metrics
from ui.observed import logged
from ui.port import Assistant
from ui.problems import problem, too_busy, unknown_address
from ui.rate import Rate
from ui.requests import read_feedback, read_json, read_question, read_simulation
from ui.settings import Settings
from ui.tracing import tracing

_log = logging.getLogger(__name__)
_OF_THE_PAGE = "text/html"  # what our page accepts besides events


def create_api(
    assistant: Assistant, settings: Settings, rate: Rate, journal: Journal | None = None, cpts: Cpts | None = None
) -> FastAPI:
    """Return the application with its API routes and its guard; the page is mounted on it by ``ui.server``.

    ``cpts`` says how to reach the delegate of Assurance Maladie, and whether anybody is told an error.
    """
    cpts = cpts or Cpts()
    metrics = Metrics(lambda: _explains(assistant), settings.trusted_proxies) if settings.metrics else None
    watchers = (logged, metrics.count if metrics else None, tracing())
    app = Application(
        settings,
        tuple(filter(None, watchers)),
        title="Assistant médical",
        version="1",
        description=openapi.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,  # to an address made of the name that the visitor gave
    )
    app.add_middleware(Guard, rate=rate)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        expose_headers=["retry-after"],
    )
    _add_errors(app)
    # Threads share one interpreter: more of them only slow each other down, unless they wait for a language model.
    shown = render.Context(thumbs=settings.journal, delegate=cpts.contact.delegue, reports=theme.reporting(cpts))
    _add_routes(app, assistant, Admission(running=32 if settings.llm else 4), shown)
    _add_service_routes(app, assistant, metrics)
    if journal:
        _add_feedback(app, journal)
    return app


def _add_routes(app: FastAPI, assistant: Assistant, admission: Admission, site: render.Context) -> None:
    register = {source["id"]: source for source in assistant.sources()["sources"]}

    @app.post(
        "/api/v1/ask",
        summary="Poser une question",
        response_model=answer.Answer,
        responses=openapi.ANSWERS,
        openapi_extra=openapi.QUESTION,
    )
    async def ask(request: Request) -> Response:
        accepted = request.headers.get("accept", "")
        body = read_json(await request.body())
        question = read_question(_typed(body) if _OF_THE_PAGE in accepted else body)

        def shown(reply: answer.Answer, whole: bool) -> dict[str, Any]:
            request.state.answered = reply.kind, reply.timings_ms
            if _OF_THE_PAGE not in accepted:
                return _told(reply, question)
            turn = len(question.history) // 2 + 1
            context = replace(site, turn=turn, asked=question.question, register=register)
            return {"html": render.article(reply, context) if whole else render.partial(reply, context)}

        if "text/event-stream" in accepted:
            replies = admission.iterate(assistant.stream(question))
            return Admitted(admission, events(replies, shown), "text/event-stream")
        reply = await admission.run(request.receive, lambda gone: _whole(assistant.stream(question), gone))
        request.state.answered = reply.kind, reply.timings_ms
        return JSONResponse(_told(reply, question))

    @app.post(
        "/api/v1/simulate",
        summary="Simuler cinq années d’aide",
        responses=openapi.ERRORS,
        openapi_extra=openapi.SIMULATION,
    )
    async def simulate(request: Request) -> JSONResponse:
        body = read_json(await request.body())
        request.state.answered = "simulation", {}
        if _OF_THE_PAGE in request.headers.get("accept", ""):
            html = partial(simulation.answer, assistant, register, body, date.today())
            return JSONResponse(await admission.run(request.receive, lambda _: html()))
        profile, today = read_simulation(body)
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


def _add_service_routes(app: FastAPI, assistant: Assistant, metrics: Metrics | None) -> None:
    @app.get("/metrics", include_in_schema=False)
    async def measured(request: Request) -> Response:
        return metrics.shown() if metrics and metrics.may_be_read_by(request.scope) else unknown_address()

    @app.get("/api/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()))

    @app.get("/health/live", summary="Le serveur répond")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @app.get("/health/ready", summary="Les explications sont disponibles")
    async def ready() -> JSONResponse:
        standing = assistant.standing
        why = standing.fault._asdict() if standing.fault else {}
        told = {"status": standing.status, "message": standing.told, **why}
        return JSONResponse(told, 200 if _explains(assistant) else 503)


def _explains(assistant: Assistant) -> bool:
    return assistant.standing.status in (Status.READY, Status.DEGRADED)


def _told(reply: answer.Answer, question: answer.Request) -> dict[str, Any]:
    return {**reply.model_dump(mode="json"), "id": question.id}


def _whole(replies: Iterator[tuple[answer.Answer, bool]], gone: threading.Event) -> answer.Answer:
    """Return the whole answer, or the last part of it once the client has ``gone``: nobody reads the rest."""
    for reply, whole in replies:
        if whole or gone.is_set():
            return reply
    raise RuntimeError("the last answer of a stream is whole")


def _typed(asked: Any) -> Any:
    """Turn what was typed in a chip of the page (« 1 300 », « 21/11/2026 ») into the value its field holds.

    A profile holds no signature known in part: a message before the others says it.
    """
    match asked:
        case {"profile": dict(profile)}:
            today, history = date.today(), asked.get("history") or []
            if (said := facts.signed_in_words(profile.get("signed_on"), today)) and isinstance(history, list):
                profile = {name: value for name, value in profile.items() if name != "signed_on"}
                asked = {**asked, "history": [{"role": "user", "content": said}, *history]}
            return {**asked, "profile": {name: facts.typed(name, value, today) for name, value in profile.items()}}
    return asked


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(Unavailable)
    async def unavailable(_: Request, error: Unavailable) -> JSONResponse:
        return problem(503, error, Retry_After=str(error.wait))

    @app.exception_handler(InvalidInput)
    async def invalid(_: Request, error: InvalidInput) -> JSONResponse:
        return problem(422, error)

    @app.exception_handler(RefusedBody)
    async def refused(_: Request, error: RefusedBody) -> JSONResponse:
        return error.response

    @app.exception_handler(TooBusyError)
    async def busy(request: Request, __: TooBusyError) -> JSONResponse:
        request.state.refused = "too_busy"
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
        return problem(500, UNEXPECTED)
