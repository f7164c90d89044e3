"""``assistant-medical doctor``: whether the installation is as it should be, and how to mend what is not."""

from __future__ import annotations

import argparse
import logging
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from cli.checks import ear, knowledge, network, places
from cli.checks.finding import Check, Finding, State
from cli.output import write, write_json
from french import spaced
from ui.about.who import version
from ui.settings import Settings, SettingsError

CHECKS: dict[str, Check] = {
    "Réglages": places.settings,
    "Dossier de données": places.data_folder,
    "Valeurs": knowledge.values,
    "Identité": knowledge.own_identity,
    "Documents": knowledge.documents,
    "Modèle": knowledge.models,
    "Index": knowledge.index,
    "Sources": knowledge.sources,
    "Pages numérisées": knowledge.scans,
    "Port": network.port,
    "Mandataires": network.proxies,
    "Sites": network.origins,
    "Demandes": network.rate_store,
    "Journal": network.journal_store,
    "Chroma": network.chroma,
    "Modèle de langage": network.language_model,
    "Écoute": ear.listens,
}
_MARKS = {State.GOOD: "✓", State.WATCH: "!", State.BAD: "✗"}


def run(arguments: argparse.Namespace) -> int:
    """Make every check and tell it as it is made; return 1 when something must be mended."""
    logging.disable(logging.CRITICAL)  # what the checks read would tell it a second time
    try:
        found = list(_told(arguments.json))
    finally:
        logging.disable(logging.NOTSET)
    broken = any(finding.state is State.BAD for finding in found)
    if arguments.json:
        write_json({"version": version(), "ok": not broken, "checks": [asdict(finding) for finding in found]})
    return int(broken)


def _told(quiet: bool) -> Iterator[Finding]:
    for finding in examine():
        if not quiet:
            write(f"{_MARKS[finding.state]} {finding.check}\u00a0: {finding.told}")
            if finding.mend:
                write(f"  → {finding.mend}")
        yield finding


def examine() -> Iterator[Finding]:
    """Yield what each check finds. Where the settings cannot be used, no other is made."""
    try:
        settings = Settings.read()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield Finding("Réglages", State.BAD, line.rstrip("."), "Corrigez-le\u00a0: le reste n’a pas été vérifié.")
        return
    for name, check in CHECKS.items():
        try:
            for state, told, mend in check(settings):
                yield Finding(name, state, spaced(told), spaced(mend))
        except Exception as error:  # noqa: BLE001 — whatever a check meets, the others are made
            frame = traceback.extract_tb(error.__traceback__)[-1]  # no message: it might hold a password
            told = f"contrôle impossible ({type(error).__name__}, {Path(frame.filename).name}, ligne {frame.lineno})"
            yield Finding(name, State.BAD, told, "Joignez cette ligne à votre demande d’aide.")
