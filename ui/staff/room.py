"""The staff's room, ``/gestion``: its addresses, and who may open them."""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request, cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ui import password
from ui.guard import RefusedBody
from ui.prefix import inner_path
from ui.problems import seconds
from ui.rate import Rate
from ui.staff import asked, confirming, differing, documents, home, identity, question, restart, sources, state, values
from ui.staff.desk import Desk, Page, Refused, Visit
from ui.staff.door import HOME, NOT_OURS, NOT_PRIVATE, TOO_MUCH
from ui.staff.markup import document, form, hidden, refusal
from ui.staff.session import COOKIE, LASTS, Session, Sessions

_log = logging.getLogger(__name__)
TRIES = "10/15minute"  # of the password, from one address
MOST_KNOCKING = 4  # at a time
CHANGES = "120/minute"  # forms sent from one session
UPLOADS = frozenset({"documents", "depots"})  # what takes a file, or the text of one
Endpoint = Callable[[Request], Awaitable[Response]]
PAGES: dict[tuple[str, str], Page] = {
    ("GET", ""): home.look,
    ("GET", "documents"): documents.listing,
    ("POST", "documents"): documents.give,
    ("GET", "documents/{id}"): documents.one,
    ("POST", "documents/{id}"): documents.correct,
    ("POST", "documents/{id}/verifier"): documents.check,
    ("GET", "documents/{id}/retirer"): documents.leave,
    ("POST", "documents/{id}/retirer"): documents.remove,
    ("GET", "depots/{token}"): confirming.look,
    ("POST", "depots/{token}"): confirming.act,
    ("GET", "contradictions"): differing.look,
    ("POST", "contradictions/{key}"): differing.act,
    ("GET", "contradictions/{key}/phrase"): differing.look,
    ("POST", "contradictions/{key}/phrase"): differing.act,
    ("GET", "questions"): asked.look,
    ("GET", "questions/une"): question.look,
    ("POST", "questions/une"): question.act,
    ("GET", "valeurs"): values.look,
    ("POST", "valeurs"): values.look,
    ("GET", "valeurs/{id}"): values.one,
    ("POST", "valeurs/{id}"): values.act,
    ("GET", "identite"): identity.look,
    ("POST", "identite"): identity.act,
    ("GET", "etat"): state.look,
    ("POST", "etat/relire"): sources.act,
    ("POST", "redemarrer"): restart.act,
}


class Room:
    """Answers under ``/gestion``; put ``Door`` before it."""

    def __init__(self, desk: Desk, sessions: Sessions, password_hash: str) -> None:
        self._desk, self._sessions, self._hash = desk, sessions, password_hash
        self._tries = Rate(TRIES, desk.settings.rate_limit_storage)
        self._changes = Rate(CHANGES, desk.settings.rate_limit_storage)
        self._knocking = 0  # passwords being compared: each takes a thread and waits for the one before

    def app(self) -> Starlette:
        """Return the room as an application of its own."""
        routes = [
            Route(f"{HOME}/", lambda _: RedirectResponse("../gestion")),
            Route(f"{HOME}/entrer", self._knock, methods=["GET"]),
            Route(f"{HOME}/entrer", self._enter, methods=["POST"]),
            Route(f"{HOME}/sortir", self._leave, methods=["POST"]),
            *(
                Route(f"{HOME}/{path}".rstrip("/"), self._opened(shown, PAGES.get(("GET", path))), methods=[method])
                for (method, path), shown in PAGES.items()
            ),
        ]
        told: dict[type[Exception], Any] = {
            HTTPException: self._unknown, Refused: self._refused, RefusedBody: self._refused_body,
            ClientDisconnect: _gone, Exception: self._failed,
        }  # fmt: skip
        room = Starlette(routes=routes, exception_handlers=told)
        room.router.redirect_slashes = False  # to an address made of the name that the visitor gave
        return room

    def is_in(self, headers: Headers) -> bool:
        """Whether a request comes from somebody who is in: only their files are read."""
        session = self._sessions.read(cookie_parser(headers.get("cookie", "")).get(COOKIE))
        return session is not None and session.entered

    async def _knock(self, request: Request) -> Response:
        """Ask for the password, in private."""
        if request.scope[NOT_PRIVATE]:
            return self._alone(request, _NOT_PRIVATE, 403)
        return self._asked(request)

    async def _enter(self, request: Request) -> Response:
        """Let in whoever knows the password."""
        session, given = self._sessions.read(request.cookies.get(COOKIE)), await self._given(request)
        if not self._is_of(session, given):  # another tab asked since, or entered
            inside = session is not None and session.entered
            return RedirectResponse("../gestion", 303) if inside else self._asked(request, _AGED, 403)
        try:
            _, cookie = await self._admitted(request, given)
        except Refused as refused:
            return self._asked(request, refused.reason, refused.status)
        return self._with_cookie(request, RedirectResponse("../gestion", 303), cookie)

    async def _admitted(self, request: Request, given: Mapping[str, str | UploadFile]) -> tuple[Session, str]:
        """Return the session of whoever knows the password, and its cookie. Raises Refused."""
        client = request.client.host if request.client else ""
        if wait := await self._tries.wait_aside(client):
            raise Refused(f"Trop d’essais. Réessayez dans {_waited(wait)}.", 429)
        if self._knocking >= MOST_KNOCKING:
            raise Refused("Beaucoup d’essais en même temps. Réessayez dans une minute.", 503)
        self._knocking += 1
        try:
            known = await run_in_threadpool(password.matches, str(given.get("mot", "")), self._hash)
        finally:
            self._knocking -= 1
        if not known:
            await run_in_threadpool(self._desk.audit.add, "—", "mot de passe refusé")
            raise Refused("Ce n’est pas le mot de passe. Réessayez, ou demandez-le à qui a installé l’assistant.", 403)
        entered, cookie = self._sessions.start(entered=True)
        await run_in_threadpool(self._desk.audit.add, entered.name, "entrée")
        return entered, cookie

    async def _come_back(self, request: Request, session: Session | None, shown: Page | None) -> Response:
        """Ask for the password where a form is sent once the visit is over, then show the form as it was typed.

        What was typed is in the page alone, and nothing is done with it: whoever came back sends the form again.
        """
        if request.scope.get(TOO_MUCH):
            raise Refused(_OVER_AND_LONG, 403)
        given = await self._given(request)
        typed = _typed(given)
        if "mot" not in given or not self._is_of(session, given):
            return self._asked(request, _OVER if shown else _OVER_AND_DONE_AGAIN, 403, typed=typed)
        try:
            entered, cookie = await self._admitted(request, given)
        except Refused as refused:
            return self._asked(request, refused.reason, refused.status, typed=typed)
        return self._with_cookie(request, await self._again(request, entered, typed, shown), cookie)

    async def _again(
        self, request: Request, session: Session, typed: Mapping[str, str], shown: Page | None
    ) -> Response:
        """Return the form as it was typed, or where to begin again: nothing is done with it."""
        done = "reprise" if shown else "arecommencer"
        visit = Visit(session, self._sessions.token(session), _up(request), request.path_params, typed, done=done)
        try:
            return await run_in_threadpool(shown or home.look, self._desk, visit)
        except Refused as refused:
            return self._alone(request, refused.reason, refused.status)

    async def _leave(self, request: Request) -> Response:
        """End the session, on every server."""
        session = self._sessions.read(request.cookies.get(COOKIE))
        if not self._is_of(session, await self._given(request)):
            raise Refused(_STALE, 403)
        if session and session.entered:  # whoever knocks has nothing to end: no file, no line of theirs
            self._sessions.end(session)
            await run_in_threadpool(self._desk.audit.add, session.name, "sortie")
        return self._asked(request, said="Vous avez quitté la gestion.")

    def _opened(self, shown: Page, first: Page | None) -> Endpoint:
        """Return what answers at an address: its page, for who is in; ``first`` is that of the address looked at."""

        async def endpoint(request: Request) -> Response:
            session = self._sessions.read(request.cookies.get(COOKIE))
            if request.scope[NOT_PRIVATE] or session is None or not session.entered:
                if request.method == "POST" and not request.scope[NOT_PRIVATE]:
                    return await self._come_back(request, session, first)
                return RedirectResponse(f"{_up(request)}gestion/entrer", 303)
            given = await self._given(request) if request.method == "POST" else {}
            if request.method == "POST" and not self._is_of(session, given):  # of the visit before
                response = await self._again(request, session, _typed(given), first)
                response.status_code = 403
                return response
            if request.method == "POST" and (wait := await self._changes.wait_aside(session.id)):
                raise Refused(f"Trop d’envois en peu de temps. Réessayez dans {_waited(wait)}.", 429)
            file = given.get("fichier")
            visit = Visit(
                session,
                self._sessions.token(session),
                _up(request),
                request.path_params,
                {name: value for name, value in given.items() if isinstance(value, str)},
                file if isinstance(file, UploadFile) else None,
                request.query_params.get("fait", ""),
            )
            try:
                return await run_in_threadpool(shown, self._desk, visit)
            finally:
                await request.close()  # the file that was given

        return endpoint

    async def _given(self, request: Request) -> dict[str, str | UploadFile]:
        """Return what a form of ours holds, whatever its visit. Raises Refused on any other."""
        if request.scope.get(TOO_MUCH):
            raise Refused(_TOO_MUCH, 413)
        if request.scope[NOT_PRIVATE] or request.scope[NOT_OURS]:
            raise Refused(_STALE, 403)
        try:
            given = await request.form(max_files=1, max_fields=60)
            for part in (*given, *given.values()):
                str(part).encode()  # a form may name its own encoding, and write what has no UTF-8
        except UnicodeError:
            raise Refused(_UNKNOWN[400], 400) from None
        return dict(given)

    def _is_of(self, session: Session | None, given: Mapping[str, str | UploadFile]) -> bool:
        return session is not None and self._sessions.is_of(session, str(given.get("jeton", "")))

    def _asked(
        self, request: Request, refused: str = "", status: int = 200, said: str = "",
        typed: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """Return the page that asks for the password, with a session to guard its form; ``typed`` waits in it."""
        waiting, cookie = self._sessions.start(entered=False)
        visit = Visit(waiting, self._sessions.token(waiting), _up(request))
        inside = (
            '<p class="am-line"><label for="mot">Mot de passe</label><input type="password" id="mot" name="mot" '
            f'required maxlength="{password.LONGEST}" autocomplete="current-password"></p>'
            '<button class="am-button am-button--main">Entrer</button>'
        )
        left = f'<p class="am-done" role="status">{said}</p>' if said else ""
        to = inner_path(request.scope).removeprefix(f"{HOME}/") if typed is not None else "entrer"
        body = f"{left}{refusal(refused)}{form(visit, quote(to), hidden(typed or {}) + inside)}"
        html = document(self._desk.cpts, "Gestion", body, up=visit.up)
        return self._with_cookie(request, HTMLResponse(html, status), cookie)

    def _with_cookie(self, request: Request, response: Response, cookie: str) -> Response:
        path = f"{request.scope.get('root_path', '')}{HOME}"
        secure = request.scope["scheme"] == "https"
        response.set_cookie(COOKIE, cookie, max_age=LASTS, path=path, secure=secure, httponly=True, samesite="strict")
        return response

    def _alone(self, request: Request, reason: str, status: int) -> Response:
        """Return a page for whoever is, or may be, outside."""
        up = _up(request)
        way = f'<p><a class="am-button" href="{up}gestion">Revenir à la gestion</a></p>'
        return HTMLResponse(document(self._desk.cpts, "Gestion", refusal(reason) + way, up=up), status)

    async def _refused(self, request: Request, error: Refused) -> Response:
        return self._alone(request, error.reason, error.status)

    async def _refused_body(self, request: Request, error: RefusedBody) -> Response:
        slow = error.response.status_code == 408
        response = self._alone(request, _TOO_SLOW if slow else _TOO_MUCH, error.response.status_code)
        response.headers["Connection"] = "close"
        return response

    async def _unknown(self, request: Request, error: HTTPException) -> Response:
        return self._alone(request, _UNKNOWN.get(error.status_code, _UNKNOWN[404]), error.status_code)

    async def _failed(self, request: Request, error: Exception) -> Response:
        _log.error("unexpected error in the staff's room", exc_info=error)
        return self._alone(request, "Une erreur inattendue s’est produite. Elle est au journal du serveur.", 500)


async def _gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)  # for nobody


def _typed(given: Mapping[str, str | UploadFile]) -> dict[str, str]:
    return {name: value for name, value in given.items() if isinstance(value, str) and name not in _NOT_TYPED}


def _up(request: Request) -> str:
    """Return the way from a page of the room to the root of the site."""
    return "../" * (inner_path(request.scope).count("/") - 1)


def _waited(wait: int) -> str:
    return seconds(wait) if wait < 60 else f"{math.ceil(wait / 60)}\u00a0minute{'s' if wait > 60 else ''}"


_NOT_TYPED = frozenset({"mot", "jeton", "action"})
_OVER = (
    "Votre visite a pris fin : rien n’est enregistré. Entrez de nouveau : vous retrouverez ce que vous aviez écrit ; "
    "un fichier est à redonner."
)
_OVER_AND_DONE_AGAIN = "Votre visite a pris fin : rien n’est enregistré. Entrez, puis recommencez."
_OVER_AND_LONG = (
    "Votre visite a pris fin : rien n’est enregistré, et cet envoi est trop long pour être gardé. Revenez à la page "
    "précédente pour copier ce que vous aviez écrit, puis entrez de nouveau ; un fichier est à redonner."
)
_AGED = "Cette page n’était plus valable. Donnez de nouveau le mot de passe."
_NOT_PRIVATE = "Cette page ne s’ouvre qu’en HTTPS, ou depuis la machine qui l’héberge."
_STALE = "Ce formulaire n’est plus valable : votre visite a peut-être pris fin. Rouvrez la page, puis recommencez."
_TOO_MUCH = "Cet envoi est trop gros : 50 Mo au plus pour un fichier. Découpez-le."
_TOO_SLOW = "Cet envoi n’est pas arrivé à temps. Vérifiez votre connexion, puis recommencez."
_UNKNOWN = {
    404: "Cette page n’existe pas.",
    405: "Cette adresse ne s’ouvre pas ainsi.",
    400: "Cet envoi n’est pas lisible : un seul fichier à la fois, et rien d’autre que ce formulaire.",
}
