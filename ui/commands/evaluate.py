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
    evaluation = _evaluation("run")
    select = evaluation.Selection(kind=arguments.kind, id=arguments.id, tag=arguments.tag, split=arguments.split)
    options = evaluation.Options(
        select=select,
        bank=tuple(arguments.bank),
        out=arguments.out,
        compare=arguments.compare,
        jobs=arguments.jobs,
        ratchet=arguments.ratchet,
        update=arguments.update_baseline,
        baseline=arguments.baseline or _evaluation("ratchet").BASELINE,
    )
    code: int = evaluation.main(product(), options)
    return code


def product() -> Any:
    """Return the assistant of this installation as the evaluation asks it, with its index open (seconds)."""
    assistant = build_assistant()
    retriever = assistant.retriever()

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return assistant.ask(read_question(request)).model_dump(mode="json")
        except InvalidInput as error:
            return dict(error.as_json())

    verbatim = _evaluation("reading").verbatim_in(passage.text for passage in retriever.passages)
    return _evaluation("run").Product(ask, verbatim, _evaluation("retrieval").ranked_by(retriever))


def _evaluation(module: str) -> Any:
    """Import a module of the evaluation by name: neither room may depend on the other."""
    return importlib.import_module(f"eval.{module}")
