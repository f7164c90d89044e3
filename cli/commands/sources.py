"""``assistant-medical sources``: the register and the staff's documents, and whether originals have changed."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from assistant.contradictions import once
from assistant.drift import Drift, check
from assistant.errors import InvalidInput
from assistant.recorded import Recorded
from cli.installation import build_assistant
from cli.output import write, write_folder, write_json
from corpus import Corpus
from corpus.local import FOLDER, PREFIX, remove_local
from french import HARD, short_day
from ui.markup import BADGES, day
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Do one action on the sources; return the exit code."""
    actions = {"list": _list, "show": _show, "remove": _remove, "check": _check, "contradictions": _contradictions}
    return actions[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    register = build_assistant().sources()
    if arguments.json:
        write_json(register)
        return 0
    for source in register["sources"]:
        published = day(source["published"] or "sans date")
        local = "document local\u00a0: " if source.get("local") else ""
        write(f"{source['id']:28} {published:12} {BADGES[source['standing']]:18} {local}{source['title']}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    """One source, with the disagreements it takes part in."""
    register = build_assistant().sources()
    found = next((source for source in register["sources"] if source["id"] == arguments.id), None)
    if found is None:
        raise InvalidInput("source", "Cet identifiant est inconnu.", "Voyez\u00a0: assistant-medical sources list.")
    disputes = [
        entry
        for entry in register["disagreements"]
        if any(arguments.id in position["sources"] for position in entry["positions"])
    ]
    write_json({**found, "disagreements": disputes})
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    """Remove a local document once confirmed; the index follows."""
    settings = Settings.read()
    if not (settings.data_dir / FOLDER / f"{arguments.id}.md").is_file() or not arguments.id.startswith(PREFIX):
        raise InvalidInput(
            "source", "Aucun document local ne porte cet identifiant.", "Voyez\u00a0: assistant-medical sources list."
        )
    if not arguments.yes and not _confirmed(arguments.id):
        write("Rien n’a été retiré.")
        return 1
    remove_local(settings.data_dir / FOLDER, arguments.id)
    write(f"Retiré\u00a0: {arguments.id}. Un serveur en marche sur ce dossier ne le cite plus.")
    build_assistant(settings).retriever()
    write_folder(settings.data_dir / FOLDER)
    return 0


def _contradictions(arguments: argparse.Namespace) -> int:
    """What the documents of the staff say otherwise than the rules; 1 when there is something to read again."""
    settings = Settings.read()
    assistant = build_assistant(settings)
    known = [document for document in assistant.corpus.documents if document.local]
    met = Recorded(settings.data_dir).read(document.id for document in known)
    found = once([*assistant.contradictions(), *met])
    if arguments.json:
        write_json([asdict(item) for item in found])
        return int(bool(found))
    titles = {document.id: document.title for document in known}
    for item in found:
        where = f", «{HARD}{item.heading}{HARD}»" if item.heading else ""
        rule = f" ({item.rule})" if item.rule else ""
        write(f"{item.document} — {titles[item.document]}{where}")
        write(f"  Le document dit{HARD}: «{HARD}{item.said}{HARD}»")
        write(f"  Les textes disent{HARD}: {item.otherwise}{rule}\n")
    counted = f"{len({item.document for item in found})} de {len(known)} documents"
    write(f"Passages à relire{HARD}: {len(found)}, dans {counted}.")
    return int(bool(found))


def _confirmed(name: str) -> bool:
    if not sys.stdin.isatty():
        raise InvalidInput("--yes", "Personne n’est là pour confirmer.", "Ajoutez --yes pour retirer sans question.")
    return input(f"Retirer {name}\u202f? [o/N] ").strip().lower() in {"o", "oui"}


def _check(arguments: argparse.Namespace) -> int:
    """Compare originals with what was read of them; 1 when one of them changed, or is past its day to be read again."""
    folder: Path | None = arguments.folder
    if folder and not folder.is_dir():
        raise InvalidInput("dossier", f"{folder} n’est pas un dossier.", "Donnez celui des documents d’origine.")
    assistant = build_assistant()
    today = assistant.today()
    drift = check(folder, assistant.corpus, assistant.parameters, today)
    if arguments.json:
        write_json(asdict(drift) | {"reread": {name: day.isoformat() for name, day in drift.reread.items()}})
    else:
        _tell(drift, assistant.corpus, today)
    return 1 if drift.changed or any(day < today for day in drift.reread.values()) else 0


def _tell(drift: Drift, corpus: Corpus, today: date) -> None:
    for source, file in drift.changed.items():
        write(f"Changé\u00a0: {source} ({file})")
    for title, names in (
        ("Absent du dossier", drift.missing),
        ("Illisible", drift.unreadable),
        ("Inconnu, ou renommé et changé", drift.unknown),
        ("Fiche à relire", drift.sheets),
        ("Paramètre à relire", drift.parameters),
    ):
        for name in names:
            write(f"{title}\u00a0: {name}")
    late = {source: due for source, due in drift.reread.items() if due < today}
    for source, due in late.items():
        address = f", {corpus.sources[source].url}" if corpus.sources[source].url else ""
        write(f"À relire depuis le {short_day(due)}\u00a0: {source}{address}")
    if ahead := [due for due in drift.reread.values() if due >= today]:
        told = f"Sans original ici, à relire avant le {short_day(min(ahead))} ou plus tard"
        write(f"{told}\u00a0: {len(ahead)} (--json les nomme).")
    counts = {"Inchangés": drift.unchanged, "Changés": drift.changed, "Absents": drift.missing, "En retard": late}
    write(" ".join(f"{name}\u00a0: {len(found)}." for name, found in counts.items()))
