"""``assistant-medical eval``: run the bank of questions against the assistant of this installation."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from assistant.errors import InvalidInput
from ui.commands.common import build_assistant
from ui.requests import read_question


def run(arguments: argparse.Namespace) -> int:
    """Run the selected questions and return the exit code of the gate."""
    evaluation: Any = importlib.import_module("eval.run")  # by name: neither room may depend on the other
    assistant = build_assistant()

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return assistant.ask(read_question(request)).model_dump(mode="json")
        except InvalidInput as error:
            return dict(error.as_json())

    select = evaluation.Selection(kind=arguments.kind, id=arguments.id, tag=arguments.tag, split=arguments.split)
    code: int = evaluation.main(ask, select=select, bank=arguments.bank, out=arguments.out, compare=arguments.compare)
    return code
