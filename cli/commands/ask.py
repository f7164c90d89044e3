"""``assistant-medical ask``: one question, or a file of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from cli.batch import run_batch, unreadable
from cli.installation import build_assistant
from cli.output import write, write_json
from ui.requests import check_day, read_json, read_question


def run(arguments: argparse.Namespace) -> int:
    """Answer and return the exit code."""
    today = check_day(arguments.as_of, "--as-of")
    assistant = build_assistant()
    if arguments.batch:
        return run_batch(
            arguments.batch, lambda value: _json(assistant.ask(read_question(value, as_of=today)), value.get("id"))
        )
    fields: dict[str, Any] = {"question": arguments.question}
    if arguments.history:
        fields["history"] = history(arguments.history)
    if arguments.profile:
        fields["profile"] = read_json(arguments.profile)
    answer = assistant.ask(read_question(fields, as_of=today))
    if arguments.json:
        write_json(_json(answer, None))
    else:
        write(_text(answer))
    return 0


def history(given: str) -> Any:
    """Read the history from JSON, or from a file that holds it."""
    if given.lstrip().startswith("["):
        return read_json(given)
    try:
        return read_json(Path(given).read_bytes())
    except OSError as error:
        raise unreadable(Path(given), error) from None


def _json(answer: Answer, identifier: Any) -> dict[str, Any]:
    return {**answer.model_dump(mode="json"), "id": identifier}


def _text(answer: Answer) -> str:
    """Return the answer for a terminal: its text, which ends with what it asks in return, then its sources."""
    parts = [answer.text.replace("**", "")]
    if answer.citations:
        parts.append(
            "Sources\u00a0:\n" + "\n".join(f"- {cited.title}, {cited.publisher}" for cited in answer.citations)
        )
    return "\n\n".join(parts)
