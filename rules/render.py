"""Rules as Markdown a jurist can read and sign: one decision explained, the barème of a day, every parameter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from french import day as french_day
from rules.amounts import amount, amount_of
from rules.dated import DatedValue, Parameter, Parameters, load
from rules.regimes import REGIMES
from rules.units import STANDINGS
from rules.verdict import Decision, Verdict

TITLES = {
    "aide": "Montants de l’aide individuelle",
    "chiffres": "Chiffres nationaux",
    "collectif": "Aide collective",
    "contrat": "Vie du contrat",
    "eligibilite": "Conditions tenant au médecin, au cabinet et à l’option",
    "formation": "Formation de l’assistant",
    "missions": "Missions",
    "objectifs": "Objectifs",
    "regimes": "Textes applicables",
    "salaire": "Salaire et coût",
    "seuils": "Patients comptés et seuils",
    "situations": "Situations particulières du médecin",
    "specialites": "Spécialités",
    "travail": "Contrat de travail de l’assistant",
}
ADDED = "Valeur ajoutée par votre CPTS"
VERDICTS = {Verdict.YES: "Oui", Verdict.NO: "Non", Verdict.UNKNOWN: "Non établi"}


def explain(decision: Decision, parameters: Parameters) -> str:
    """Return a decision as Markdown: verdict, figures, reasons, trace, and each parameter with its sources."""
    lines = [f"# {decision.rule}", "", f"Règles au {french_day(decision.rules_on)} ({REGIMES[decision.regime].name})."]
    if decision.verdict:
        lines += ["", f"**{VERDICTS[decision.verdict]}**"]
    lines += _list("Conditions", (f"{_mark(reason.met)} {reason.text}" for reason in decision.reasons))
    lines += _list(
        "Chiffres",
        (
            f"{figure.label} : **{amount_of(figure)}**" + (f" (`{figure.parameter}`)" if figure.parameter else "")
            for figure in decision.figures
        ),
    )
    lines += _list("À savoir", (*decision.closed, *decision.notes, *decision.announced))
    lines += _list("Non établi", decision.not_established)
    lines += _list("Ce qui changerait la réponse", (change.text for change in decision.changes))
    lines += _list("Il manque", (f"`{field}`" for field in decision.missing))
    lines += _list("Étapes", (f"{step.text} : {_codes(step.parameters)}" for step in decision.trace))
    lines += ["", "## Paramètres lus", "", *_header("Valeur", "Depuis le", "Sources", "Fermeté")]
    lines += [_row(parameters[value.parameter], value) for value in decision.values]
    return "\n".join(lines) + "\n"


def table(parameters: Parameters, day: date) -> str:
    """Return every parameter known on ``day`` as Markdown tables, one a file."""
    lines = [f"# Barème au {french_day(day)}"]
    for _, group in _by_file(parameters):
        rows = [_row(parameter, parameter.at(day)) for parameter in group if parameter.values[0].since <= day]
        lines += ["", *_heading(group), "", *_header("Valeur", "Depuis le", "Sources", "Fermeté"), *rows]
    return "\n".join(lines) + "\n"


def document(parameters: Parameters) -> str:
    """Return ``docs/rules.md``: every parameter and every value it has had."""
    lines = [
        "# Les règles, en données",
        "",
        "Ce fichier est produit par `python -m rules.render` à partir de `rules/parameters/` : "
        "ne le modifiez pas à la main. « Non établi » : aucune source lue ne donne la valeur.",
    ]
    for _, group in _by_file(parameters):
        rows = [_row(parameter, value) for parameter in group for value in parameter.values]
        lines += ["", *_heading(group), "", *_header("Valeur", "Depuis le", "Sources", "Fermeté"), *rows]
    return "\n".join(lines) + "\n"


def _by_file(parameters: Parameters) -> Iterator[tuple[str, list[Parameter]]]:
    ordered = sorted(parameters.values(), key=lambda parameter: parameter.file)
    return ((file, list(group)) for file, group in groupby(ordered, key=lambda parameter: parameter.file))


def _heading(group: list[Parameter]) -> list[str]:
    stem = group[0].file.removesuffix(".yaml")
    reviewed = group[0].reviewed_by
    signed = f"Signé par {reviewed}." if reviewed else "Pas encore signé."
    return [f"## {TITLES.get(stem, stem)}", "", f"Fichier `{group[0].file}`. {signed}"]


def _header(*columns: str) -> list[str]:
    return [f"| Paramètre | {' | '.join(columns)} |", f"|{'---|' * (len(columns) + 1)}"]


def _row(parameter: Parameter, value: DatedValue) -> str:
    text = amount(value.value, parameter.unit) + (f"<br>*{value.note}*" if value.note else "")
    for other in value.others:
        text += f"<br>*{', '.join(other.references)} : {amount(other.value, parameter.unit)}*"
    if value.added:
        text += f"<br>*{ADDED}*"
    firm = STANDINGS[value.standing] if value.standing else ""
    name = f"{parameter.description}<br>`{parameter.id}`"
    return f"| {name} | {text} | {french_day(value.since)} | {', '.join(value.references)} | {firm} |"


def _list(title: str, items: Iterator[str] | tuple[str, ...]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return ["", f"## {title}", "", *lines] if lines else []


def _mark(met: bool | None) -> str:
    return {True: "✓", False: "✗", None: "?"}[met]


def _codes(parameters: tuple[str, ...]) -> str:
    return ", ".join(f"`{parameter}`" for parameter in parameters) or "aucun paramètre"


if __name__ == "__main__":
    sys.stdout.write(document(load()))
