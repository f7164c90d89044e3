"""A Chroma server, which may be away, mute or killed: Chroma's own client would wait for it for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from rag.unusable import SettingUnusableError

GREETING = 5.0  # seconds a server has to say that it is there
PATIENCE = 30.0  # seconds it has, after that, to take or give a page of vectors
_EXPECTED = "l’adresse d’un serveur Chroma en marche, comme http://127.0.0.1:8000"


@contextmanager
def connected(url: str, settings: Any) -> Iterator[Any]:
    """The server at `url`. Raises SettingUnusableError when it does not answer, now or half-way."""
    try:
        client = _client(url, settings)
    except Exception as error:
        raise _silent() from error
    try:
        yield client
    except httpx.HTTPError as error:
        raise _silent() from error
    finally:
        for each in (client, client._admin_client):
            each._server._session.close()
        client.close()


def _silent() -> SettingUnusableError:
    return SettingUnusableError("AM_CHROMA_URL", "aucun serveur Chroma n’y répond", _EXPECTED)


def _client(url: str, settings: Any) -> Any:
    from chromadb.api.client import Client  # noqa: PLC0415 - seconds to import, and lexical search needs none of it

    class Impatient(Client):
        """Gives each of its connections a time-out as soon as it has one; Chroma leaves them without any."""

        def get_user_identity(self) -> Any:
            """The first request of all."""
            _wait(self, GREETING)
            return super().get_user_identity()

        def _validate_tenant_database(self, tenant: str, database: str) -> None:
            _wait(self._admin_client, GREETING)
            super()._validate_tenant_database(tenant, database)

    parts = urlsplit(url)
    settings.chroma_api_impl = "chromadb.api.fastapi.FastAPI"
    settings.chroma_server_host = parts.hostname or ""
    settings.chroma_server_ssl_enabled = parts.scheme == "https"
    settings.chroma_server_http_port = parts.port or (443 if parts.scheme == "https" else 8000)
    client = Impatient(settings=settings)
    _wait(client, PATIENCE)
    return client


def _wait(client: Any, seconds: float) -> None:
    client._server._session.timeout = httpx.Timeout(seconds)
