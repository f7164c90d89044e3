"""What commands share: the assistant of this installation, JSON on standard output, batches."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import InvalidInput
from assistant.service import Assistant, build
from rules.profile import Profile
from ui import facts
from ui.commands.indexing import Indexing, reason
from ui.requests import read_json
from ui.settings import Settings

_log = logging.getLogger(__name__)


def build_assistant(settings: Settings | None = None) -> Assistant:
    """Return the assistant of this installation; its retrieval is loaded when first needed."""
    settings = settings or Settings.read()
    return build(
        data_dir=settings.data_dir,
        parameters_dir=settings.parameters_dir,
        embedding_model=settings.embedding_model,
        chroma_url=settings.chroma_url,
        reranker=settings.reranker,
        today=date.today,
        llm=settings.llm,
        llm_base_url=settings.llm_base_url,
        llm_api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else None,
        llm_timeout=settings.llm_timeout,
        progress=Indexing(reason(settings.data_dir / "index")),
    )


def profile_fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the profile given as one option per field; « oui » and « non » are understood."""
    words = {"oui": True, "non": False, "true": True, "false": False}
    given = {name: getattr(arguments, name) for name in Profile.model_fields}
    return {name: words.get(text.lower(), facts.typed(name, text)) for name, text in given.items() if text is not None}


def write(text: str) -> None:
    """Write one line of result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def write_json(value: Any, *, lines: bool = False) -> None:
    """Write ``value`` as JSON: on one line for batches, indented for people otherwise."""
    write(json.dumps(value, ensure_ascii=False, indent=None if lines else 2, allow_nan=False))


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


def _opened(file: Path) -> Any:
    try:
        return sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise unreadable(file, error) from None


def unreadable(file: Path, error: OSError) -> InvalidInput:
    """Return the error of a file that cannot be read."""
    return InvalidInput("fichier", f"{file} : {error.strerror or 'illisible'}.", "Vérifiez le chemin et les droits.")
