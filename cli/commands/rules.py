"""``assistant-medical rules``: a rule explained, a parameter's history, the barème of a day, two days compared."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from assistant.errors import InvalidInput
from assistant.installation import load
from cli.commands import rules_check, rules_diff
from cli.installation import build_assistant
from cli.output import write
from cli.profile import profile_fields
from french import day as french_day
from rules import render
from rules.amounts import amount
from rules.catalogue import TOPICS, decide
from rules.dated import Parameter
from rules.dated import load as load_parameters
from rules.profile import Profile
from rules.units import STANDINGS
from ui.requests import check_day, read_simulation
from ui.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Print Markdown that a jurist can read and sign; return the exit code."""
    if arguments.action == "check":
        return _check(arguments.folder)
    assistant = build_assistant()
    parameters = assistant.parameters
    if arguments.action == "diff":
        day, later = sorted(_day(text) for text in (arguments.day, arguments.later))
        write(rules_diff.report(parameters, assistant.corpus, day, later))
        return 0
    today = check_day(arguments.as_of, "--as-of") or date.today()
    if arguments.action == "table":
        write(render.table(parameters, today))
    elif arguments.id in parameters:
        write(_history(parameters[arguments.id]))
    else:
        decision = decide(_topic(arguments.id), parameters, _profile(arguments), today)
        write(render.explain(decision, parameters))
    return 0


def _check(folder: Path | None) -> int:
    parameters, corpus = load(folder or Settings.read().parameters_dir)
    if differing := list(rules_check.added(parameters, load_parameters())):
        write(f"Ce que ce dossier change à nos valeurs\u00a0: {len(differing)}.")
        write("\n".join(f"- {line}" for line in differing))
    found = list(rules_check.faults(parameters, corpus, date.today()))
    for fault in found:
        write(f"- {fault}")
    if not found:
        write(f"Rien à reprendre\u00a0: {len(parameters)} paramètres, {len(corpus.documents)} fiches.")
    return int(bool(found))


def _day(text: str) -> date:
    return check_day(text, "JOUR") or date.today()


def _topic(name: str) -> str:
    """Return the topic called ``name``, whole (« aid.amounts ») or by its group (« aid »: the first of them)."""
    found = next((topic.id for topic in TOPICS.values() if name in (topic.id, topic.area)), None)
    if found is None:
        topics = ", ".join(TOPICS)
        raise InvalidInput("règle", "Cette règle et ce paramètre sont inconnus.", f"Règles\u00a0: {topics}.")
    return found


def _profile(arguments: argparse.Namespace) -> Profile:
    return Profile.model_validate(read_simulation(profile_fields(arguments))[0])


def _history(parameter: Parameter) -> str:
    lines = [f"# {parameter.id}", "", f"{parameter.description}."]
    for value in parameter.values:
        sources = ", ".join(value.references) or "aucune source"
        standing = f", {STANDINGS[value.standing]}" if value.standing else ""
        note = f" {value.note}" if value.note else ""
        shown = amount(value.value, parameter.unit)
        added = f" {render.ADDED}." if value.added else ""
        lines.append(f"- depuis le {french_day(value.since)}\u00a0: {shown} ({sources}{standing}){note}{added}")
    return "\n".join(lines)
