"""What a simulation answers, in a sentence and in a few words, and the conditions behind it."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from assistant import shown
from french import euros, listed, lower_first, short_day, upper_first
from rules.aid_years import CASES
from rules.options import OPTIONS, named
from rules.simulation import Simulation
from rules.verdict import Decision, Verdict
from ui import facts, render
from ui.body import changes, not_established, reasons
from ui.filled import Filled
from ui.form import QUESTIONS
from ui.markup import inline
from ui.markup import section as block

_FIELDS = {"optam": "secteur"}  # facts whose question has another name
_WORDS = {Verdict.YES: "conditions remplies", Verdict.UNKNOWN: "à vérifier"}
_WHOM = (
    '<p class="am-muted am-screen">À qui demander\u00a0: votre délégué de l’Assurance Maladie ou votre CPAM, '
    "qui décide de chaque contrat.</p>"
)


def in_short(simulated: Simulation) -> str:
    """Return the result in a few words: « 132 000 € sur 5 ans · à vérifier »."""
    verdict = simulated.eligibility.verdict or Verdict.UNKNOWN
    if verdict is Verdict.NO:
        return "Non, pas avec ces réponses"
    total = _total(simulated)
    amount = f"{euros(total)} sur {len(simulated.years)}\u00a0ans" if total is not None else "Montant non établi"
    return f"{amount} · {_WORDS[verdict]}"


def _total(simulated: Simulation) -> Decimal | None:
    figure = simulated.totals.get(simulated.case or next(iter(CASES)))
    return figure.value if figure and isinstance(figure.value, Decimal) else None


def lead(simulated: Simulation, answered: Collection[str] = ()) -> str:
    """Return the sentence that answers, in Markdown: may she sign, and how much. ``answered``: facts already given."""
    decision = simulated.eligibility
    if decision.verdict is Verdict.NO:
        return "**Non**, pas avec ces réponses."
    option = OPTIONS.get(simulated.etp)
    whose = named(option) if option else simulated.option
    total, case = _total(simulated), CASES[simulated.case or next(iter(CASES))]
    amount = (
        f"pour {whose}, l’aide atteint **{euros(total)} sur cinq ans** ({lower_first(case)}), objectifs tenus."
        if total is not None
        else f"nos sources n’établissent pas le montant de l’aide pour {whose}."
    )
    if decision.verdict is Verdict.YES:
        return f"**Oui**, vous pouvez demander l’aide\u00a0: {amount}"
    open_facts = set(decision.missing) - set(answered)
    why = "il manque une réponse pour dire oui ou non" if open_facts else "une condition reste à confirmer par la CPAM"
    return f"**À vérifier**\u00a0: {why}. Si vous êtes admis, {amount}"


def section(simulated: Simulation, filled: Filled) -> str:
    """Return yes or no, the conditions that decide, what is missing or would change it, and whom to ask."""
    decision = simulated.eligibility
    verdict = decision.verdict or Verdict.UNKNOWN
    when = filled.when or f"le {short_day(simulated.signed_on)}"
    html = inline(lead(simulated, filled.profile), lambda rank, _: "am-key" if rank else render.WORDS[verdict])
    decisive = [reason for reason in decision.reasons if verdict is not Verdict.NO or reason.met is False]
    others = [reason for reason in decision.reasons if reason not in decisive]
    folded = reasons([shown.reason(reason) for reason in others])
    notes = "".join(f'<p class="am-muted">{inline(note)}</p>' for note in decision.notes)
    return (
        '<div class="am-section"><h2 class="am-sr">Réponse</h2>'
        f'<p class="am-result__head">Pour une signature {when}</p>'
        f'<p class="am-lead">{html}</p>{_missing(decision, filled) if verdict is Verdict.UNKNOWN else ""}'
        f"{reasons([shown.reason(reason) for reason in decisive])}"
        f"{changes([upper_first(change.text) for change in decision.changes])}"
        f"{not_established(list(decision.not_established))}{notes}{'' if verdict is Verdict.YES else _WHOM}"
        f"{f'<details><summary>Les autres conditions</summary>{folded}</details>' if folded else ''}</div>"
    )


def _missing(decision: Decision, filled: Filled) -> str:
    """Return which answers would settle it: a link to the field of each, where the form asks it."""
    links, others = [], []
    for name in decision.missing:
        question = QUESTIONS.get(_FIELDS.get(name, name))
        if question is None:
            others.append(facts.LABELS[name])
        elif name not in filled.profile:
            links.append(f'<li><a class="am-button" href="#am-f-{question.name}">{question.label}</a></li>')
    shown = f'<ul class="am-buttons">{"".join(links)}</ul>' if links else ""
    if others:
        named_facts = listed([lower_first(name) for name in others])
        told = f"Dites{' aussi' if links else ''}, dans «\u00a0Discuter\u00a0»\u00a0: {named_facts}."
        shown += f'<p class="am-muted">{inline(told)}</p>'
    return f'<div class="am-screen">{block("Il manque", shown)}</div>' if shown else ""
