"""``assistant-medical serve``: the page and the API."""

from __future__ import annotations

import argparse
import socket
import sys

from ui import logs
from ui.cpts import Cpts, read
from ui.listening import address, listen
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl+C; return the exit code. What may be refused, settings then port, comes before what is slow."""
    given = {name: getattr(arguments, name) for name in ("host", "port") if getattr(arguments, name) is not None}
    settings = Settings.read(**given)
    logs.set_up(settings.log_format, requests=settings.log_requests)
    cpts = read(settings)
    with listen(settings.host, settings.port) as listening:
        sys.stdout.write(f"Démarrage sur {address(settings.host, settings.port)}…\n")
        sys.stdout.write(f"Dossier de données\u00a0: {settings.data_dir.absolute()}\n")
        sys.stdout.flush()
        return _serve(settings, cpts, listening)


def _serve(settings: Settings, cpts: Cpts, listening: socket.socket) -> int:
    from cli.installation import build_assistant  # noqa: PLC0415 — seconds, once the port is held
    from cli.output import write  # noqa: PLC0415 — seconds, once the port is held
    from ui.server import serve  # noqa: PLC0415 — more seconds

    assistant = build_assistant(settings)
    assistant.never_wait()
    if local := sum(document.local for document in assistant.corpus.documents):
        write(f"Documents locaux\u00a0: {local}.")
    return serve(assistant, settings, cpts, listening)
