"""How long the individual contract lasts, where a running one stands today, and what follows its term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from french import listed, ordinal
from rules.aid_years import CASES, case_of, each_year
from rules.amounts import amount, amount_of
from rules.contract_years import Contract, contract_year_on, months_after, year_starts_on
from rules.dated import Parameters
from rules.options import OPTIONS, Option, on_offer, share_of, under_conditions
from rules.profile import Profile
from rules.regimes import AVENANT_7
from rules.ruling import Ruling
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Verdict

_RENEWAL = "contrat.renouvellement"


def duration(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the years a contract lasts; when its signature is known, its last day and where it stands today."""
    ruling = Ruling("contract.duration", parameters, profile, today)
    renewable = _renewable(ruling)
    figures = _length(ruling, profile)
    days, told = _standing(ruling, profile, figures[0])
    return ruling.decide(
        "Durée du contrat",
        figures=(*figures, *days),
        reasons=(renewable, *told),
        not_established=(renewable.text,) if renewable.met is None else (),
        assumed=ruling.assumed,
    )


def _length(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    years = ruling.figure("duree", "contrat.duree", "Durée du contrat")
    if profile.signed_on is None or not isinstance(years.value, Decimal):
        return (years,)
    ends_on = year_starts_on(profile.signed_on, int(years.value) + 1)
    return (years, ruling.computed("echeance", ends_on, Unit.DATE, "Échéance du contrat", years))


def _standing(ruling: Ruling, profile: Profile, years: Figure) -> tuple[tuple[Figure, ...], tuple[Reason, ...]]:
    """Return where the contract stands today: its year, the days and the aid of that year, what is left."""
    signed_on, today = profile.signed_on, ruling.today
    if not isinstance(years.value, Decimal):
        return (), ()
    length = int(years.value)
    if signed_on is None:
        left = length - profile.contract_year if profile.contract_year else None
        return () if left is None else (_left(ruling, left, years),), ()
    ends_on, name = year_starts_on(signed_on, length + 1), "contrat.duree"
    last = ruling.computed("dernier_jour", ends_on - timedelta(days=1), Unit.DATE, "Dernier jour du contrat", years)
    if today >= ends_on:
        return (last,), (ruling.reason("en_cours", False, "Votre contrat est arrivé à son terme.", name),)
    if today < signed_on:
        return (last,), ()
    year = contract_year_on(signed_on, today)
    first, following = year_starts_on(signed_on, year), year_starts_on(signed_on, year + 1)
    figures = (
        last,
        ruling.computed("annee_debut", first, Unit.DATE, "Début de l’année en cours", years),
        ruling.computed("annee_fin", following - timedelta(days=1), Unit.DATE, "Fin de l’année en cours", years),
        _left(ruling, length - year, years),
    )
    rank = f"{ordinal(year)} et dernière année" if year == length else f"{ordinal(year)} année"
    reasons = [
        ruling.reason("en_cours", True, "Votre contrat est en cours.", name),
        ruling.reason("annee_en_cours", True, f"Vous êtes dans la {rank} de votre contrat.", name),
        ruling.reason("reste", True, f"Il vous reste {_time_between(today, ends_on)}.", name),
        *_as_told(ruling, profile, year),
        *_last(ruling, year == length),
        *_paid_this_year(ruling, profile, Contract(ruling.parameters, signed_on, today), year),
    ]
    return figures, tuple(reasons)


def _as_told(ruling: Ruling, profile: Profile, year: int) -> Iterator[Reason]:
    """Yield whether the year that runs is the one the doctor told: « je suis en troisième année, non ? »."""
    if told := profile.contract_year:
        text = f"Vous parlez de la {ordinal(told)} année."
        yield ruling.reason("annee_dite", told == year, text, "contrat.duree")


def _last(ruling: Ruling, last: bool) -> Iterator[Reason]:
    """Yield what to do while the last year runs: what follows is not written anywhere."""
    possible = f"{_RENEWAL}.possible"
    if last and ruling.holds(possible):
        text = "Le contrat est renouvelable : demandez à votre CPAM, avant l’échéance, à quelles conditions."
        yield ruling.reason("derniere_annee", True, text, possible)


def _left(ruling: Ruling, left: int, years: Figure) -> Figure:
    return ruling.computed(
        "annees_restantes", Decimal(left), Unit.YEARS, "Années du contrat après celle en cours", years
    )


def _time_between(first: date, last: date) -> str:
    """Return « 2 ans, 3 mois et 12 jours »: what is left until a day that is still to come."""
    months = (last.year - first.year) * 12 + last.month - first.month
    months -= months_after(first, months) > last
    days = (last - months_after(first, months)).days
    spans = ((months // 12, Unit.YEARS), (months % 12, Unit.MONTHS), (days, Unit.DAYS))
    return listed([amount(Decimal(count), unit) for count, unit in spans if count])


def _paid_this_year(ruling: Ruling, profile: Profile, contract: Contract, year: int) -> Iterator[Reason]:
    """Yield the aid of the contract year that runs: of the doctor's option, or of each that was on offer."""
    share, case = share_of(profile), case_of(profile.percentile) or "general"
    of_all = [option for option in on_offer(ruling) if option not in under_conditions(ruling)]
    options = of_all if share is None else [OPTIONS[share]] if share in OPTIONS else []
    paid = [(option, each_year(ruling, contract, option, case)[year - 1]) for option in options]
    said = [f"{_most(figure)} pour un {option.name}" for option, figure in paid if figure.value is not None]
    if not said:
        return
    more = profile.percentile is None and any(_is_more(ruling, contract, option, year) for option, _ in paid)
    beyond = " (plus à partir de P90)" if more else ""
    parameters = [figure.parameter for _, figure in paid if figure.parameter]
    text = f"L’aide de cette année est de {listed(said)}{beyond}."
    day = contract.amounts_day(year)
    yield ruling.reason("aide_en_cours", True, text, *parameters, day=day)


def _most(figure: Figure) -> str:
    return f"{amount_of(figure)}{' au plus' if figure.is_maximum else ''}"


def _is_more(ruling: Ruling, contract: Contract, option: Option, year: int) -> bool:
    """Whether a larger patientèle is paid another amount that year."""
    values = {each_year(ruling, contract, option, case)[year - 1].value for case in CASES}
    return len(values - {None}) > 1


def _renewable(ruling: Ruling, parameter: str = "possible", day: date | None = None) -> Reason:
    return ruling.says(
        "renouvelable",
        f"{_RENEWAL}.{parameter}",
        yes="Le contrat se renouvelle à son terme.",
        no="Le contrat ne se renouvelle pas à son terme.",
        day=day,
    )


def renewal(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return whether a contract is renewed at its term; its amounts and objectives are not established.

    Contracts of avenant 7 are judged by the text in force today (règlement arbitral since 1 May 2023), which keeps
    the renewal of third-time contracts and, for the others, contradicts what the CNAM is reported to have said.
    """
    ruling = Ruling("contract.renewal", parameters, profile, today)
    reason = _renewable(ruling)
    missing: tuple[str, ...] = ()
    if ruling.regime == AVENANT_7:
        reason, missing = _renewal_of_avenant_7(ruling, profile.etp)
    figures = (
        ruling.figure("renouvellement_annee_1", f"{_RENEWAL}.annee_1", "Aide de première année, contrat renouvelé"),
        ruling.figure("renouvellement_objectif", f"{_RENEWAL}.objectif", "Progression demandée, contrat renouvelé"),
        ruling.figure("delai_demande", f"{_RENEWAL}.delai_demande", "Délai pour demander le renouvellement"),
    )
    unknown = (
        ("Les montants et les objectifs d’un contrat renouvelé : demandez une réponse écrite à votre CPAM.",)
        if reason.met is not False and any(figure.value is None for figure in figures[:2])
        else ()
    )
    length = _length(ruling, profile)
    days, told = _standing(ruling, profile, length[0])
    return ruling.decide(
        "Renouvellement au terme du contrat",
        verdict=Verdict.of(reason.met),
        figures=(*length, *(day for day in days if day.key == "dernier_jour"), *figures),
        reasons=(reason, *_conditions(ruling), *(standing for standing in told if standing.id == "en_cours")),
        not_established=unknown,
        assumed=ruling.assumed,
        missing=missing,
    )


def _conditions(ruling: Ruling) -> tuple[Reason, ...]:
    """Return how a contract is renewed, as far as that is established."""
    return (
        ruling.says(
            "renouvellement_automatique",
            f"{_RENEWAL}.automatique",
            yes="Le contrat se renouvelle de lui-même, sans demande.",
            no="Le contrat ne se renouvelle pas de lui-même : la suite se demande à la CPAM.",
            unknown="Aucune source ne dit si le contrat se renouvelle de lui-même ou sur demande.",
            day=ruling.today,
        ),
        ruling.says(
            "malgre_objectif_manque",
            f"{_RENEWAL}.malgre_objectif_manque",
            yes="Un objectif manqué n’empêche pas de renouveler le contrat.",
            no="Un objectif manqué empêche de renouveler le contrat.",
            unknown="Aucune source ne dit si un objectif manqué empêche de renouveler le contrat.",
            day=ruling.today,
        ),
    )


def _renewal_of_avenant_7(ruling: Ruling, etp: Fraction | None) -> tuple[Reason, tuple[str, ...]]:
    if etp == Fraction(1, 3):
        reason = ruling.says(
            "renouvelable_avenant_7",
            f"{_RENEWAL}.contrats_tiers_temps",
            yes="Un tiers-temps signé sous l’avenant 7 peut se renouveler.",
            no="Un tiers-temps signé sous l’avenant 7 ne se renouvelle pas.",
            day=ruling.today,
        )
        return reason, ()
    reason = ruling.says(
        "renouvelable_avenant_7",
        f"{_RENEWAL}.contrats_avenant_7",
        yes="Le contrat se renouvelle à son terme.",
        no="Le contrat de l’avenant 7 ne se renouvelle pas tel quel.",
        unknown="Pour un contrat de l’avenant 7, le règlement arbitral annonce un nouveau contrat, aux objectifs "
        "nouveaux ; la CNAM aurait répondu qu’il suffirait de les maintenir.",
        day=ruling.today,
    )
    return reason, ("etp",) if etp is None and reason.met is None else ()


TOPICS = (
    Topic("contract.duration", duration),
    Topic("contract.renewal", renewal, Asks.YES_NO),
)
