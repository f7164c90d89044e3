"""``assistant-medical backup``: what the CPTS owns, in one file."""

from __future__ import annotations

import argparse
import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import InvalidInput
from cli.backups import archive
from cli.backups.parts import Part, parts
from cli.output import write, write_folder
from french import HARD, counted
from french.failures import why
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Keep all there is and say from where; return the exit code, 1 when there is nothing."""
    settings, file = Settings.read(), arguments.file
    check_bank(arguments.bank)
    if arguments.journal and settings.journal_url:
        raise InvalidInput("--journal", "Le journal est dans PostgreSQL (AM_JOURNAL_URL).", "Employez pg_dump.")
    if file.exists():
        raise InvalidInput("fichier", f"{file} existe déjà.", "Donnez un autre nom.")
    owned = parts(settings, arguments.bank, journal=arguments.journal)
    found = ((part.inside(name), here) for part in owned for name, here in part.files().items())
    manifest = keep(
        file, found, "Retirez de gros documents, ou n’ajoutez pas --journal.", "Recommencez sans --journal."
    )
    tell(owned, manifest)
    if manifest is None:
        write(f"Rien à sauvegarder. Dossier de données{HARD}: {settings.data_dir.absolute()}")
        return 1
    write_folder(file, "Sauvegarde")
    write("Les réglages, le mot de passe et les clés n’y sont pas\u00a0: gardez à part le fichier de vos réglages.")
    return 0


def keep(file: Path, found: Iterable[tuple[str, Path]], if_large: str, if_spoiled: str) -> archive.Manifest | None:
    """Write an archive of the files found, unless there is none. Raises InvalidInput.

    ``if_large``, ``if_spoiled``: what to do where it would be too large, where the journal cannot be read.
    """
    try:
        files = dict(found)
        return archive.write(file, files) if files else None
    except OSError as error:
        told = f"{error.filename or file}\u00a0: {why(error)}."
        raise InvalidInput("sauvegarde", told, "Rien n’a été écrit. Vérifiez les droits et la place.") from None
    except archive.ArchiveError as error:
        raise InvalidInput("sauvegarde", f"La sauvegarde {file} n’a pas été écrite, car {error}.", if_large) from None
    except sqlite3.Error:
        raise InvalidInput("journal", "Ce fichier est illisible.", if_spoiled) from None


def check_bank(folder: Path | None) -> None:
    """Raises InvalidInput for a folder of questions that is not one."""
    if folder and not folder.is_dir():
        raise InvalidInput("--bank", f"{folder} n’est pas un dossier.", "Donnez celui de vos questions.")


def tell(owned: list[Part], manifest: archive.Manifest | None) -> None:
    """Say of each part how many files were kept, and from where; or what it would take to keep it."""
    kept = Counter(entry.path.partition("/")[0] for entry in (manifest.files if manifest else ()))
    for part in owned:
        if part.folder is None:
            write(f"{part.title}{HARD}: rien ({part.setting} n’est pas donné)")
        elif part.named or part.whole:
            write(f"{part.title}{HARD}: {counted(kept[part.name], 'fichier', 'fichiers')}, {part.folder.absolute()}")
        else:
            write(f"{part.title}{HARD}: laissé de côté (--journal pour le garder)")
