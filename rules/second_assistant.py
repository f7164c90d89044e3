"""Which working time a doctor may sign for: options on offer, full time by zone, second assistant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed, ordinal
from rules.conditions import Condition, conclude, stated
from rules.contract_years import contract_year_on, year_starts_on
from rules.dated import Parameters
from rules.options import (
    OPTIONS,
    PARAMETER,
    closed_since_then,
    closed_third,
    on_offer,
    option_reason,
    share_of,
    third_is_closed,
    under_conditions,
    working_time,
)
from rules.profile import Profile, Zone, named_zones
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.specialties import SPECIALTIES
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Figure

ZONES = "eligibilite.temps_plein.zones_admises"
ZAC = "eligibilite.temps_plein.zac_des_p50"
SECOND = "eligibilite.second_assistant"
OPENED_IN_ZAC = "L’avenant 8, signé en mars 2020, ouvre le temps plein en ZAC à partir de la médiane d’activité (P50)"
UNDATED = " ; le jour de son entrée en vigueur n’est pas établi."
EMPLOYED, YEAR, REACHED = f"{SECOND}.etp_deja_employe", f"{SECOND}.annee_minimale", f"{SECOND}.objectifs_atteints"


def option(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a working time is open: at the signature, or today for a second assistant.

    Texts: avenant 7 (1/3, 1/2, full time in ZIP), avenant 8 (full time in ZAC from P50), règlement arbitral 2023
    (1/3 closed, full time everywhere), convention 2024 (1.5 and 2 ETP under conditions).
    """
    etp = share_of(profile)
    ruling = Ruling("eligibility.option", parameters, profile, today, on=today if etp and etp > 1 else None)
    if etp is None:
        return _choice(ruling)
    notes = closed_third(ruling) if etp == Fraction(1, 3) else ()
    closed = [Condition(reason) for reason in closed_since_then(ruling, etp)]
    conditions = [*option_conditions(ruling, profile), *closed]
    return conclude(ruling, profile, "Temps de travail demandé", conditions, notes=notes, assumed=ruling.assumed)


def _choice(ruling: Ruling) -> Decision:
    special = under_conditions(ruling)
    if ruling.texts(PARAMETER) is None:
        unsaid = ruling.reason("options_ouvertes", None, ruling.unsaid(PARAMETER), PARAMETER)
        return ruling.decide("Options ouvertes", reasons=(unsaid,), not_established=(unsaid.text,), missing=("etp",))
    open_to_all = listed([option.label for option in on_offer(ruling) if option not in special], "ou")
    reason = ruling.reason(
        "options_ouvertes", True, f"Options ouvertes : {open_to_all}.", "eligibilite.options_ouvertes"
    )
    notes = (
        (f"Comme second assistant, sous conditions : {listed([o.label for o in special], 'ou')}.",) if special else ()
    )
    reasons = (reason, *third_is_closed(ruling))
    return ruling.decide("Options ouvertes", reasons=reasons, notes=notes, assumed=ruling.assumed, missing=("etp",))


def second_assistant(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a second assistant (1.5 or 2 ETP) may be asked for today. Text: convention 2024."""
    ruling = Ruling("eligibility.second_assistant", parameters, profile, today, on=today)
    conditions = _second_conditions(ruling, profile)
    return conclude(
        ruling, profile, "Conditions d’un second assistant", conditions, figures=tuple(_from_when(ruling, profile))
    )


def _from_when(ruling: Ruling, profile: Profile) -> Iterator[Figure]:
    """The day from which a running contract is old enough, where it is not yet."""
    year = ruling.number(YEAR) if ruling.holds(f"{SECOND}.ouvert") else None
    if year is None or profile.contract_year is not None:
        return
    if profile.signed_on is None:
        asked = ruling.figure("annee_minimale", YEAR, "Année du contrat à partir de laquelle le demander")
        yield ruling.computed("second_apres", year - 1, Unit.YEARS, "Durée de contrat avant un second assistant", asked)
        return
    if (first := year_starts_on(profile.signed_on, int(year))) > ruling.today:
        asked = ruling.figure("annee_minimale", YEAR, "Année du contrat à partir de laquelle le demander")
        yield ruling.computed("second_des", first, Unit.DATE, "Un second assistant, au plus tôt", asked)


def option_conditions(ruling: Ruling, profile: Profile) -> list[Condition]:
    """Return the conditions of the working time named in the profile."""
    etp = share_of(profile)
    offered = on_offer(ruling)
    if etp is None:
        return []
    on_list = Condition(option_reason(ruling, etp, offered))
    if etp == 1:
        return [on_list, _full_time(ruling, profile)]
    if OPTIONS.get(etp) in under_conditions(ruling):
        return _second_conditions(ruling, profile)
    return [on_list]


def _full_time(ruling: Ruling, profile: Profile) -> Condition:
    id, zones = "zone_temps_plein", ruling.texts(ZONES)
    if zones is None:
        return stated(ruling.reason(id, None, ruling.unsaid(ZONES), ZONES))
    if set(zones) == set(Zone):
        since = french_day(ruling.read(ZONES).since)
        text = f"Le temps plein est ouvert dans toutes les zones depuis le {since}."
        return Condition(ruling.reason(id, True, text, ZONES))
    kept = "était réservé" if ruling.over(ZONES) else "est réservé"
    rule = f"Sous {REGIMES[ruling.regime].the}, le temps plein {kept} à l’exercice en {named_zones(zones)}"
    if profile.zone is None:
        return Condition(ruling.reason(id, None, f"{rule}.", ZONES), ("zone",))
    if profile.zone in zones:
        return Condition(ruling.reason(id, True, f"{rule}, ce qui est le cas.", ZONES))
    below_median = profile.percentile is not None and profile.percentile[1] < 50
    if profile.zone is not Zone.ZAC or ruling.holds(ZAC) is False or below_median:
        return Condition(ruling.reason(id, False, f"{rule}.", ZONES, ZAC))
    return _in_zac(ruling, profile)


def _in_zac(ruling: Ruling, profile: Profile) -> Condition:
    """Avenant 8: a full-timer in ZAC from the median; the day it came into force is not established."""
    id = "zone_temps_plein"
    text = "Le temps plein s’ouvre aussi en ZAC à partir de la médiane d’activité (P50)"
    if ruling.regime == AVENANT_7:
        text = OPENED_IN_ZAC
    if profile.percentile is None or profile.percentile[0] < 50:
        return Condition(ruling.reason(id, None, f"{text}.", ZONES, ZAC), ("percentile",))
    if ruling.holds(ZAC):
        return Condition(ruling.reason(id, True, f"{text}, ce qui est le cas.", ZONES, ZAC))
    unsaid = f"{text} ; le jour de son entrée en vigueur n’est pas établi."
    return stated(ruling.reason(id, None, unsaid, ZONES, ZAC))


def _second_conditions(ruling: Ruling, profile: Profile) -> list[Condition]:
    """All at once: convention 2024, general practice, ZIP, one full-timer already, objectives reached, third year."""
    parameter, since = f"{SECOND}.ouvert", french_day(ruling.read(f"{SECOND}.ouvert").since)
    opened = ruling.says(
        "second_ouvert",
        parameter,
        yes=f"Un second assistant (1,5 ou 2 ETP) est possible depuis le {since}.",
        no="À cette date, l’aide ne finançait qu’un assistant par médecin, à temps plein au plus.",
    )
    if not opened.met:
        return [stated(opened)]
    return [Condition(opened, (), _unsaid(ruling)), *_who(ruling, profile), *_contract(ruling, profile)]


def _unsaid(ruling: Ruling) -> tuple[str, ...]:
    """Say what is not established of a second assistant: the amounts, the objectives, or both."""
    ids = [option.id for option in under_conditions(ruling)]
    groups = {"Les montants": "aide", "Les objectifs": "objectifs.augmentation"}
    unknown = [
        name
        for name, group in groups.items()
        if any(
            ruling.read(parameter).value is None
            for parameter in ruling.parameters
            if any(parameter.startswith(f"{group}.{id}.") for id in ids)
        )
    ]
    if not unknown:
        return ()
    what = listed([unknown[0], *(name.lower() for name in unknown[1:])])
    return (f"{what} d’un second assistant ne sont pas établis : demandez-les à votre CPAM.",)


def _who(ruling: Ruling, profile: Profile) -> Iterator[Condition]:
    specialties, zones = ruling.texts(f"{SECOND}.specialites"), ruling.texts(f"{SECOND}.zones")
    allowed = listed([SPECIALTIES[name] for name in specialties or ()], "ou")
    yield _in_list(
        ruling, "second_generaliste", "specialites", profile.specialty, f"Il faut être {allowed}.", "specialty",
        f"Vous êtes {allowed}.",
    )  # fmt: skip
    if profile.mep:
        yield stated(
            ruling.says(
                "second_hors_mep",
                f"{SECOND}.mep",
                yes="Un exercice particulier (MEP) n’y fait pas obstacle.",
                no="Il faut être généraliste sans exercice particulier (hors MEP).",
            )
        )
    where = profile.zone if set(zones or ()) != set(Zone) else Zone.NONE  # in every zone, no zone need be known
    there = f"en {named_zones(zones or ())}"
    yield _in_list(ruling, "second_zip", "zones", where, f"Il faut exercer {there}.", "zone", f"Vous exercez {there}.")


def _in_list(ruling: Ruling, id: str, name: str, mine: str | None, text: str, field: str, held: str) -> Condition:
    """The condition that a list holds what is ``mine``; ``held`` says so where it does."""
    parameter = f"{SECOND}.{name}"
    if ruling.texts(parameter) is None:
        return stated(ruling.reason(id, None, ruling.unsaid(parameter), parameter))
    met = None if mine is None else ruling.lists(parameter, mine)
    return Condition(ruling.reason(id, met, held if met else text, parameter), (field,))


def _contract(ruling: Ruling, profile: Profile) -> Iterator[Condition]:
    current = profile.contract_year
    if current is None and profile.signed_on and profile.signed_on <= ruling.today:
        current = contract_year_on(profile.signed_on, ruling.today)
    employed, year = ruling.number(EMPLOYED), ruling.number(YEAR)
    if employed is None:
        yield stated(ruling.reason("second_etp_employe", None, ruling.unsaid(EMPLOYED), EMPLOYED))
    else:
        enough = None if profile.current_etp is None else profile.current_etp >= Fraction(employed)
        post = working_time(Fraction(employed))
        text = f"Vous employez déjà un {post}." if enough else f"Il faut déjà employer un assistant à {post}."
        yield Condition(ruling.reason("second_etp_employe", enough, text, EMPLOYED), ("current_etp",))
    reached = ruling.holds(REACHED)
    if reached is not False:
        asked = "Vos objectifs sont atteints." if profile.objectives_reached else "Il faut avoir atteint vos objectifs."
        text = asked if reached else ruling.unsaid(REACHED)
        met = profile.objectives_reached if reached else None
        needs = ("objectives_reached",) if reached else ()
        unsaid = () if reached else (text,)
        yield Condition(ruling.reason("second_objectifs", met, text, REACHED), needs, unsaid)
    if year is None:
        yield stated(ruling.reason("second_annee", None, ruling.unsaid(YEAR), YEAR))
    else:
        late = None if current is None else current >= year
        at_least = f"au moins dans la {ordinal(int(year))} année du contrat"
        text = f"Vous êtes {at_least}." if late else f"Il faut être {at_least}."
        yield Condition(ruling.reason("second_annee", late, text, YEAR), ("contract_year",))


TOPICS = (
    Topic("eligibility.option", option, Asks.YES_NO, why_not=True, conditions=True),
    Topic(
        "eligibility.second_assistant",
        second_assistant,
        Asks.YES_NO,
        why_not=True,
        conditions=True,
        named_by="objectives_reached",
    ),
)
