"""What a collective contract pays a company and asks in return, from the day the collective aid exists.

Everything here comes from one secondary source that quotes ameli.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import day as french_day
from french import number, ordinal
from rules.dated import Parameters
from rules.profile import LAST_DAY, Profile
from rules.regimes import AIDE_COLLECTIVE
from rules.ruling import Ruling
from rules.topics import Topic
from rules.verdict import Decision, Figure, Reason, Row, Table, Verdict

_NO_BONUS = "Une majoration pour les fortes patientèles (P90 et plus) : la source n’en dit rien."


def opening(ruling: Ruling) -> Reason:
    """Return whether the collective aid exists at the ruling's date; its first day is said only once published."""
    parameter = "regimes.collectif"
    met = ruling.read(parameter).value is not None
    known = ruling.read(parameter, ruling.today)
    text = "L’aide collective n’existe pas encore à cette date."
    if known.value is not None:
        text = f"L’aide collective est ouverte aux contrats signés depuis le {french_day(known.since)}."
    return Reason("ouverture", met, text, known.standing, known.references, (parameter,))


def closed(ruling: Ruling, opened: Reason) -> Decision:
    """Say no while no company can sign."""
    return ruling.decide("Ouverture de l’aide collective", verdict=Verdict.NO, reasons=(opened,))


def joining(parameters: Parameters, profile: Profile, today: date) -> Profile:
    """Return the profile as it signs a collective contract: today, where the contract it has is an older one.

    No collective contract can be older than the aid: an earlier signature is that of an individual contract.
    """
    signed_on = profile.signed_on
    if signed_on is None or parameters["regimes.collectif"].at(signed_on, today).value is not None:
        return profile
    return profile.updated(signed_on=min(today, LAST_DAY))


def aid(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what the company receives per full-time assistant and in all, and the patients it owes in return."""
    profile = joining(parameters, profile, today)
    ruling = Ruling("collective.aid", parameters, profile, today)
    opened = opening(ruling)
    if not opened.met:
        return closed(ruling, opened)
    etp = profile.etp or Fraction(1)
    years = [
        ruling.figure(
            f"par_etp_annee_{year}",
            f"collectif.aide.annee_{min(year, 3)}",
            f"{ordinal(year)} année, par ETP",
            year=year,
            is_maximum=year > 2 and ruling.holds("collectif.aide.prorata") is True,
        )
        for year in range(1, int(ruling.number("collectif.duree") or 3) + 1)
    ]
    bonus = ruling.figure("majoration_p90", "collectif.aide.majoration_p90", "Majoration des fortes patientèles")
    per_etp = (*years, ruling.total("par_etp_total", years, f"Total sur {len(years)} ans, par ETP"))
    scaled = tuple(_scaled(ruling, figure, etp) for figure in per_etp) if etp != 1 else ()
    terms, shared = _terms(ruling), _shared(ruling)
    return ruling.decide(
        "Montants et objectif de l’aide collective",
        regime=AIDE_COLLECTIVE,
        figures=(
            *scaled,
            *per_etp,
            *_objective(ruling, etp),
            *_newcomer(ruling, profile),
            *((bonus,) if bonus.value is not None else ()),
        ),
        table=_table(per_etp, scaled, etp),
        reasons=(*terms, _falling(ruling), _common(ruling)),
        notes=tuple(reason.text for reason in shared if reason.met is not None),
        not_established=(
            *(() if bonus.value is not None else (_NO_BONUS,)),
            *(reason.text for reason in (*terms, *shared) if reason.met is None),
        ),
        assumed={**ruling.assumed, **({"etp": 1} if profile.etp is None else {})},
        missing=("etp",) if profile.etp is None else (),
    )


def _scaled(ruling: Ruling, figure: Figure, etp: Fraction) -> Figure:
    """Return a figure per full-timer for ``etp`` of them, to the cent."""
    value = figure.value
    if isinstance(value, Decimal):
        value = (value * etp.numerator / etp.denominator).quantize(Decimal("0.01"))
    label = figure.label.replace("par ETP", f"pour {_etp(etp)} ETP")
    key = figure.key.removeprefix("par_etp_")
    return ruling.computed(key, value, figure.unit, label, figure, year=figure.year, is_maximum=figure.is_maximum)


def _etp(etp: Fraction) -> str:
    return str(etp) if etp.denominator == 3 else number(Decimal(etp.numerator) / etp.denominator)


def _objective(ruling: Ruling, etp: Fraction) -> tuple[Figure, ...]:
    each = (
        ruling.figure(
            "par_etp_objectif_mt", "collectif.objectif.patientele_mt", "Patients médecin traitant à gagner, par ETP"
        ),
        ruling.figure(
            "par_etp_objectif_fa", "collectif.objectif.file_active", "Patients de file active à gagner, par ETP"
        ),
    )
    scaled = tuple(_scaled(ruling, figure, etp) for figure in each) if etp != 1 else ()
    return (
        *scaled,
        *each,
        ruling.figure("objectif_delai", "collectif.objectif.delai", "Délai pour atteindre l’objectif"),
        ruling.figure("carence", "collectif.carence", "Attente après la fin du contrat avant d’en signer un nouveau"),
    )


def _newcomer(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    if not profile.new_installer:
        return ()
    path = "collectif.nouvel_installe"
    return (
        ruling.figure("installe_moins_de", f"{path}.anciennete", "Nouvel installé : installation de moins de"),
        ruling.figure("installe_delai", f"{path}.delai", "Délai du nouvel installé"),
        ruling.figure("installe_mt", f"{path}.patientele_mt", "Patientèle médecin traitant à atteindre"),
        ruling.figure("installe_fa", f"{path}.file_active", "File active à atteindre"),
    )


def _terms(ruling: Ruling) -> tuple[Reason, ...]:
    return (
        ruling.says(
            "prorata",
            "collectif.aide.prorata",
            yes=f"Dès la {ordinal(3)} année, l’aide suit la part d’objectif atteinte.",
            no=f"Dès la {ordinal(3)} année, l’aide n’est pas proportionnelle à la part d’objectif atteinte.",
        ),
        ruling.says(
            "sans_cumul",
            "collectif.contrat_individuel_clos",
            yes="Elle ne se cumule pas avec un contrat individuel.",
            no="Elle se cumule avec un contrat individuel.",
        ),
    )


def _falling(ruling: Ruling) -> Reason:
    """Return whether the amount falls from year to year."""
    first, last = (ruling.number(f"collectif.aide.annee_{year}") for year in (1, 3))
    falls = None if first is None or last is None else last < first
    text = "L’aide diminue au fil des années." if falls else "L’aide ne diminue pas au fil des années."
    return ruling.reason("degressive", falls, text, "collectif.aide.annee_1", "collectif.aide.annee_3")


def _common(ruling: Ruling) -> Reason:
    """Return whether one objective binds the whole group, by full-time assistant."""
    parameters = ("collectif.objectif.patientele_mt", "collectif.objectif.file_active")
    met = True if all(ruling.number(name) is not None for name in parameters) else None
    text = "L’objectif engage le groupe entier, par équivalent temps plein d’assistant."
    return ruling.reason("objectif_commun", met, text, *parameters)


def _shared(ruling: Ruling) -> tuple[Reason, ...]:
    """Who receives the aid, who shares it, and what is taken off the objective."""
    return (
        ruling.says(
            "versee_a_la_societe",
            "collectif.aide.versee_a_la_societe",
            yes="L’aide est versée à la société.",
            no="L’aide est versée à chaque médecin.",
        ),
        ruling.says(
            "repartition_libre",
            "collectif.aide.repartition_libre",
            yes="La répartition entre associés ne regarde pas la CPAM.",
            no="La CPAM regarde la répartition entre associés.",
        ),
        ruling.says(
            "deduction",
            "collectif.objectif.deduction",
            yes="L’objectif diminue des patients déjà gagnés sous d’anciens contrats individuels.",
            no="Les patients déjà gagnés sous d’anciens contrats individuels ne sont pas déduits de l’objectif.",
        ),
    )


def _table(per_etp: tuple[Figure, ...], scaled: tuple[Figure, ...], etp: Fraction) -> Table:
    columns = [per_etp, scaled] if scaled else [per_etp]
    headings = ("Par ETP", f"Pour {_etp(etp)} ETP")[: len(columns)]
    years = [figure.label.split(",")[0] for figure in per_etp]
    rows = tuple(Row(year, tuple(column[index] for column in columns)) for index, year in enumerate(years))
    return Table("Aide collective versée à la société", ("Année du contrat", *headings), rows)


TOPICS = (Topic("collective.aid", aid, summed_up=True),)
