"""Pay: an estimate of what is left to the doctor once the aid is deducted. The least pay is in ``pay_grid.py``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from french import ordinal
from rules.aid_years import case_of, each_year
from rules.contract_years import Contract
from rules.dated import Parameters
from rules.employment import option_for_each
from rules.options import OPTIONS, closest, named, on_offer, option_reason, share_of
from rules.pay_grid import MONTHS, grid
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table, Verdict


def employer_cost(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Estimate what is left to pay each contract year: a published example of cost, less the aid. Never a charge rate.

    The example is a full-timer paid 1,600 € net; other working times are taken in proportion.
    """
    ruling = Ruling("salary.employer_cost", parameters, profile, today)
    share = share_of(profile.updated(etp=profile.etp or 1)) or Fraction(1)
    offered = on_offer(ruling)
    if share not in [option.etp for option in offered]:
        return ruling.decide(
            "Temps de travail fermé à la signature",
            verdict=Verdict.NO,
            reasons=(option_reason(ruling, share, offered),),
            changes=option_for_each(closest(offered, share), profile.shared_between or 1),
        )
    option = OPTIONS[share]
    case = case_of(profile.percentile) or "general"
    contract = Contract(parameters, profile.signed_on or today, today)
    aids = [replace(aid, label=f"Aide, {aid.label}") for aid in each_year(ruling, contract, option, case)]
    net = ruling.figure(
        "net_mensuel", "salaire.exemple.net_mensuel", "Salaire net mensuel de l’exemple, temps plein", today
    )
    monthly = ruling.figure(
        "cout_mensuel", "salaire.exemple.cout_mensuel", "Coût mensuel charges comprises, temps plein", today
    )
    yearly = _yearly(ruling, monthly, option.etp, option.label)
    left = tuple(_left(ruling, yearly, aid, year) for year, aid in enumerate(aids, start=1))
    rows = tuple(
        Row(f"{ordinal(year)} année", (yearly, aid, rest))
        for year, (aid, rest) in enumerate(zip(aids, left, strict=True), 1)
    )
    unknown = [] if yearly.value is not None else ["Le coût d’un assistant à cette date."]
    unknown += [] if aids[0].value is not None else [f"L’aide pour {named(option)}."]
    return ruling.decide(
        "Estimation du reste à charge",
        figures=(*left, *aids, yearly, monthly, net, *_also_known(ruling)),
        table=Table(f"Reste à charge estimé, {option.label}", ("Année du contrat", "Coût", "Aide", "Reste"), rows),
        reasons=_relieved(ruling),
        notes=(
            "C’est une estimation : votre coût réel dépend du salaire, des charges et de la formation.",
            *(() if profile.percentile else ("À partir du P90, l’aide est plus élevée et le reste plus faible.",)),
            *_maximum(aids),
        ),
        not_established=(*unknown, "Les charges exactes de votre cabinet : interrogez votre comptable ou l’Urssaf."),
        assumed={**ruling.assumed, **({"etp": 1} if profile.etp is None else {})},
        missing=tuple(field for field in ("etp", "percentile") if getattr(profile, field) is None),
    )


def _also_known(ruling: Ruling) -> tuple[Figure, ...]:
    """Return what doctors ask about the cost besides, once a source establishes it: none of it is in the estimate."""
    asked = (
        ruling.figure("taux_de_charges", "salaire.charges_patronales", "Taux de charges patronales"),
        ruling.figure(
            "actes_compensateurs",
            "salaire.actes_compensateurs",
            "Consultations de plus par jour qui compensent le reste",
        ),
    )
    return tuple(figure for figure in asked if figure.value is not None)


def _relieved(ruling: Ruling) -> tuple[Reason, ...]:
    """Say whether the employer's charges are relieved, once a source establishes it."""
    relief = ruling.says(
        "allegements",
        "salaire.allegements",
        yes="Les allégements de charges s’appliquent à ce salaire.",
        no="Les allégements de charges ne s’appliquent pas à ce salaire.",
    )
    return (relief,) if relief.met is not None else ()


def _maximum(aids: list[Figure]) -> tuple[str, ...]:
    first = next((aid.year for aid in aids if aid.is_maximum), None)
    if first is None:
        return ()
    return (f"Dès la {ordinal(first)} année, l’aide retenue est un maximum, versé si vos objectifs sont atteints.",)


def _yearly(ruling: Ruling, monthly: Figure, etp: Fraction, label: str) -> Figure:
    value = monthly.value
    if isinstance(value, Decimal):
        value = value * MONTHS * etp.numerator / etp.denominator
    return ruling.computed("cout_annuel", value, Unit.EUR, f"Coût annuel charges comprises, {label}", monthly)


def _left(ruling: Ruling, cost: Figure, aid: Figure, year: int) -> Figure:
    value = None
    if isinstance(cost.value, Decimal) and isinstance(aid.value, Decimal):
        value = cost.value - aid.value
    return ruling.computed(
        f"reste_annee_{year}",
        value,
        Unit.EUR,
        f"Reste à charge estimé, {ordinal(year)} année",
        cost,
        aid,
        year=year,
        case="reste",
    )


TOPICS = (
    Topic("salary.grid", grid, summed_up=True),
    Topic("salary.employer_cost", employer_cost, summed_up=True, presumes="eligibility.doctor"),
)
