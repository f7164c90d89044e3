"""The settings and the data folder: what is read, by whom, and whether it can be written."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import SecretStr

from cli.checks.finding import Told, bad, good, watch
from corpus.local import FOLDER as DOCUMENTS
from french import counted, listed
from french.failures import why
from rag import faults
from ui.secret_files import open_to_all
from ui.settings import Settings, environment, in_file, unknown
from ui.staff import FOLDER as ROOM
from ui.staff.state import LEAST, size

_OPENED = re.compile(r"[\w+.-]+://[^/?#]*@")  # « redis://:password@host »


def settings(given: Settings) -> Iterator[Told]:
    """Where the settings come from, the names that are none, and what two places say otherwise."""
    said, written = environment(), in_file()
    files = given.secret_files()
    count = counted(len(given.model_fields_set - {"env_file", *files.values()}), "réglage", "réglages")
    yield good(f"{count}, {f'fichier {given.env_file.absolute()}' if given.env_file else 'sans fichier (AM_ENV_FILE)'}")
    for name, instead in unknown({**said, **written}).items():
        yield watch(f"{name} n’est pas un réglage, et reste sans effet{instead}", "Corrigez ce nom, ou retirez-le.")
    if twice := sorted(name for name, line in written.items() if said.get(name, line.value) != line.value):
        told = f"{listed(twice)}\u00a0: l’environnement l’emporte sur le fichier"
        yield watch(told, "Ne donnez chaque réglage qu’à un endroit.")
    secret = [name for name in given.model_fields_set if _is_secret(getattr(given, name))]
    if given.env_file and any(f"AM_{name.upper()}" in written for name in secret) and open_to_all(given.env_file):
        yield watch("le fichier des réglages contient un secret que tous peuvent lire", f"chmod o= {given.env_file}")
    for name in files.values():
        if (file := getattr(given, name)) is not None and open_to_all(file):
            yield watch(f"AM_{name.upper()}\u00a0: tous peuvent lire {file}", f"chmod o= {file}")


def data_folder(given: Settings) -> Iterator[Told]:
    """Whether this user may write in the data folder, whose it is, and what room is left."""
    folder = given.data_dir
    if not folder.is_absolute():
        told = f"{folder} dépend du dossier où chaque commande est lancée ({folder.absolute()} ici)"
        yield watch(told, "Donnez à AM_DATA_DIR un chemin entier.")
    if folder.exists() and not folder.is_dir():
        yield bad(f"{folder} n’est pas un dossier", "Donnez un autre dossier à AM_DATA_DIR.")
        return
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    made = "" if there == folder else ", qui sera créé"
    shut = [place for place in _kept_in(folder, there) if not os.access(place, os.W_OK | os.X_OK)]
    others = sorted({_owner(place) for place in _kept_in(folder, there) if place.stat().st_uid != os.geteuid()})
    if shut:
        told = f"{listed(list(map(str, shut)))}\u00a0: écriture impossible pour {_name(os.geteuid())}"
        whose = f" Ou lancez la commande en tant que {others[0]}\u00a0: sudo -u {others[0]} …" if others else ""
        yield bad(told, f"Changez les droits, ou AM_DATA_DIR.{whose}")
    elif others and not made:
        told = f"{folder} est à {listed(others)}, et vous êtes {_name(os.geteuid())}"
        yield watch(told, f"Lancez les commandes en tant que {others[0]}\u00a0: sudo -u {others[0]} …")
    else:
        yield good(f"{folder.absolute()}{made}")
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        yield watch(f"place libre inconnue\u00a0: {why(error)}", "Vérifiez le disque.")
    else:
        told = f"{size(free)} libres"
        yield good(told) if free >= LEAST else bad(told, faults.FULL.mend)


def _kept_in(folder: Path, there: Path) -> list[Path]:
    inside = [folder / name for name in (DOCUMENTS, ROOM, "index")]
    return [there, *(place for place in inside if place.is_dir())]


def _is_secret(value: object) -> bool:
    """Whether a setting is a secret, or the address of a server with the name or password that opens it."""
    return isinstance(value, SecretStr) or (isinstance(value, str) and _OPENED.match(value) is not None)


def _owner(place: Path) -> str:
    return _name(place.stat().st_uid)


def _name(user: int) -> str:
    import pwd  # noqa: PLC0415 — Windows has none

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # of a container, for one
        return f"l’utilisateur {user}"
