"""Which text applied when: first and last day of each regime."""

from __future__ import annotations

from datetime import date, timedelta

from french import day as french_day
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.regimes import AVENANT_7, CONVENTION_2024, NAMES, REGLEMENT_ARBITRAL
from rules.ruling import Ruling
from rules.verdict import Decision, Figure, Reason, Row, Table, Unit

_OF = {
    AVENANT_7: "de l’avenant 7",
    REGLEMENT_ARBITRAL: "du règlement arbitral de 2023",
    CONVENTION_2024: "de la convention médicale 2024",
}


def dates(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the first and last day of signature of each text, and which governs the contract asked about."""
    ruling = Ruling("regimes.dates", parameters, profile, today)
    rows: list[Row] = []
    figures: list[Figure] = []
    for parameter in ("regimes.individuel", "regimes.collectif"):
        ruling.read(parameter, today)
        for value in parameters[parameter].values:
            if value.value is not None and value.since <= today:
                cells = _days(ruling, value)
                rows.append(Row(_name(value), cells))
                figures += [cell for cell in cells if cell]
    whose = "Un contrat individuel signé aujourd’hui" if profile.signed_on is None else "Votre contrat"
    text = ruling.read("regimes.individuel", ruling.signed_on)
    signed = f"depuis le {french_day(text.since)}"
    if text.until is not None and text.until <= today:
        signed = f"du {french_day(text.since)} au {french_day(text.until - timedelta(days=1))}"
    governs = f"{whose} relève {_OF[ruling.regime]}, le texte des contrats signés {signed}."
    ruling.read("regimes.avenant_8", today)
    return ruling.decide(
        "Dates d’application des textes",
        figures=tuple(figures),
        table=Table(
            "Textes applicables selon la date de signature", ("Texte", "Premier jour", "Dernier jour"), tuple(rows)
        ),
        reasons=(ruling.reason("texte", True, governs, "regimes.individuel"), *_running(ruling)),
        not_established=("Le jour d’entrée en vigueur de l’avenant 8.",) if ruling.regime == AVENANT_7 else (),
        assumed=ruling.assumed,
    )


def _name(value: DatedValue) -> str:
    name = NAMES[str(value.value)]
    return name[0].upper() + name[1:]


def _days(ruling: Ruling, value: DatedValue) -> tuple[Figure, Figure | None]:
    """Return the first day of a text, and its last when the next one is published."""
    key = str(value.value).replace("-", "_")
    first = Figure(
        f"{key}_debut", value.since, Unit.DATE, f"{_name(value)}, premier jour", ruling.rule, value.parameter,
        value.standing, value.references, value.since,
    )  # fmt: skip
    if value.until is None or value.until > ruling.today:
        return first, None
    last_day = value.until - timedelta(days=1)
    return first, ruling.computed(f"{key}_fin", last_day, Unit.DATE, f"{_name(value)}, dernier jour", first)


def _running(ruling: Ruling) -> tuple[Reason, ...]:
    """Return what the texts say of contracts already running when a new one comes, once it has been said."""
    texts = {
        "contrats_anterieurs_vont_a_terme": "Un contrat en cours au 1er mai 2023 va à son terme sous son texte.",
        "changement_sur_demande": "Un contrat en cours ne change de texte que si le médecin le demande.",
    }
    reasons = []
    for name, text in texts.items():
        parameter = f"regimes.{name}"
        if ruling.parameters[parameter].values[0].since <= ruling.today:
            value = ruling.read(parameter, ruling.today)
            reasons.append(Reason(name, value.value is True, text, value.standing, value.references, (parameter,)))
    return tuple(reasons)


TOPICS = {"regimes.dates": dates}
