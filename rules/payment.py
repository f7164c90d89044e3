"""When the aid is paid, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from french import day as french_day
from french import listed, ordinal
from rules.aid_years import CHECK
from rules.contract_years import contract_year_on, months_after, year_starts_on
from rules.dated import Parameters
from rules.options import OPTIONS, share_of
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason

_PATH = "contrat.versement"
_IN_PARTS = 3  # the year from which the aid of a year is paid in several parts


def payment(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the payment calendar of the contract's text: first year, second, then each year in instalments."""
    ruling = Ruling("contract.payment", parameters, profile, today)
    figures = [
        ruling.figure("premier_versement", f"{_PATH}.annee_1.part", "Part de la première année versée au départ"),
        ruling.figure("delai_jours", f"{_PATH}.annee_1.delai_jours", "Délai du premier versement, après l’embauche"),
        ruling.figure("delai_mois", f"{_PATH}.annee_1.delai_mois", "Délai du premier versement, après la signature"),
        ruling.figure(
            "versements", f"{_PATH}.annee_3.versements", f"Nombre de versements par an, dès la {ordinal(3)} année"
        ),
        ruling.figure("part_versement", f"{_PATH}.annee_3.part", "Part de l’aide annuelle à chaque versement"),
    ]
    reasons = [
        ruling.says(
            "annee_2",
            f"{_PATH}.annee_2",
            yes="L’aide de deuxième année est versée à l’anniversaire du contrat.",
            no="L’aide de deuxième année n’est pas versée à l’anniversaire du contrat.",
        ),
        ruling.says(
            "au_medecin",
            f"{_PATH}.au_medecin",
            yes="L’aide vous est versée, même si un groupement emploie l’assistant.",
            no="L’aide n’est pas versée à vous, mais à qui emploie l’assistant.",
        ),
    ]
    reasons += [
        *_papers(ruling),
        *_awaited(ruling, profile, figures),
        *_in_parts(ruling, profile),
    ]
    balance = ruling.figure("solde", f"{_PATH}.annee_1.solde", "Solde de la première année")
    part, note = figures[0].value, ruling.read(f"{_PATH}.annee_1.part").note
    unknown = [f"{note} Faites confirmer la vôtre par votre CPAM."] if note else []
    if part is None:
        unknown.append("La part de l’aide versée au départ : demandez-la à votre CPAM.")
    elif isinstance(part, Decimal) and part < 100 and balance.value is None:
        unknown.append("La date du solde de la première année : demandez-la à votre CPAM.")
    unknown += [reason.text for reason in reasons if reason.met is None and reason.id != "pieces"]
    first_check = ruling.number(CHECK)
    year = ordinal(int(first_check or 0))
    checked = f"À partir de la {year} année, le versement dépend de l’atteinte de vos objectifs."
    return ruling.decide(
        "Calendrier des versements",
        figures=tuple(
            figure
            for figure in (
                *figures,
                balance,
                *_days(ruling, profile, figures),
                *_at_the_start(ruling, profile, figures[0]),
            )
            if figure.value is not None
        ),
        reasons=tuple(reason for reason in reasons if reason.met is not None or reason.id == "pieces"),
        notes=() if first_check is None else (checked,),
        not_established=tuple(unknown),
        assumed=ruling.assumed,
        missing=("signed_on",) if profile.signed_on is None else (),
    )


def _papers(ruling: Ruling) -> list[Reason]:
    """Return the papers that the CPAM asks for each year before it pays, where they are established."""
    parameter = "contrat.versement.pieces"
    papers = ruling.texts(parameter)
    text = ruling.unsaid(parameter) if papers is None else f"À fournir chaque année : {listed(papers)}."
    return [ruling.reason("pieces", None if papers is None else True, text, parameter)]


def _at_the_start(ruling: Ruling, profile: Profile, part: Figure) -> Iterator[Figure]:
    """Yield what the first payment of this doctor's option comes to, and what is paid later of the first year."""
    option = OPTIONS.get(share_of(profile) or Fraction(0))
    if option is None or not isinstance(part.value, Decimal):
        return
    year = ruling.figure("annee_1", f"aide.{option.id}.annee_1", f"{ordinal(1)} année, {option.label}")
    if not isinstance(year.value, Decimal):
        return
    start = year.value * part.value / 100
    yield year
    yield ruling.computed("premier_montant", start, Unit.EUR, "Versé au départ", year, part)
    yield ruling.computed("solde_montant", year.value - start, Unit.EUR, "Solde de la première année", year, part)


def _days(ruling: Ruling, profile: Profile, figures: list[Figure]) -> Iterator[Figure]:
    """Yield the days on which this doctor's own contract is paid, from the day it was signed, or the hiring."""
    signed_on, part, days, months = profile.signed_on, *figures[:3]
    if signed_on is None:
        return
    if isinstance(figures[3].value, Decimal):
        later = year_starts_on(signed_on, _IN_PARTS)
        yield ruling.computed("troisieme_le", later, Unit.DATE, f"Début de la {ordinal(_IN_PARTS)} année", figures[3])
    if isinstance(months.value, Decimal):
        by = months_after(signed_on, int(months.value))
        yield ruling.computed("premier_le", by, Unit.DATE, "Premier versement, au plus tard le", months, part)
    elif isinstance(days.value, Decimal) and profile.hired_on:
        by = profile.hired_on + timedelta(days=int(days.value))
        yield ruling.computed("premier_le", by, Unit.DATE, "Premier versement, au plus tard le", days, part)
    if ruling.holds(f"{_PATH}.annee_2"):
        name = f"{_PATH}.annee_2"
        value = ruling.read(name)
        yield Figure(
            "deuxieme_le", year_starts_on(signed_on, 2), Unit.DATE, "Aide de deuxième année, le", ruling.rule, None,
            value.standing, value.references, computed_from=(name,),
        )  # fmt: skip


def _awaited(ruling: Ruling, profile: Profile, figures: list[Figure]) -> Iterator[Reason]:
    """Yield whether the payment of the year that runs, first or second, is overdue, and since when."""
    signed_on, today = profile.signed_on, ruling.today
    days = {figure.key: figure for figure in _days(ruling, profile, figures)}
    if signed_on is None or signed_on > today:
        return
    rank = {1: "premier_le", 2: "deuxieme_le"}.get(contract_year_on(signed_on, today))
    figure = days.get(rank or "")
    if figure is None or not isinstance(figure.value, date):
        return
    overdue = today > figure.value
    verb = "devait être versée" if overdue else "est attendue"
    year = f"L’aide de {'première' if rank == 'premier_le' else 'deuxième'} année"
    text = f"{year} {verb} au plus tard le {french_day(figure.value)}."
    yield ruling.reason("versement_en_retard", overdue, text, *figure.computed_from)


def _in_parts(ruling: Ruling, profile: Profile) -> Iterator[Reason]:
    """Yield whether the contract is past the years that are paid at once."""
    if profile.signed_on is None or profile.signed_on > ruling.today:
        return
    year = contract_year_on(profile.signed_on, ruling.today)
    text = f"Ce contrat est dans sa {ordinal(year)} année."
    yield ruling.reason("apres_la_deuxieme", year >= _IN_PARTS, text, f"{_PATH}.annee_3.versements")


TOPICS = (Topic("contract.payment", payment),)
