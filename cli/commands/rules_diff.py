"""``assistant-medical rules diff``: what two days differ by, from the values to the sheets and questions they touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.stale import ours, stale
from corpus import Corpus
from eval.bank import QUESTIONS, Question, load
from french import HARD, THIN, counted
from french import day as french_day
from rules import render
from rules.amounts import amount
from rules.dated import Parameters
from rules.differences import Difference, differences
from rules.effects import Effect, effects, readers
from rules.verdict import Decision
from ui.facts import LABELS, readable


def report(parameters: Parameters, corpus: Corpus, day: date, later: date) -> str:
    """Return the whole report as Markdown."""
    found = list(differences(parameters, day, later))
    moved = list(effects(parameters, day, later))
    lines = [f"# Du {french_day(day)} au {french_day(later)}", *_values(found), *_answers(moved)]
    sheets = [*_sheets(parameters, corpus, day, later), *_on_topic(found, parameters, corpus, day, later)]
    lines += _section("Fiches à relire", sheets)
    return "\n".join([*lines, *_section("Questions de l’évaluation à relire", _questions(found, moved))]) + "\n"


def _values(found: Iterable[Difference]) -> list[str]:
    rows = []
    for parameter, before, after in found:
        old = amount(before.value, parameter.unit) if before else "—"
        values = [old, amount(after.value, parameter.unit), ", ".join(after.references)]
        rows.append(f"| {parameter.description}<br>`{parameter.id}` | {' | '.join(values)} |")
    table = ["| Paramètre | Avant | Après | Sources |", "|---|---|---|---|", *rows]
    return ["", "## Paramètres", "", *(table if rows else ["Aucun ne change."])]


def _section(title: str, items: Iterable[str]) -> list[str]:
    lines = [f"- {item}" for item in items]
    return ["", f"## {title}", "", *(lines or ["Rien."])]


def _answers(moved: Iterable[Effect]) -> list[str]:
    """One line for each change of an answer, with the first situation that shows it and how many others do."""
    told: dict[str, dict[str, list[str]]] = {}
    for effect in moved:
        for change in _changes(effect.before, effect.after):
            told.setdefault(effect.topic, {}).setdefault(change, []).append(_situation(effect))
    lines = []
    for topic, changes in told.items():
        lines += ["", f"### `{topic}`", ""]
        for change, situations in changes.items():
            others = len(situations) - 1
            more = f", et {counted(others, 'autre situation', 'autres situations')}" if others else ""
            lines.append(f"- {change} ({situations[0]}{more})")
    return ["", "## Réponses", *(lines or ["", "Aucune ne change, dans les situations usuelles."])]


def _changes(before: Decision, after: Decision) -> Iterator[str]:
    if before.verdict != after.verdict:
        words = [render.VERDICTS[verdict] if verdict else "—" for verdict in (before.verdict, after.verdict)]
        yield f"**{words[0]} → {words[1]}**"
    old, new = ({figure.key: figure for figure in decision.figures} for decision in (before, after))
    for key in dict.fromkeys((*old, *new)):
        values = [amount(side[key].value, side[key].unit) if key in side else "—" for side in (old, new)]
        if values[0] != values[1]:
            yield f"{(new.get(key) or old[key]).label}{HARD}: {values[0]} → {values[1]}"
    known = {reason.text for reason in before.reasons}
    yield from (reason.text for reason in after.reasons if reason.text not in known)


def _situation(effect: Effect) -> str:
    facts = effect.profile.known().items()
    return ", ".join(f"{LABELS[field].lower()} {readable(field, value)}" for field, value in facts) or "sans précision"


def _sheets(parameters: Parameters, corpus: Corpus, day: date, later: date) -> Iterator[str]:
    known = {(line.sheet, line.sentence) for line in stale(corpus, parameters, day)}
    for line in stale(corpus, parameters, later):
        if (line.sheet, line.sentence) not in known:
            unit = parameters[line.closed.parameter].unit
            yield (
                f"`{line.sheet}`{HARD}: «{HARD}{line.sentence}{HARD}»{THIN}; {line.closed.parameter} passe de "
                f"{amount(line.closed.value, unit)} à {amount(line.current.value, unit)}"
            )


def _on_topic(
    found: Iterable[Difference], parameters: Parameters, corpus: Corpus, day: date, later: date
) -> Iterator[str]:
    """The open sheets on a topic that reads what changes: no figure tells that a yes or no, or a list, was stated."""
    read_by = readers(parameters, day, later)
    for parameter, _, _ in found:
        topics = read_by.get(parameter.id, set())
        if sheets := [f"`{sheet.id}`" for sheet in ours(corpus, later) if topics.intersection(sheet.topics)]:
            yield f"sur un sujet que règle `{parameter.id}`{HARD}: {', '.join(sheets)}"


def _questions(found: Iterable[Difference], moved: Iterable[Effect]) -> Iterator[str]:
    """The questions on a topic that moves which expect a value that closes: those asked from ``later`` on change."""
    topics = {effect.topic for effect in moved}
    closed = {(difference.before.value, difference.parameter.unit) for difference in found if difference.before}
    for question in load(QUESTIONS):
        if topics & set(question.topic) and _expected(question) & closed:
            yield f"`{question.id}` ({question.theme}.yaml), posée au {french_day(question.as_of)}"


def _expected(question: Question) -> set[object]:
    return {(figure.value, figure.unit) for figure in (*question.figures, *question.forbidden_figures)}
