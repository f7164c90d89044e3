"""``assistant-medical ask``: one question, or a file of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assistant.answer import Answer, PartKind
from assistant.markdown import rendered
from assistant.messages import MESSAGES
from cli.batch import run_batch, unreadable
from cli.installation import build_assistant
from cli.output import write, write_json
from ui.plain import boxed
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
    """Return the answer for a terminal: its text, which ends with what it asks in return, then its sources.

    Documents of the staff are framed in it, and told apart among the sources.
    """
    text = answer.text
    for part in answer.parts:
        if part.kind is PartKind.LOCAL:
            text = text.replace(rendered(part), boxed(part))
    said = [text.replace("**", "")]
    theirs = {cited.source for cited in answer.citations if cited.local and cited.document}
    named = [(f"- {cited.title}, {cited.publisher}", cited.source in theirs) for cited in answer.citations]
    for title, of_them in (("Sources", False), (MESSAGES["locals"], True)):
        if lines := dict.fromkeys(line for line, local in named if local is of_them):
            said.append(f"{title}\u00a0:\n" + "\n".join(lines))
    return "\n\n".join(said)
