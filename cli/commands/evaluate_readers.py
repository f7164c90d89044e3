"""``assistant-medical eval --reader``: what each reader hears of labelled messages, and what is then answered."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.errors import InvalidInput
from assistant.listening.listener import Listener, Reads, Voice, listener
from assistant.listening.rest import Rest
from cli.installation import build_assistant
from cli.output import write_folder
from eval import listening
from eval.recordings import Recorder, RecordingError, Replayed
from eval.words import percent
from french import HARD, counted
from ui.settings import Settings

NAMED = {listening.OURS: "notre lecture", listening.MODEL: "avec le modèle", listening.RIGHT: "étiquettes (plafond)"}
ROWS = {
    "heard": "Question entendue",
    "answered": "Réponse qui s’ouvre comme il faut",
    "same_facts": "Mêmes faits retenus",
}


class _NeverRests(Rest):
    """Each message is asked: a measure counts failures, and avoids none."""

    @property
    def over(self) -> bool:
        """Whether the model may be asked: always."""
        return True


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; return the exit code."""
    settings = Settings.read()
    model = _model(settings, arguments) if arguments.reader == listening.MODEL else None
    assistant = build_assistant(settings)
    assistant.warm_up()
    asked = listening.labelled(arguments.every)
    if not asked:
        raise InvalidInput("reader", "Cette installation n’a pas les messages étiquetés.", "Lancez-la dans le dépôt.")
    steps = iter(track(asked, "Lecture", console=Console(stderr=True), disable=not sys.stderr.isatty()))
    found = listening.compare(assistant, asked, model, lambda: next(steps, None))
    kept = [name for name in NAMED if name in found and (name != listening.OURS or arguments.reader != listening.RIGHT)]
    run: dict[str, Any] = {"messages": len(asked), "readers": {name: found[name].as_json() for name in kept}}
    if model:
        run["model"] = {"name": model.name, "reads": settings.llm_reads}
    _show(run)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "readers.json").write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")
        write_folder(arguments.out, "Rapports")
    return 0


def _model(settings: Settings, arguments: argparse.Namespace) -> Listener:
    """Return what listens: the model of the settings, or a recording of one."""
    reads = Reads.ALWAYS if settings.llm_reads == "off" else Reads(settings.llm_reads)
    if arguments.replay:
        return Listener(_replayed(arguments.replay), reads, _NeverRests())
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    found = listener(reads, settings.llm, settings.llm_base_url, key, settings.llm_reads_timeout)
    if found is None:
        raise InvalidInput(
            "AM_LLM", "Aucun modèle de langage n’est réglé.", "Réglez AM_LLM, ou ajoutez --replay FICHIER."
        )
    found.warm_up()
    voice: Voice = found.voice
    if arguments.record:
        voice = Recorder(voice, arguments.record, arguments.by or "anonyme", date.today())
    return Listener(voice, reads, _NeverRests())


def _replayed(file: Path) -> Replayed:
    try:
        return Replayed.read(file)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("replay", f"{file.name} ne peut pas être lu.", "Donnez un fichier de --record.") from error
    except RecordingError as error:
        raise InvalidInput(
            "replay", f"{file.name} n’est pas un enregistrement. {error}", "Donnez un fichier de --record."
        ) from None


def _show(run: dict[str, Any]) -> None:
    console = Console(stderr=True)
    readers = run["readers"]
    table = Table(f"{run['messages']} messages étiquetés", *(NAMED[name] for name in readers), box=SIMPLE)
    for row, name in ROWS.items():
        table.add_row(name, *(percent(reader[row]["rate"]) for reader in readers.values()))
    for share in ("p50", "p95"):
        table.add_row(
            f"Durée, {share} (ms)", *(f"{1000 * reader['seconds'][share]:.0f}" for reader in readers.values())
        )
    console.print(table)
    if model := run.get("model"):
        counts = readers[listening.MODEL]["counts"]
        calls = counted(counts.get("calls", 0), "appel", "appels")
        told = ", ".join(
            f"{what} {times}" for what, times in sorted(counts.items()) if what not in ("calls", "messages")
        )
        share = percent(readers[listening.MODEL]["calls"])
        console.print(f"{model['name']}, {model['reads']}{HARD}: {calls} ({share} des messages){HARD}; {told}")
