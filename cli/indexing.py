"""What is said on standard error while documents are indexed: standard output is for results."""

from __future__ import annotations

import atexit
import os
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_FIRST = "Première utilisation\u00a0: j’indexe les documents (une minute environ)"
_AGAIN = "Les documents ont changé\u00a0: je mets l’index à jour"


def reason(index: Path) -> str:
    """Return why the index of this installation is built."""
    known = os.path.exists(index / "current")  # noqa: PTH110 — Path's own raises in a folder of somebody else
    return f"{_AGAIN if known else _FIRST}, dans {index.absolute()}…"


class Indexing:
    """Called with the texts done and their total: says why once, then draws a bar until all are done."""

    def __init__(self, why: str) -> None:
        self._why = why
        self._bar: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` texts of ``total`` are indexed."""
        if self._bar is None:
            console = Console(stderr=True, highlight=False)
            console.print(self._why, markup=False, soft_wrap=True)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=console)
            self._task = self._bar.add_task("Textes", total=total)
            self._bar.start()
            atexit.register(self._bar.stop)  # a build that fails never comes to its end: the cursor comes back
        self._bar.update(self._task, completed=done)
        if done >= total:
            self._bar.stop()
            self._bar = None
