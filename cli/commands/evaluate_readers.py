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
from eval import html, listening, readers
from eval.recordings import Recorder, RecordingError, Replayed
from ui.settings import Settings


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
    found = listening.compare(assistant, asked, {listening.MODEL: model} if model else {}, lambda: next(steps, None))
    kept = [
        name
        for name in readers.NAMED
        if name in found and (name != listening.OURS or arguments.reader != listening.RIGHT)
    ]
    run: dict[str, Any] = {"messages": len(asked), "on": date.today().isoformat()}
    run["readers"] = {name: found[name].as_json() for name in kept}
    if model:
        run["model"] = {"name": model.name, "reads": model.reads}
    _show(run)
    if arguments.out:
        _write(arguments.out, run)
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
    heads, rows = readers.table(run)
    table = Table(*heads, box=SIMPLE)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    for line in readers.told(run):
        console.print(line, soft_wrap=True, markup=False)


def _write(out: Path, run: dict[str, Any]) -> None:
    """Write the readers side by side, alone; `eval --out` in the same folder adds them to its report."""
    out.mkdir(parents=True, exist_ok=True)
    (out / readers.FILE).write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")
    (out / "readers.md").write_text(readers.markdown(run), "utf-8")
    (out / "readers.html").write_text(html.whole(readers.html(run)), "utf-8")
    write_folder(out, "Rapports")
