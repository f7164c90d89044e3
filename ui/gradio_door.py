"""What Gradio may be sent. It opens more doors than the page uses, and follows any file or address it is handed."""

from __future__ import annotations

import json
import re
from typing import Any

# Of its routes (uploads, proxy, code generation…), the page needs these alone.
_OPEN = re.compile(r"(/embed)?/gradio_api/(queue/(join|data)|app_id)/?")  # app_id: is the server back?


def is_closed(path: str) -> bool:
    """Whether ``path`` is a route of Gradio that the page does not use."""
    return "/gradio_api/" in path and not _OPEN.fullmatch(path)


def is_checked(path: str, method: str) -> bool:
    """Whether a request to ``path`` carries a body for Gradio."""
    return "/gradio_api/" in path and method not in ("GET", "HEAD", "OPTIONS")


def scalars_only(body: bytes) -> bytes | None:
    """Return ``body`` written anew where it holds scalars and, under ``data``, a list of scalars; else ``None``.

    Every input of the page is a string, a number, a boolean or null. Anything nested could describe a file: Gradio
    would open, copy or fetch what it names. Written anew, the body reads the same to Gradio as it did here.
    """
    try:
        sent = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict):
        return None
    data = sent.get("data", [])
    others = [value for name, value in sent.items() if name != "data"]
    if not isinstance(data, list) or not all(map(_is_scalar, [*data, *others])):
        return None
    return json.dumps(sent).encode()


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)
