"""``assistant-medical hear``: what was heard in a message, nothing decided."""

from __future__ import annotations

import argparse
from typing import Any

from assistant.answer import ShownHeard
from cli.commands.ask import history
from cli.installation import build_assistant
from cli.output import write, write_json
from french import HARD
from ui.requests import check_day, read_question


def run(arguments: argparse.Namespace) -> int:
    """Print it and return the exit code."""
    fields: dict[str, Any] = {"question": arguments.question}
    if arguments.history:
        fields["history"] = history(arguments.history)
    heard = build_assistant().hear(read_question(fields, as_of=check_day(arguments.as_of, "--as-of")))
    if arguments.json:
        write_json(heard.model_dump(mode="json"))
    else:
        write(_text(heard))
    return 0


def _text(heard: ShownHeard) -> str:
    lines = [f"Acte{HARD}: {heard.act} ({heard.reason})" if heard.reason else f"Acte{HARD}: {heard.act}"]
    if told := heard.listened:
        dropped = ", ".join(f"{kind} {times}" for kind, times in told.dropped.items()) or "rien"
        lines.append(f"Modèle{HARD}: {told.model}, {told.outcome} (écarté{HARD}: {dropped})")
        if told.doubted:
            lines.append(f"Entendus autrement{HARD}: {', '.join(told.doubted)}")
    for ask in heard.asks:
        sure = "" if ask.sure else f" (incertain{HARD}: {', '.join(ask.rivals)})"
        lines.append(f"Question{HARD}: {ask.topic}/{ask.aspect}{sure}")
    lines += [
        f"Fait{HARD}: {said.field} = {said.value} («{HARD}{said.words}{HARD}», {said.whose}, {said.how})"
        for said in heard.mentions
    ]
    return "\n".join(lines)
