"""What commands write on standard output: results, and nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def write(text: str) -> None:
    """Write one line of result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write_folder(folder: Path, name: str = "Dossier") -> None:
    """Write where a command has written: who runs it may not have the settings of the server."""
    write(f"{name}\u00a0: {folder.absolute()}")


def write_json(value: Any, *, lines: bool = False) -> None:
    """Write ``value`` as JSON: on one line for batches, indented for people otherwise."""
    write(json.dumps(value, ensure_ascii=False, indent=None if lines else 2, allow_nan=False))
