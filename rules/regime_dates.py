"""Which text applied when: first and last day of each regime."""

from __future__ import annotations

from datetime import date, timedelta

from french import day as french_day
from french import upper_first
from rules.dated import DatedValue, Parameters
from rules.profile import Profile
from rules.regimes import AVENANT_7, AVENANT_8, CONVENTION_2024, REGIMES
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table

_END = "regimes.fin_convention_2024"


def dates(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the first and last day of signature of each text, and which governs the contract asked about."""
    ruling = Ruling("regimes.dates", parameters, profile, today)
    rows: list[Row] = []
    figures: list[Figure] = []
    for parameter in ("regimes.individuel", "regimes.collectif"):
        ruling.read(parameter, today)
        for value in parameters[parameter].values:
            if value.value is not None and value.known_from <= today:
                cells = _days(ruling, value)
                rows.append(Row(_name(value), cells))
                figures += [cell for cell in cells if cell]
    whose = "Un contrat individuel signé aujourd’hui" if profile.signed_on is None else "Votre contrat"
    text = ruling.read("regimes.individuel", ruling.signed_on)
    signed = f"depuis le {french_day(text.since)}"
    if text.until is not None and text.until <= today:
        signed = f"du {french_day(text.since)} au {french_day(text.until - timedelta(days=1))}"
    governs = f"{whose} relève {REGIMES[ruling.regime].of}, le texte des contrats signés {signed}."
    amended = ruling.figure(
        "avenant_8_debut", "regimes.avenant_8", f"{upper_first(REGIMES[AVENANT_8].name)}, premier jour"
    )
    asked = ruling.regime == AVENANT_7
    return ruling.decide(
        "Dates d’application des textes",
        figures=(*figures, *((amended,) if asked and amended.value is not None else ())),
        table=Table(
            "Textes applicables selon la date de signature", ("Texte", "Premier jour", "Dernier jour"), tuple(rows)
        ),
        reasons=(ruling.reason("texte", True, governs, "regimes.individuel"), *_running(ruling), *_end(ruling)),
        not_established=("Le jour d’entrée en vigueur de l’avenant 8.",) if asked and amended.value is None else (),
        assumed=ruling.assumed,
    )


def _end(ruling: Ruling) -> tuple[Reason, ...]:
    """Say when the convention of today ends: its name tells the year, no source the day."""
    if ruling.read("regimes.individuel", ruling.today).value != CONVENTION_2024:
        return ()
    last = ruling.read(_END, ruling.today).value
    if isinstance(last, date):
        known = f"La convention médicale 2024 court jusqu’au {french_day(last)}."
        return (ruling.reason("fin_connue", True, known, _END),)
    text = (
        "La convention médicale se nomme « 2024-2029 », et aucune de mes sources ne donne son dernier jour, "
        "ni de texte qui la remplace."
    )
    return (ruling.reason("fin_connue", None, text, _END),)


def _name(value: DatedValue) -> str:
    return upper_first(REGIMES[str(value.value)].name)


def _days(ruling: Ruling, value: DatedValue) -> tuple[Figure, Figure | None]:
    """Return the first day of a text, and its last when the next one is published."""
    key = str(value.value).replace("-", "_")
    first = Figure(
        f"{key}_debut", value.since, Unit.DATE, f"{_name(value)}, premier jour", ruling.rule, value.parameter,
        value.standing, value.references, value.since,
    )  # fmt: skip
    following = ruling.parameters[value.parameter].next(value, ruling.today)
    if following is None:
        return first, None
    last_day = following.since - timedelta(days=1)
    return first, ruling.computed(f"{key}_fin", last_day, Unit.DATE, f"{_name(value)}, dernier jour", first)


def _running(ruling: Ruling) -> tuple[Reason, ...]:
    """Return what the texts say of contracts already running when a new one comes, once it has been said."""
    since = ruling.parameters["regimes.contrats_anterieurs_vont_a_terme"].values[0].since
    if since > ruling.today:
        return ()
    return (
        ruling.says(
            "contrats_anterieurs_vont_a_terme",
            "regimes.contrats_anterieurs_vont_a_terme",
            yes=f"Un contrat en cours au {french_day(since)} va à son terme sous son texte.",
            no=f"Un contrat en cours au {french_day(since)} ne va pas à son terme sous son texte.",
            day=ruling.today,
        ),
        ruling.says(
            "changement_sur_demande",
            "regimes.changement_sur_demande",
            yes="Un contrat en cours ne change de texte que si le médecin le demande.",
            no="Un contrat en cours change de texte sans que le médecin le demande.",
            day=ruling.today,
        ),
    )


TOPICS = (Topic("regimes.dates", dates, hindsight=True),)
