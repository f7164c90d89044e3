"""Who reaches the assistant, and what it has to reach. Nothing leaves but to the servers that the settings name."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from importlib.metadata import metadata
from ipaddress import ip_network
from urllib.parse import urlsplit

import httpx

from assistant.searching import Status
from cli.checks.finding import Told, bad, good, watch
from french import listed
from rag import faults
from ui import rate
from ui.listening import address, listen
from ui.settings import Settings, SettingsError

_PATIENCE = 3.0  # seconds
_USUAL = {"https": 443, "http": 80}  # ports that a browser never writes in an origin


def port(given: Settings) -> Iterator[Told]:
    """Whether the port is free, or already ours."""
    here = address(given.host, given.port)
    try:
        listen(given.host, given.port).close()
    except SettingsError as error:
        yield _taken(here, str(error))
    else:
        yield good(f"{here} est libre\u00a0: aucun assistant n’y répond")


def _taken(here: str, refused: str) -> Told:
    live = _got(f"{here}/health/live", trust_env=False)
    if live is None or _read(live) != {"status": "live"}:
        told, _, mend = refused.partition(". ")
        return bad(told, mend)
    ready = _got(f"{here}/health/ready", trust_env=False)
    standing = _read(ready) if ready else {}
    if standing.get("status") == Status.READY:
        return good(f"l’assistant répond sur {here}")
    if reason := standing.get("reason"):
        how = bad if standing.get("status") == Status.FAILED else watch
        return how(f"l’assistant répond sur {here}, avec des explications en défaut\u00a0: {reason}", standing["mend"])
    told = f"l’assistant répond sur {here}, sans explications encore"
    return watch(told, "Attendez une minute\u00a0; si cela dure, lisez son journal.")


def _read(answer: httpx.Response) -> dict[str, str]:
    try:
        told: dict[str, str] = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def proxies(given: Settings) -> Iterator[Told]:
    """Whether those who write a visitor's address are known, and nobody else is believed."""
    if any(ip_network(network).prefixlen == 0 for network in given.trusted_proxies):
        told = "AM_TRUSTED_PROXIES croit le monde entier\u00a0: chacun peut se dire un autre, ou en HTTPS"
        yield bad(told, "N’y mettez que l’adresse ou le réseau de votre mandataire.")
    elif not _of_this_machine(given.host) and all(map(_of_this_machine, given.trusted_proxies)):
        told = f"{given.host} est ouvert au réseau, et aucun mandataire n’est déclaré hors de cette machine"
        yield watch(told, "Mettez un mandataire en HTTPS devant lui, et déclarez-le (AM_TRUSTED_PROXIES).")
    else:
        where = "cette machine seule" if _of_this_machine(given.host) else given.host
        yield good(f"écoute sur {where}, croit {listed(list(given.trusted_proxies))}")


def _of_this_machine(host: str) -> bool:
    """Whether an address, or a network, leads nowhere else."""
    try:
        network = ip_network(host)
    except ValueError:
        return host == "localhost"
    inside = getattr(network.network_address, "ipv4_mapped", None)  # an IPv4 address, as IPv6 says it
    return bool(inside.is_loopback if inside else network.is_loopback)


def origins(given: Settings) -> Iterator[Told]:
    """Whether the sites that may show the panel are written as a browser says them."""
    if not given.allowed_origins:
        yield good("aucun autre site ne montre le panneau (AM_ALLOWED_ORIGINS)")
    for origin in given.allowed_origins:
        site = urlsplit(origin)
        usual = f"{site.scheme}://{site.hostname}"
        if origin != origin.lower() or site.port == _USUAL[site.scheme]:
            yield bad(f"{origin} ne sera jamais reconnu par un navigateur", f"Écrivez {usual} dans AM_ALLOWED_ORIGINS.")
        elif site.scheme == "http" and not _of_this_machine(site.hostname or ""):
            yield watch(f"{origin} est en clair", f"Déclarez https://{site.hostname}, si ce site est en HTTPS.")
        else:
            yield good(origin)


def rate_store(given: Settings) -> Iterator[Told]:
    """Whether the store of the rate limit answers."""
    if given.rate_limit_storage == rate.IN_MEMORY:
        yield good("comptées par ce serveur seul")
    elif rate.answers(given.rate_limit_storage):
        yield good(f"comptées par {urlsplit(given.rate_limit_storage).hostname}")
    else:
        told = f"{urlsplit(given.rate_limit_storage).hostname} ne répond pas\u00a0: chaque serveur compte seul"
        yield watch(told, "Démarrez-le, ou corrigez AM_RATE_LIMIT_STORAGE.")


def journal_store(given: Settings) -> Iterator[Told]:
    """Whether the shared store of the journal answers, where there is one."""
    if given.journal_url is None:
        return
    from ui.database import answers  # noqa: PLC0415 — it brings SQLAlchemy

    address = given.journal_url.get_secret_value()
    if answers(address):
        yield good(f"gardé par {urlsplit(address).hostname}")
    else:
        told = (
            f"PostgreSQL ne répond pas sur {urlsplit(address).hostname}\u00a0: les questions attendent qu’il revienne"
        )
        yield watch(told, "Démarrez-le, ou corrigez AM_JOURNAL_URL.")


def chroma(given: Settings) -> Iterator[Told]:
    """Whether the Chroma server answers, where there is one."""
    if given.chroma_url is None:
        return
    host = urlsplit(given.chroma_url).hostname
    if _answers(f"{given.chroma_url.rstrip('/')}/api/v2/heartbeat"):
        yield good(f"Chroma répond sur {host}")
    else:
        yield bad(f"{faults.CHROMA.reason} sur {host}\u00a0: l’index ne s’ouvrira pas", faults.CHROMA.mend)


def language_model(given: Settings) -> Iterator[Told]:
    """Whether the language model could be asked, where there is one; here it is not, and its key goes nowhere."""
    provider, _, name = given.llm.partition(":")
    if not provider:
        return
    if importlib.util.find_spec(f"langchain_{provider}") is None:
        told = f"le client de «\u00a0{provider}\u00a0» n’est pas installé\u00a0: les passages seront cités tels quels"
        ours = metadata("assistant-medical").get_all("Provides-Extra", [])
        package = f"assistant-medical[{provider}]" if provider in ours else f"langchain-{provider.replace('_', '-')}"
        yield watch(told, f'pip install "{package}"')
    elif given.llm_base_url is None:
        yield good(f"{name}, chez {provider}, qui n’est pas interrogé ici")
    elif _answers(given.llm_base_url, any_answer=True):
        yield good(f"{name}, sur {urlsplit(given.llm_base_url).hostname}")
    else:
        told = f"rien ne répond sur {urlsplit(given.llm_base_url).hostname}\u00a0: les passages seront cités tels quels"
        yield watch(told, "Démarrez ce serveur, ou corrigez AM_LLM_BASE_URL.")


def _answers(url: str, *, any_answer: bool = False) -> bool:
    answer = _got(url)
    return answer is not None and (any_answer or answer.is_success)


def _got(url: str, *, trust_env: bool = True) -> httpx.Response | None:
    try:
        return httpx.get(url, timeout=_PATIENCE, trust_env=trust_env)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
