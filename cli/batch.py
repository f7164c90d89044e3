"""One request a line in, one answer a line out; and the error of a file that cannot be read."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import InvalidInput
from cli.output import write_json
from french.failures import why
from ui.requests import read_json

_log = logging.getLogger(__name__)


def run_batch(file: Path, handle: Callable[[Any], dict[str, Any]]) -> int:
    """Write one line of answer for each line of ``file``, in order. A bad line gets an error and the rest goes on."""
    for line in _lines(file):
        value: Any = None
        try:
            value = read_json(line)
            result = handle(value)
        except InvalidInput as error:
            result = _identified(value, error)
        except Exception:  # noqa: BLE001 — one line must not stop the others; the log has the traceback
            _log.exception("unexpected error on one line of the batch")
            unexpected = InvalidInput("serveur", "La réponse n’a pas pu être établie.", "Voyez le journal d’erreurs.")
            result = _identified(value, unexpected)
        write_json(result, lines=True)
    return 0


def _identified(value: Any, error: InvalidInput) -> dict[str, Any]:
    return {"id": value.get("id") if isinstance(value, dict) else None, **error.as_json()}


def _lines(file: Path) -> Iterator[bytes]:
    """Yield the lines that are not blank, as bytes: a line that is not UTF-8 is one bad line, not the end."""
    with _opened(file) as stream:
        yield from (line for line in stream if line.strip())


def _opened(file: Path) -> BinaryIO:
    try:
        return sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise unreadable(file, error) from None


def unreadable(file: Path, error: OSError) -> InvalidInput:
    """Return the error of a file that cannot be read."""
    return InvalidInput("fichier", f"{file}\u00a0: {why(error)}.", "Vérifiez le chemin et les droits.")
