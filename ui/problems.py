"""Refusals as the API gives them: French JSON that names the field, says what to do, repeats nothing received."""

from __future__ import annotations

from starlette.responses import JSONResponse

from assistant.errors import InvalidInput

STOPPING = InvalidInput("serveur", "L’assistant redémarre ou s’arrête.", "Réessayez dans un instant.")


def problem(status: int, error: InvalidInput, **headers: str) -> JSONResponse:
    """Return the API's error: field, message, expected, in French."""
    return JSONResponse(error.as_json(), status, {name.replace("_", "-"): value for name, value in headers.items()})


def unknown_address() -> JSONResponse:
    """Return the refusal of an address that does not exist."""
    return problem(404, InvalidInput("chemin", "Cette adresse n’existe pas.", "Voyez /api/docs."))


def unknown_host() -> JSONResponse:
    """Return the refusal of a request made under a name that is none of ours."""
    error = InvalidInput("hôte", "Ce nom n’est pas celui de l’assistant.", "Utilisez l’adresse que l’on vous a donnée.")
    return problem(400, error)


def malformed() -> JSONResponse:
    """Return the refusal of what is not HTTP."""
    return problem(400, InvalidInput("demande", "Cette demande est mal formée.", "Envoyez une requête HTTP."))


def too_large(limit: int) -> JSONResponse:
    """Return the refusal of a body over ``limit`` bytes; the connection is closed rather than read to its end."""
    error = InvalidInput("corps", "Cet envoi est trop gros.", f"Envoyez {limit // 1024} Kio au plus.")
    return problem(413, error, Connection="close")


def headers_too_large() -> JSONResponse:
    """Return the refusal of a request whose headers are larger than any browser's."""
    error = InvalidInput("en-têtes", "Les en-têtes de cette demande sont trop gros.", "Envoyez-en moins.")
    return problem(431, error, Connection="close")


def too_slow() -> JSONResponse:
    """Return the refusal of a request that did not arrive in time."""
    error = InvalidInput("corps", "Cet envoi n’est pas arrivé à temps.", "Vérifiez votre connexion, puis réessayez.")
    return problem(408, error, Connection="close")


def too_frequent(wait: int) -> JSONResponse:
    """Return the refusal of a client that asks too often, with the seconds left to wait."""
    error = InvalidInput("fréquence", "Trop de demandes en peu de temps.", f"Réessayez dans {seconds(wait)}.")
    return problem(429, error, Retry_After=str(wait))


def too_busy(wait: int = 5) -> JSONResponse:
    """Return the refusal of one request more than the server answers at a time."""
    error = InvalidInput("serveur", "Beaucoup de demandes arrivent en même temps.", f"Réessayez dans {seconds(wait)}.")
    return problem(503, error, Retry_After=str(wait))


def stopping(wait: int = 5) -> JSONResponse:
    """Return the refusal of a request that a stop of the server leaves unanswered."""
    return problem(503, STOPPING, Retry_After=str(wait))


def seconds(count: int) -> str:
    """Return « 1 seconde », « 12 secondes »."""
    return f"{count}\u00a0seconde{'s' if count > 1 else ''}"
