"""Settings read from the environment and one file, once, at start. Each is in docs/settings.md (a test checks it)."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import limits
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from french import HARD
from french.refusals import FileError, nearest
from ui import password
from ui.env_file import Line, read_env_file
from ui.prefix import PREFIX
from ui.secret_files import SUFFIX, read_secret


class SettingsError(Exception):
    """A setting that cannot be used: names the variable and what it expects, in French."""


def _data_home() -> Path:
    """Return the platform's folder for a user's data: XDG, Apple's or Windows's."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _words(value: object) -> object:
    """Split what a variable holds; a default is a tuple already."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _origin(value: str) -> str:
    if not value.isascii():
        scheme, separator, host = value.partition("://")
        value = f"{scheme}{separator}{host.encode('idna').decode()}"  # what browsers send; UnicodeError is a ValueError
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", value):
        raise ValueError("not an origin")
    return value


def _host(value: str) -> str:
    value = value.lower() if value.isascii() else value.encode("idna").decode()  # UnicodeError is a ValueError
    if not re.fullmatch(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?", value):
        raise ValueError("not a host")
    return value


def _proxy(value: str) -> str:
    return str(ip_network(value, strict=False))


def _rate(value: str) -> str:
    limits.parse(value)
    return value


def _storage(value: str) -> str:
    try:
        limits.storage.storage_from_string(value)
    except limits.errors.ConfigurationError as error:
        raise ValueError("not a storage") from error
    return value


def _database(value: SecretStr) -> SecretStr:
    written = urlsplit(value.get_secret_value())
    if written.scheme != "postgresql" or not written.path.strip("/") or find_spec("psycopg") is None:
        raise ValueError("not a database that can be reached")
    return value


def _hash(value: SecretStr) -> SecretStr:
    password.checked(value.get_secret_value())
    return value


_PREFIX = "AM_"
_told: set[str] = set()  # the unknown names that this process has told already

Origin = Annotated[str, AfterValidator(_origin)]
Host = Annotated[str, AfterValidator(_host)]
Proxy = Annotated[str, AfterValidator(_proxy)]


class Settings(BaseSettings):
    """What an installation may change. Field ``port`` is the variable ``AM_PORT``, and so on."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, frozen=True)

    env_file: Path | None = Field(None, description="le chemin d’un fichier de lignes NOM=valeur, ou rien")
    host: str = Field("127.0.0.1", description="une adresse de cette machine, par exemple 127.0.0.1 ou 0.0.0.0")
    port: int = Field(7860, ge=1, le=65535, description="un nombre entier de 1 à 65535")
    data_dir: Path = Field(
        default_factory=lambda: _data_home() / "assistant-medical",
        description="un dossier où l’assistant peut écrire",
    )
    allowed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="des adresses de sites séparées par des virgules, sans barre finale : https://www.exemple.fr"
    )
    allowed_hosts: Annotated[tuple[Host, ...], NoDecode, BeforeValidator(_words)] = Field(
        (), description="des noms de domaine séparés par des virgules, sans https:// : assistant.exemple.fr"
    )
    root_path: str = Field(
        "", pattern=f"^({PREFIX.pattern})?$", description="un chemin comme /assistant, sans barre finale, ou rien"
    )
    cpts_file: Path | None = Field(None, description="le chemin d’un fichier YAML, ou rien")
    cpts_name: str = Field("", max_length=80, description="un nom de 80 caractères au plus")
    cpts_contact: str = Field(
        "", max_length=200, description="une adresse de courriel, une adresse https ou un téléphone"
    )
    accent_color: str = Field("#1b5140", pattern=r"^#[0-9a-fA-F]{6}$", description="une couleur comme #1b5140")
    embedding_model: str = Field("bundled", description="« bundled », un nom de modèle ou un dossier")
    chroma_url: str | None = Field(None, pattern=r"^https?://", description="une adresse http(s), ou rien")
    reranker: str = Field("", description="un nom de modèle ou un dossier, ou rien")
    llm: str = Field("", pattern=r"^([a-z_]+:\S+)?$", description="fournisseur:modèle, comme ollama:mistral, ou rien")
    llm_base_url: str | None = Field(None, pattern=r"^https?://", description="une adresse http(s), ou rien")
    llm_api_key: SecretStr | None = Field(None, description="la clé donnée par le fournisseur, ou rien")
    llm_api_key_file: Path | None = Field(
        None, description="le chemin d’un fichier qui ne contient que la clé, ou rien"
    )
    llm_timeout: float = Field(20, gt=0, le=120, description="un nombre de secondes, 120 au plus")
    llm_reads: Literal["off", "unsure", "always"] = Field("off", description="off, unsure ou always")
    llm_reads_timeout: float = Field(2, gt=0, le=20, description="un nombre de secondes, 20 au plus")
    parameters_dir: Path | None = Field(None, description="un dossier qui existe, ou rien")
    questions_dir: Path | None = Field(None, description="un dossier qui existe, ou rien")
    trusted_proxies: Annotated[tuple[Proxy, ...], NoDecode, BeforeValidator(_words)] = Field(
        ("127.0.0.1", "::1", "::ffff:127.0.0.1"),
        description="les adresses ou les réseaux de vos serveurs mandataires, séparés par des virgules : 172.16.0.0/12",
    )
    rate_limit: Annotated[str, AfterValidator(_rate)] = Field("60/minute", description="un rythme comme 60/minute")
    rate_limit_storage: Annotated[str, AfterValidator(_storage)] = Field(
        "memory://",
        description="memory://, ou redis://… là où le client Redis est installé (complément « redis » du paquet)",
    )
    rate_limit_storage_file: Path | None = Field(
        None, description="le chemin d’un fichier qui ne contient que l’adresse, redis://…, ou rien"
    )
    log_format: Literal["text", "json"] = Field("text", description="text ou json")
    log_requests: bool = Field(False, description="1 pour une ligne par demande au journal du serveur, 0 sinon")
    metrics: bool = Field(False, description="1 pour servir les mesures à /metrics, 0 sinon")
    journal: bool = Field(False, description="1 pour garder les questions, 0 sinon")
    journal_days: int = Field(90, ge=1, le=365, description="un nombre entier de jours, de 1 à 365")
    journal_url: Annotated[SecretStr, AfterValidator(_database)] | None = Field(
        None,
        description="postgresql://… là où le client de PostgreSQL est installé (complément « postgres »), ou rien",
    )
    journal_url_file: Path | None = Field(
        None, description="le chemin d’un fichier qui ne contient que l’adresse, postgresql://…, ou rien"
    )
    admin_password: Annotated[SecretStr, AfterValidator(_hash)] | None = Field(
        None, description="la ligne que donne la commande « assistant-medical password », ou rien"
    )
    admin_password_file: Path | None = Field(
        None, description="le chemin d’un fichier qui ne contient que l’empreinte, « scrypt:… », ou rien"
    )

    @classmethod
    def read(cls, **given: Any) -> Settings:
        """Read the environment, then the file ``AM_ENV_FILE`` for what it does not say, less what is ``given``.

        Raise ``SettingsError`` naming each unusable variable. A name that is none of ours is told, once.
        """
        written = in_file()
        _tell_unknown([*environment(), *written])
        said = {*environment(), *map(_named, given)}
        lines = {name: written.get(_named(name)) for name in cls.model_fields if _named(name) not in said}
        read = {name: line for name, line in lines.items() if line and line.value}
        secrets = cls._secrets({name: line.value for name, line in written.items() if line.value} | environment())
        try:
            settings = cls(**{name: line.value for name, line in read.items()} | secrets | given)
        except ValidationError as error:
            refused = (str(problem["loc"][0]) for problem in error.errors())
            names = dict.fromkeys(f"{name}{SUFFIX}" if name in secrets else name for name in refused)
            raise SettingsError("\n".join(cls._explain(name, read.get(name)) for name in names)) from None
        for name in ("parameters_dir", "questions_dir"):
            if (folder := getattr(settings, name)) is not None and not folder.is_dir():
                raise SettingsError(cls._explain(name, read.get(name)))
        return settings

    @classmethod
    def secret_files(cls) -> dict[str, str]:
        """Return the secrets that may stand in a file: field → the field that names the file."""
        named = {name: f"{name}{SUFFIX}" for name in cls.model_fields}
        return {name: file for name, file in named.items() if file in cls.model_fields}

    @classmethod
    def _secrets(cls, said: Mapping[str, str]) -> dict[str, str]:
        """Return what the files of secrets hold, by field. Raise ``SettingsError``."""
        found = {}
        for name, file in cls.secret_files().items():
            secret, holder = _named(name), _named(file)
            if holder not in said:
                continue
            if secret in said:
                raise SettingsError(f"Réglages {secret} et {holder} donnés tous les deux. Retirez l’un des deux.")
            try:
                found[name] = read_secret(Path(said[holder]))
            except FileError as error:
                raise SettingsError(f"Réglage {holder} inutilisable. {error}.") from None
        return found

    @classmethod
    def _explain(cls, name: str, line: Line | None) -> str:
        where = f" (fichier {environment()[_named('env_file')]}, ligne {line.number})" if line else ""
        return f"Réglage {_named(name)}{where} inutilisable. Il attend {cls.model_fields[name].description}."


def environment() -> dict[str, str]:
    """Return the variables of the environment that may be settings, by name in capitals, but the empty ones."""
    named = {name.upper(): value for name, value in os.environ.items() if value}
    return {name: value for name, value in named.items() if name.startswith(_PREFIX)}


def in_file() -> dict[str, Line]:
    """Return the lines of the file ``AM_ENV_FILE``, none where none is named. Raise ``SettingsError``."""
    file = environment().get(_named("env_file"))
    try:
        return read_env_file(Path(file)) if file else {}
    except FileError as error:
        raise SettingsError(f"Réglage AM_ENV_FILE inutilisable. {error}.") from None


def unknown(names: Iterable[str]) -> dict[str, str]:
    """Return the names that are almost settings and are none, each with the nearest one said in French."""
    known = [_named(name) for name in Settings.model_fields]
    return {name: nearest(name, known) for name in names if name.startswith(_PREFIX) and name not in known}


def _named(field: str) -> str:
    return f"{_PREFIX}{field.upper()}"


def _tell_unknown(names: Iterable[str]) -> None:
    for name, instead in unknown(names).items():
        if name not in _told:
            sys.stderr.write(f"{name}{HARD}: aucun réglage ne porte ce nom, il est sans effet{instead or '.'}\n")
            _told.add(name)
