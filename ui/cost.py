"""What the employment leaves to pay: with the reader's own monthly cost, or estimated from a published example."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.errors import InvalidInput
from rules.aid_years import CASES
from rules.amounts import amount_of
from rules.verdict import Decision
from ui.body import not_established
from ui.markup import badge, euros, inline, sentence, table

_MOST = 20_000  # euros a month: more than two full-time posts


def read_monthly(text: object) -> Decimal | None:
    """Return the euros a month typed in the form, « 1 250,50 € »; ``None`` when left empty."""
    digits = re.sub(r"[\s\u00a0\u202f€]", "", str(text or "")).replace(",", ".")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,2})?", digits) or not 0 < Decimal(digits) <= _MOST:
        raise InvalidInput(
            "Coût mensuel", "Ce montant est impossible.", "Attendu\u00a0: des euros, 20\u202f000 au plus."
        )
    return Decimal(digits)


def section(decision: Decision | None, aid: list[float | None], monthly: Decimal | None) -> str:
    """Return the section of the result; ``aid`` is the aid of each contract year, at most."""
    if monthly is not None and aid:
        return _framed(_own(aid, float(monthly) * 12), "")
    return _framed(_estimated(decision), badge("estimate")) if decision else ""


def _own(aid: list[float | None], yearly: float) -> str:
    left = [None if value is None else yearly - value for value in aid]
    rows = [
        [f"{year}{'re' if year == 1 else 'e'} année", euros(yearly), euros(value), euros(rest)]
        for year, (value, rest) in enumerate(zip(aid, left, strict=True), 1)
    ]
    known = [(value, rest) for value, rest in zip(aid, left, strict=True) if value is not None and rest is not None]
    if len(known) == len(aid):
        totals = [euros(sum(column)) for column in zip(*known, strict=True)]
        rows.append([f"Sur {len(aid)} ans", euros(yearly * len(aid)), *totals])
    note = "Coût constant, aide au plus, objectifs tenus. Un reste négatif\u00a0: l’aide dépasse le coût."
    shown = table("Votre coût, aide déduite", ["Année", "Coût", "Aide", "Reste"], rows)
    return f'{shown}<p class="am-muted">{note}</p>'


def _estimated(decision: Decision) -> str:
    rows = [
        [sentence(figure.label), amount_of(figure)]
        for figure in decision.figures
        if figure.case not in CASES  # the aid itself is shown above
    ]
    notes = "".join(f'<p class="am-muted">{inline(note)}</p>' for note in decision.notes)
    own = '<p class="am-muted am-screen">Votre propre coût mensuel, dans le formulaire, remplace cette estimation.</p>'
    return (
        f"{table('Repères, aide déduite', ['Repère', 'Montant'], rows)}{notes}{own}"
        f"{not_established(list(decision.not_established))}"
    )


def _framed(body: str, mark: str) -> str:
    return (
        '<section class="am-section" aria-labelledby="am-cost"><div class="am-section__head">'
        f'<h2 id="am-cost">Ce que coûte l’emploi</h2>{mark}</div>{body}</section>'
    )
