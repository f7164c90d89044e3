"""``assistant-medical eval``: run the bank of questions against the assistant of this installation."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from assistant.errors import InvalidInput
from assistant.service import Assistant
from ui.commands.common import build_assistant
from ui.requests import read_question
from ui.settings import Settings


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
    if arguments.llm:
        return _duel(arguments.llm, options)
    code: int = evaluation.main(product(), options)
    return code


def product(assistant: Assistant | None = None) -> Any:
    """Return an assistant, by default this installation's, as the evaluation asks it: its index is opened (seconds)."""
    assistant = assistant or build_assistant()
    retriever = assistant.retriever()

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        try:
            return assistant.ask(read_question(request)).model_dump(mode="json")
        except InvalidInput as error:
            return dict(error.as_json())

    verbatim = _evaluation("reading").verbatim_in(passage.text for passage in retriever.passages)
    ranked, alone = _evaluation("retrieval").ranked_by(retriever), _evaluation("naive").alone(retriever)
    return _evaluation("asking").Product(ask, verbatim, ranked, alone)


def _duel(name: str, options: Any) -> int:
    """Compare the assistant rewording with the model ``name`` to that model with search alone; return the exit code."""
    settings = Settings.read().model_copy(update={"llm": name})
    assistant = build_assistant(settings)
    given: dict[str, Any] = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    if settings.llm_api_key:
        given["api_key"] = settings.llm_api_key.get_secret_value()
    try:
        questions = options.questions()
    except ValueError as error:
        raise InvalidInput("questions", str(error), "Corrigez la banque ou les filtres.") from None
    try:
        model = _evaluation("naive").load(name, **given)
    except (ImportError, ValueError):
        expected = "Attendu\u00a0: fournisseur:modèle, comme ollama:mistral, et le paquet de ce fournisseur installé."
        raise InvalidInput("llm", "Ce modèle n’a pas pu être chargé.", expected) from None
    duel = _evaluation("duel")
    ours = product(assistant)
    cases = [_evaluation("asking").answered(ours, question) for question in questions]
    naive = _evaluation("naive").chain(model, assistant.retriever())
    duel.show(duel.fight(cases, naive), name, options.out)
    return 0


def _evaluation(module: str) -> Any:
    """Import a module of the evaluation by name: neither room may depend on the other."""
    return importlib.import_module(f"eval.{module}")
