"""Which working time a doctor may sign for: options on offer, full time by zone, second assistant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from french import day as french_day
from french import listed, ordinal
from rules.conditions import Condition, conclude
from rules.dated import Parameters
from rules.options import CLOSED_THIRD, OPTIONS, on_offer, option_reason, share_of, under_conditions
from rules.profile import Profile, Zone
from rules.regimes import contract_year_on
from rules.ruling import Ruling
from rules.verdict import Decision

ZONES = "eligibilite.temps_plein.zones_admises"
ZAC = "eligibilite.temps_plein.zac_des_p50"
SECOND = "eligibilite.second_assistant"


def option(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a working time is open: at the signature, or today for a second assistant.

    Texts: avenant 7 (1/3, 1/2, full time in ZIP), avenant 8 (full time in ZAC from P50), règlement arbitral 2023
    (1/3 closed, full time everywhere), convention 2024 (1.5 and 2 ETP under conditions).
    """
    etp = share_of(profile)
    reading = Ruling("eligibility.option", parameters, profile, today, on=today if etp and etp > 1 else None)
    if etp is None:
        return _choice(reading)
    notes = (CLOSED_THIRD,) if etp == Fraction(1, 3) and etp not in {o.etp for o in on_offer(reading)} else ()
    conditions = option_conditions(reading, profile)
    return conclude(reading, profile, "Temps de travail demandé", conditions, notes=notes, assumed=reading.assumed)


def _choice(reading: Ruling) -> Decision:
    special = under_conditions(reading)
    open_to_all = listed([option.label for option in on_offer(reading) if option not in special], "ou")
    reason = reading.reason(
        "options_ouvertes", True, f"Options ouvertes : {open_to_all}.", "eligibilite.options_ouvertes"
    )
    notes = (
        (f"Comme second assistant, sous conditions : {listed([o.label for o in special], 'ou')}.",) if special else ()
    )
    return reading.decide("Options ouvertes", reasons=(reason,), notes=notes, assumed=reading.assumed, missing=("etp",))


def second_assistant(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whether a second assistant (1.5 or 2 ETP) may be asked for today. Text: convention 2024."""
    reading = Ruling("eligibility.second_assistant", parameters, profile, today, on=today)
    return conclude(reading, profile, "Conditions d’un second assistant", _second_conditions(reading, profile))


def option_conditions(reading: Ruling, profile: Profile) -> list[Condition]:
    """Return the conditions of the working time named in the profile."""
    etp = share_of(profile)
    offered = on_offer(reading)
    if etp is None:
        return []
    on_list = Condition(option_reason(reading, etp, offered))
    if etp == 1:
        return [on_list, _full_time(reading, profile)]
    if OPTIONS.get(etp) in under_conditions(reading):
        return _second_conditions(reading, profile)
    return [on_list]


def _full_time(reading: Ruling, profile: Profile) -> Condition:
    zones = reading.texts(ZONES)
    id, rule = "zone_temps_plein", "Sous l’avenant 7, le temps plein était réservé aux zones sous-denses (ZIP)"
    if len(zones) == len(Zone):
        return Condition(
            reading.reason(
                id,
                True,
                f"Le temps plein est ouvert dans toutes les zones depuis le {french_day(reading.read(ZONES).since)}.",
                ZONES,
            )
        )
    if profile.zone is None:
        return Condition(reading.reason(id, None, f"{rule}.", ZONES), ("zone",))
    if profile.zone.value in zones:
        return Condition(reading.reason(id, True, f"{rule}, ce qui est le cas.", ZONES))
    if profile.zone is Zone.NONE or reading.holds(ZAC) is False or (profile.percentile and profile.percentile[1] < 50):
        return Condition(reading.reason(id, False, f"{rule}.", ZONES, ZAC))
    text = "L’avenant 8, signé en mars 2020, ouvre le temps plein en ZAC à partir de la médiane d’activité (P50)"
    if profile.percentile is None or profile.percentile[0] < 50:
        return Condition(reading.reason(id, None, f"{text}.", ZONES, ZAC), ("percentile",))
    unsaid = f"{text} ; le jour de son entrée en vigueur n’est pas établi."
    return Condition(reading.reason(id, None, unsaid, ZONES, ZAC), (), (unsaid,))


def _second_conditions(reading: Ruling, profile: Profile) -> list[Condition]:
    """All at once: convention 2024, general practice, ZIP, one full-timer already, objectives reached, third year."""
    opened = reading.read(f"{SECOND}.ouvert")
    if not opened.value:
        text = "À cette date, l’aide ne finançait qu’un assistant par médecin, à temps plein au plus."
        return [Condition(reading.reason("second_ouvert", False, text, f"{SECOND}.ouvert"))]
    text = f"Un second assistant (1,5 ou 2 ETP) est possible depuis le {french_day(opened.since)}."
    unsaid = "Les montants et les objectifs d’un second assistant ne sont pas établis : demandez-les à votre CPAM."
    return [
        Condition(reading.reason("second_ouvert", True, text, f"{SECOND}.ouvert"), (), (unsaid,)),
        *_who(reading, profile),
        *_contract(reading, profile),
    ]


def _who(reading: Ruling, profile: Profile) -> list[Condition]:
    in_list = profile.specialty in reading.texts(f"{SECOND}.specialites") if profile.specialty else None
    in_zone = profile.zone.value in reading.texts(f"{SECOND}.zones") if profile.zone else None
    return [
        Condition(
            reading.reason("second_generaliste", in_list, "Il faut être médecin généraliste.", f"{SECOND}.specialites"),
            ("specialty",),
        ),
        Condition(
            reading.reason(
                "second_zip", in_zone, "Il faut exercer en zone d’intervention prioritaire (ZIP).", f"{SECOND}.zones"
            ),
            ("zone",),
        ),
    ]


def _contract(reading: Ruling, profile: Profile) -> list[Condition]:
    employed, year = reading.number(f"{SECOND}.etp_deja_employe"), reading.number(f"{SECOND}.annee_minimale")
    if employed is None or year is None:
        return []
    current = profile.contract_year
    if current is None and profile.signed_on and profile.signed_on <= reading.today:
        current = contract_year_on(profile.signed_on, reading.today)
    enough = None if profile.current_etp is None else profile.current_etp >= Fraction(employed)
    late = None if current is None else current >= year
    return [
        Condition(
            reading.reason(
                "second_etp_employe", enough, "Il faut déjà employer un assistant à temps plein (1 ETP).",
                f"{SECOND}.etp_deja_employe",
            ),
            ("current_etp",),
        ),
        Condition(
            reading.reason(
                "second_objectifs", profile.objectives_reached, "Il faut avoir atteint vos objectifs.",
                f"{SECOND}.ouvert",
            ),
            ("objectives_reached",),
        ),
        Condition(
            reading.reason(
                "second_annee", late, f"Il faut être au moins dans la {ordinal(int(year))} année du contrat.",
                f"{SECOND}.annee_minimale",
            ),
            ("contract_year",),
        ),
    ]  # fmt: skip
