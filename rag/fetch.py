"""A page or a file of the web, for `ingest` alone: the server never fetches anything.

Only http and https, and only public addresses: the address that was checked is the one connected to, so that a name
that changes its mind in between gains nothing.
"""

import ipaddress
import re
import socket
import time
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

import httpx

from rag.reading.registry import READERS
from rag.reading.text import ReadError

TIMEOUT_S = 20.0
MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


class Fetched(NamedTuple):
    """`name` ends as the content's type does; `url` is where the last redirect led."""

    name: str
    url: str
    content: bytes


def is_url(text: str) -> bool:
    """Whether a text is an address rather than a path: `fetch` says which addresses it takes."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def fetch(url: str, *, allow_private: bool = False) -> Fetched:
    """Get what an address holds, at most 20 MB in at most 20 s. Raises ReadError, in French."""
    deadline = time.monotonic() + TIMEOUT_S
    try:
        with httpx.Client(timeout=TIMEOUT_S, trust_env=False) as client:  # a proxy would connect where it likes
            for _ in range(MAX_REDIRECTS + 1):
                answer = _get(client, httpx.URL(url), deadline, allow_private=allow_private)
                if isinstance(answer, Fetched):
                    return answer
                url = answer
    except httpx.InvalidURL as error:
        raise ReadError("Adresse mal écrite.") from error
    except httpx.TimeoutException as error:
        raise ReadError(_slow()) from error
    except httpx.HTTPError as error:
        raise ReadError("Ce site ne répond pas, ou sa réponse est coupée : réessayez plus tard.") from error
    raise ReadError(f"Plus de {MAX_REDIRECTS} redirections : donnez l’adresse finale.")


def _get(client: httpx.Client, url: httpx.URL, deadline: float, *, allow_private: bool) -> Fetched | str:
    """What the address holds, or where it sends to."""
    address = _address(url, allow_private=allow_private)
    request = client.build_request(
        "GET",
        url.copy_with(host=address, username=None, password=None),
        headers={"Host": url.netloc.decode("ascii"), "User-Agent": "assistant-medical", "Accept-Encoding": "identity"},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},  # the certificate must be that of the name
    )
    response = client.send(request, stream=True)
    try:
        if response.is_redirect and "location" in response.headers:
            return str(url.join(response.headers["location"]))
        if response.status_code != 200:
            raise ReadError(f"Le site répond par une erreur ({response.status_code}).")
        name = _name(url, response.headers.get("content-type", ""))
        return Fetched(name, str(url), _content(response, deadline))
    finally:
        response.close()


def _address(url: httpx.URL, *, allow_private: bool) -> str:
    """The address to connect to."""
    if url.scheme not in {"http", "https"} or not url.host:
        raise ReadError("Adresse non prise en charge : seules celles en http:// et https:// le sont.")
    try:
        port = url.port or (443 if url.scheme == "https" else 80)
        found = [str(info[4][0]) for info in socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise ReadError("Site introuvable : vérifiez l’adresse et la connexion.") from error
    if not allow_private and not all(map(_is_public, found)):
        raise ReadError("Adresse d’un réseau privé : refusée, sauf avec --allow-private.")
    return found[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inside = ip.ipv4_mapped or ip.sixtofour if isinstance(ip, ipaddress.IPv6Address) else None
    translated = ip in ipaddress.ip_network("64:ff9b::/96") if ip.version == 6 else False  # any IPv4, in disguise
    return ip.is_global and not ip.is_multicast and not translated and (inside is None or inside.is_global)


def _name(url: httpx.URL, content_type: str) -> str:
    """A name of file whose ending says how to read the content."""
    path = PurePosixPath(unquote(url.path))
    kind = content_type.partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(kind)
    if suffix == ".txt" and path.suffix.lower() == ".md":
        suffix = ".md"
    if suffix is None and kind in {"", "application/octet-stream"} and path.suffix.lower() in READERS:
        suffix = path.suffix.lower()
    if suffix is None:
        raise ReadError(f"Type de contenu non pris en charge : {kind or 'non précisé'}.")
    return (path.stem or url.host) + suffix


def _content(response: httpx.Response, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise ReadError("Page ou fichier trop gros : 20 Mo au plus.")
        if time.monotonic() > deadline:
            raise ReadError(_slow())
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ReadError("Réponse compressée sans qu’on l’ait demandé : enregistrez la page, puis donnez le fichier.")
    content = b"".join(parts)
    if not content.strip():
        raise ReadError("Page vide.")
    return content


def _slow() -> str:
    return f"Le site n’a pas tout envoyé en {TIMEOUT_S:.0f} secondes : réessayez plus tard."
