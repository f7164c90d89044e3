"""``assistant-medical eval``: run the bank of questions against the assistant of this installation."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.errors import InvalidInput
from cli.commands import evaluate_readers
from cli.installation import build_assistant
from cli.output import write, write_folder
from cli.product import product
from eval import bank, duel, naive, ratchet
from eval import run as evaluation
from eval.asking import answered
from eval.moves import moves
from french import counted
from ui.requests import check_day
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Run the selected questions and return the exit code of the gate."""
    if arguments.reader:
        return evaluate_readers.run(arguments)
    select = evaluation.Selection(kind=arguments.kind, id=arguments.id, tag=arguments.tag, split=arguments.split)
    options = evaluation.Options(
        select=select,
        bank=tuple(arguments.bank),
        alone=arguments.only_bank,
        out=arguments.out,
        compare=arguments.compare,
        jobs=arguments.jobs,
        ratchet=arguments.ratchet,
        update=arguments.update_baseline,
        baseline=arguments.baseline or ratchet.BASELINE,
    )
    day = check_day(arguments.as_of, "--as-of")
    if against := check_day(arguments.against, "--against"):
        return _against(options, day or bank.TODAY, against)
    options = replace(options, as_of=day)
    code = _duel(arguments.llm, options) if arguments.llm else evaluation.main(product(), options)
    if arguments.out and code != evaluation.NOTHING_RUN:
        write_folder(arguments.out, "Rapports")
    if arguments.update_baseline and not code:
        write_folder(options.baseline, "Référence")
    return code


def _against(options: evaluation.Options, day: date, other: date) -> int:
    """Print the answers that move from one day to the other, and how many; return the exit code."""
    found = list(moves(product(), _questions(options), day, other))
    for line in found:
        write(f"- {line}")
    write(counted(len(found), "réponse change", "réponses changent") + ".")
    return 0


def _questions(options: evaluation.Options) -> list[bank.Question]:
    try:
        return options.questions()
    except ValueError as error:
        raise InvalidInput("questions", str(error), "Corrigez la banque ou les filtres.") from None


def _duel(name: str, options: evaluation.Options) -> int:
    """Compare the assistant rewording with the model ``name`` to that model with search alone; return the exit code."""
    settings = Settings.read().model_copy(update={"llm": name})
    assistant = build_assistant(settings)
    given: dict[str, Any] = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    if settings.llm_api_key:
        given["api_key"] = settings.llm_api_key.get_secret_value()
    questions = _questions(options)
    try:
        model = naive.load(name, **given)
    except (ImportError, ValueError):
        expected = "Attendu\u00a0: fournisseur:modèle, comme ollama:mistral, et le paquet de ce fournisseur installé."
        raise InvalidInput("llm", "Ce modèle n’a pas pu être chargé.", expected) from None
    ours = product(assistant)
    cases = [answered(ours, question) for question in questions]
    chain = naive.chain(model, assistant.retriever())
    duel.show(duel.fight(cases, chain), name, options.out)
    return 0
