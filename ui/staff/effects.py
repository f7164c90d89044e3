"""What a value would change in the answers, told before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import french
from assistant.sentences import first_sentences
from french import HARD, counted
from rules.amounts import amount
from rules.catalogue import TOPICS
from rules.compared import compared
from rules.dated import Parameters
from rules.effects import Effect
from rules.render import VERDICTS
from rules.topics import AREAS
from rules.verdict import Decision
from ui.facts import LABELS, readable
from ui.markup import inline
from ui.staff.markup import items, rows, text

MOST = 12  # changes shown
MOST_ANSWERS = 5


def told(before: Parameters, after: Parameters, parameter: str, day: date) -> str:
    """Return the changes as HTML, each with a situation that shows it; that there is none, otherwise."""
    found: dict[str, list[str]] = {}
    firsts: dict[str, Effect] = {}
    for effect in compared(before, after, day, parameter):
        firsts.setdefault(effect.topic, effect)
        for change in _changes(effect.before, effect.after):
            found.setdefault(f"{AREAS[TOPICS[effect.topic].area]}{HARD}: {change}", []).append(_situation(effect))
    shown = [f"{text(change)} <span class='am-muted'>{_seen(where)}</span>" for change, where in found.items()]
    left = len(shown) - MOST
    more = f"<p>Et {counted(left, 'autre changement', 'autres changements')}.</p>" if left > 0 else ""
    if not shown:
        return "<p>Aucune réponse ne change aujourd’hui, dans les situations usuelles.</p>"
    answers = [answer for effect in firsts.values() for answer in _answers(effect, before, after, day)]
    value = after[parameter].at(day)
    answers.sort(key=lambda answer: text(amount(value.value, after[parameter].unit)) not in answer)  # the value first
    listed = f"{items(shown[:MOST])}{more}"
    return f"{rows(answers[:MOST_ANSWERS])}<details><summary>Le détail, par situation</summary>{listed}</details>"


def _answers(effect: Effect, before: Parameters, after: Parameters, day: date) -> Iterator[str]:
    """The first sentence of each answer that reads otherwise, before and after, in the situation of ``effect``."""
    old, new = (first_sentences(effect.topic, effect.profile, known, day) for known in (before, after))
    for name, told in new.items():
        if told != old[name]:
            yield (
                f'<p class="am-row__title">{text(french.upper_first(name))}</p>'
                f"<p>Aujourd’hui{HARD}: {inline(old[name])}</p><p>Avec cette valeur{HARD}: {inline(told)}</p>"
            )


def _changes(before: Decision, after: Decision) -> Iterator[str]:
    if before.verdict != after.verdict:
        old, new = (VERDICTS[verdict] if verdict else "sans oui ni non" for verdict in (before.verdict, after.verdict))
        yield f"{old} devient {new}"
    known = {figure.key: figure for figure in before.figures}
    for figure in after.figures:
        was = known.get(figure.key)
        old, new = amount(was.value if was else None, figure.unit), amount(figure.value, figure.unit)
        if old != new:
            yield f"{figure.label}, {old} devient {new}"
    texts = {reason.text for reason in before.reasons}
    yield from (reason.text for reason in after.reasons if reason.text not in texts)


def _seen(situations: list[str]) -> str:
    others = len(situations) - 1
    more = f", et {counted(others, 'autre situation', 'autres situations')}" if others else ""
    return f"({text(situations[0])}{more})"


def _situation(effect: Effect) -> str:
    facts = effect.profile.known().items()
    return ", ".join(f"{LABELS[name].lower()} {readable(name, value)}" for name, value in facts) or "sans précision"
