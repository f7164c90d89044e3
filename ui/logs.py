"""What a server writes in its log, as text or JSON: what happens to it, and nothing that a visitor sent."""

from __future__ import annotations

import copy
import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

ANSWERS = logging.getLogger("answers")
ANSWERING: ContextVar[bool] = ContextVar("answering", default=False)  # a visitor's request, in this task or thread
_HANDLER = logging.StreamHandler()
# Whatever their level: some libraries set their own logger to DEBUG, and tell there what they are given.
_HANDLER.addFilter(lambda record: record.levelno >= logging.WARNING or record.name == ANSWERS.name)


class Text(logging.Formatter):
    """Formats a line as it is read; the words of an error may be a visitor's: while one is answered, its kind alone."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and where its error comes from."""
        return super().format(_discreet(record))


class Json(Text):
    """Formats a line as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object: when, how grave, by whom, what; of a request, its fields."""
        record = _discreet(record)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if record.exc_info:
            line["exception"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(form: str = "text", *, requests: bool = False) -> None:
    """Log warnings on standard error, and a line for each of the ``requests`` where they are asked for."""
    ANSWERS.setLevel(logging.INFO if requests else logging.WARNING)
    _HANDLER.setFormatter(Json() if form == "json" else Text())
    logging.basicConfig(handlers=[_HANDLER])


def _discreet(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record without the words of an error, where they may repeat what somebody sent."""
    forgotten = record.name == "asyncio"  # a task whose error nobody took: it is told later, with its words in the line
    if not (ANSWERING.get() or forgotten):
        return record
    record = copy.copy(record)
    if record.exc_info:
        record.exc_text = "\n".join(_places(record.exc_info[1]))
    if forgotten:
        record.msg, record.args = record.getMessage().partition("\n")[0], None
    return record


def _places(error: BaseException | None) -> list[str]:
    """Return where an error, and each that led to it, was raised: frames, then its kind."""
    lines: list[str] = []
    while error:
        lines += [*(frame.rstrip("\n") for frame in traceback.format_tb(error.__traceback__)), type(error).__qualname__]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines
