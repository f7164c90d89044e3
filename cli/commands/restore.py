"""``assistant-medical restore``: what a backup holds, put back where the settings say."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from assistant.errors import InvalidInput
from cli.backups import restoring
from cli.backups.archive import ArchiveError, Manifest, opened
from cli.backups.parts import parts
from cli.backups.restoring import Change
from cli.commands.backup import keep
from cli.output import write, write_folder
from french import HARD, counted, listed
from french.failures import why
from ui.settings import Settings

FORMER = "backups"  # in the data folder: what was there before
_IF_LARGE = "Rien n’a été restauré. Mettez de gros documents de côté, puis recommencez."
_IF_SPOILED = "Rien n’a été restauré. Mettez le journal de côté, puis recommencez."


def run(arguments: argparse.Namespace) -> int:
    """Check the whole archive, compare it with what is here, then put it back; return the exit code."""
    settings = Settings.read()
    owned = parts(settings, arguments.bank, journal=True)
    try:
        with opened(arguments.file) as (archive, manifest):
            _tell_origin(arguments.file, manifest)
            changes = restoring.changes(manifest, owned)
            former = _kept(changes, settings.data_dir, replace=arguments.replace)
            for change in changes:
                _put_back(archive, change, former)
    except ArchiveError as error:
        raise InvalidInput(
            "sauvegarde", f"{arguments.file} ne peut pas être restaurée\u00a0: {error}.", "Rien n’a été changé."
        ) from None
    except OSError as error:
        told = f"{error.filename or arguments.file}\u00a0: {why(error)}."
        raise InvalidInput("sauvegarde", told, "Vérifiez le chemin, les droits et la place.") from None
    write("Un serveur en marche suit les documents, et l’index se met à jour. Redémarrez-le pour le reste.")
    write("Vérifiez l’installation\u00a0: assistant-medical doctor")
    return 0


def _tell_origin(file: Path, manifest: Manifest) -> None:
    made = f" du {manifest.made_at.astimezone():%d/%m/%Y à %H:%M}" if manifest.made_at else ""
    write(f"Sauvegarde{made}, assistant {manifest.version}{HARD}: {file.absolute()}")


def _kept(changes: list[Change], data: Path, *, replace: bool) -> Path | None:
    """Keep what would be replaced, and return where. Raises InvalidInput where replacing was not asked for."""
    replaced = [change for change in changes if change.replaces]
    if not replaced:
        return None
    if not replace:
        told = listed([f"{change.part.title.lower()} ({change.part.folder})" for change in replaced])
        raise InvalidInput(
            "--replace", f"Il y a déjà autre chose\u00a0: {told}.", "Ajoutez --replace\u00a0: l’ancien sera gardé."
        )
    folder = data / FORMER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    former = folder / f"avant-{datetime.now():%Y%m%d-%H%M%S-%f}.zip"
    keep(former, (here for change in changes for here in change.compared().items()), _IF_LARGE, _IF_SPOILED)
    write_folder(former, "Ce qui était là est gardé")
    return former


def _put_back(archive: ZipFile, change: Change, former: Path | None) -> None:
    """Put one part back and say what became of it, and where. Raises InvalidInput."""
    try:
        restoring.put_back(archive, change)
    except OSError as error:
        until = f" Ce qui était là est dans {former}." if former else ""
        told = f"{error.filename or change.part.folder}\u00a0: {why(error)}.{until}"
        raise InvalidInput("sauvegarde", told, "Faites de la place, puis recommencez avec --replace.") from None
    counts = {
        ("ajouté", "ajoutés"): len(change.new),
        ("remplacé", "remplacés"): len(change.other),
        ("retiré", "retirés"): len(change.gone),
        ("inchangé", "inchangés"): len(change.same),
    }
    told = listed([counted(count, *words) for words, count in counts.items() if count])
    write_folder(change.part.folder or Path(), f"{change.part.title}, {told}")
