"""The conditions of avenant 7 as they were, whatever the contract in hand: « combien fallait-il de patients ? »."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import day as french_day
from french import listed, number
from rules.amounts import amount
from rules.dated import Parameters
from rules.departments import is_overseas, named
from rules.kinds import ALL_BUT_EXCLUDED
from rules.practice import COORDINATED, DELAY, MINIMUM, MINUTES
from rules.profile import Profile, Zone, named_zones
from rules.regimes import AVENANT_7, REGIMES
from rules.ruling import Ruling
from rules.second_assistant import OPENED_IN_ZAC, UNDATED, ZAC, ZONES
from rules.specialties import plural_of
from rules.specialty_conditions import ADMITTED, BY_DEPARTMENT, CLINICAL, EXCLUDED, LIMIT, ByDepartment
from rules.topics import Asks, Topic
from rules.units import Unit
from rules.verdict import Decision, Reason

RULE = "eligibility.avenant_7"
SHARE, MEASURED = "specialites.part_des_departements", "specialites.mesure_des_departements"
CRITERION, FIRST = "specialites.critere_national", "specialites.destinataires_initiaux"
EXPERTISE = "situations.exercice_particulier"
PATIENTS, AGE = "seuils.generaliste.patientele_mt.p30", "seuils.age_minimal_compte"
FEW = 6  # departments that are named; of more, the numbers are enough
_UNDER = f"Sous {REGIMES[AVENANT_7].the}"


def former_conditions(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say whom avenant 7 admitted: specialties, departments, patients, group and coordination.

    Text: avenant 7, from the first day of the scheme; what replaced it is read at the end of its application.
    """
    first = parameters["regimes.individuel"].values[0].since
    ruling = Ruling(RULE, parameters, profile, today, on=first)
    reasons = [
        *_specialties(ruling, profile, today),
        *_departments(ruling, profile),
        *_practice(ruling, today),
        *_full_time(ruling, today),
        *_since(ruling, profile, today),
    ]
    return ruling.decide("Conditions d’origine", reasons=tuple(reasons), regime=AVENANT_7, assumed=ruling.assumed)


def _specialties(ruling: Ruling, profile: Profile, today: date) -> list[Reason]:
    admitted, last = ruling.texts(ADMITTED), _last_day(ruling, ADMITTED, today)
    if admitted is None or ALL_BUT_EXCLUDED in admitted:
        reasons = [ruling.reason("admises", None, ruling.unsaid(ADMITTED), ADMITTED)]
    else:
        mep = " (exercice particulier compris)" if ruling.holds(EXPERTISE) else ""
        names = listed([plural_of(name) + (mep if name == "generaliste" else "") for name in admitted])
        text = f"{_UNDER}{last}, étaient admis partout : les {names}."
        reasons = [ruling.reason("admises", True, text, ADMITTED, EXPERTISE)]
        if profile.specialty in admitted:
            text = f"{_UNDER}, les {plural_of(str(profile.specialty))} étaient admis sur tout le territoire."
            reasons.append(ruling.reason("partout", True, text, ADMITTED))
    share = ruling.number(SHARE)
    if share is not None:
        tense = f"{number(share)} % de départements les plus en tension"
        text = f"{_UNDER}, les spécialités qui n’étaient pas admises partout l’étaient dans les {tense} seulement."
        reasons.append(ruling.reason("part", True, text, SHARE))
    for id, parameter, said in (
        ("critere", CRITERION, f"{_UNDER}, le critère était"),
        ("mesure", MEASURED, "La tension se mesurait sur"),
        ("d_abord", FIRST, "À l’origine, d’après le SYNGOF, l’aide était destinée"),
    ):
        if isinstance(value := ruling.read(parameter).value, str):
            reasons.append(ruling.reason(id, True, f"{said} {value}.", parameter))
    return reasons


def _last_day(ruling: Ruling, parameter: str, today: date) -> str:
    """« (contrats signés avant le 1er mai 2023) », where another text has replaced this one."""
    following = ruling.parameters[parameter].next(ruling.read(parameter), today)
    return f" (contrats signés avant le {french_day(following.since)})" if following else ""


def _departments(ruling: Ruling, profile: Profile) -> list[Reason]:
    """The lists of departments known: hers where one is, else what is known of each."""
    # « gynécologue » alone may be either: the list of departments is that of surgical gynaecology
    specialty = "gynecologue-obstetricien" if profile.specialty == "gynecologue" else profile.specialty
    if specialty is not None and specialty not in BY_DEPARTMENT:
        if specialty in (ruling.texts(ADMITTED) or ()):
            return []
        text = f"La liste des départements où les {plural_of(specialty)} étaient admis n’est pas établie."
        return [ruling.reason("departements", None, text, ADMITTED)]
    known = [BY_DEPARTMENT[specialty]] if specialty else list(BY_DEPARTMENT.values())
    told = [said for listing in known if (said := _told(ruling, listing))]
    parameters = [listing.id for listing in known]
    if not told:
        return [ruling.reason("departements", None, ruling.unsaid(parameters[0]), *parameters)]
    rest = "" if specialty else " Les autres listes ne sont pas établies."
    text = f"{_UNDER}, {' ; '.join(told)}.{rest}"
    reasons = [ruling.reason("departements", True, text, *parameters)]
    for listing in known:
        overseas = [department for department in ruling.texts(listing.id) or () if is_overseas(department)]
        if overseas:
            text = f"Outre-mer, pour {listing.name} : {listed([named(department) for department in overseas])}."
            reasons.append(ruling.reason("outre_mer", True, text, listing.id))
    return [*reasons, *(_of_hers(ruling, profile, known[0]) if specialty else ())]


def _told(ruling: Ruling, listing: ByDepartment) -> str | None:
    departments = ruling.texts(listing.id)
    if not departments:
        return None
    many = len(departments) > FEW
    names = listed([named(department) for department in departments])
    where = f"{len(departments)} départements ({', '.join(departments)})" if many else f"ces départements : {names}"
    return f"{listing.name} était admise {'' if listing.everywhere else 'en Bretagne '}dans {where}"


def _of_hers(ruling: Ruling, profile: Profile, listing: ByDepartment) -> list[Reason]:
    """Whether her department was in the list of her specialty."""
    departments = ruling.texts(listing.id) or ()
    if (where := profile.department) is None:
        return []
    if where in departments:
        text = f"{_UNDER}, {listing.name} était admise dans ce département : {named(where)}."
        return [ruling.reason("mon_departement", True, text, listing.id)]
    if listing.covers(where):
        text = f"{_UNDER}, {listing.name} n’était pas admise dans ce département : {named(where)}."
        return [ruling.reason("mon_departement", False, text, listing.id)]
    text = f"{_UNDER}, {listing.name} était admise selon le département ; la liste n’est connue qu’en Bretagne."
    return [ruling.reason("mon_departement", None, text, listing.id)]


def _practice(ruling: Ruling, today: date) -> list[Reason]:
    """Patients, group and coordination."""
    reasons: list[Reason] = []
    patients, age = ruling.number(PATIENTS), ruling.number(AGE)
    if patients is not None:
        aged = f" de {amount(age, Unit.YEARS)} et plus" if age else ""
        counted = f"{amount(patients, Unit.PATIENTS)} médecin traitant{aged}"
        text = f"{_UNDER}, il fallait plus de {counted} pour un généraliste."
        reasons.append(ruling.reason("patients", True, text, PATIENTS, AGE))
    minimum, minutes = ruling.number(MINIMUM), ruling.number(MINUTES)
    if minimum is not None and minimum > 1:
        cabinet = f"un cabinet d’au moins {number(minimum)} médecins"
        until = _last_day(ruling, MINIMUM, today)
        text = f"{_UNDER}{until}, il fallait exercer dans {cabinet}, avec des dérogations."
        reasons.append(ruling.reason("groupe", True, text, MINIMUM))
    promised = _promise(ruling)
    if promised:
        reasons.append(ruling.reason("coordination", True, f"Il fallait aussi {promised}.", COORDINATED, DELAY))
    if minimum is not None and minimum > 1:
        near = f" ou à {number(minutes)} minutes au plus d’un confrère" if minutes else ""
        and_promise = f", et à condition de {promised}" if promised else ""
        text = (
            f"{_UNDER}, un médecin seul pouvait être admis par exception, en zone sous-dense, "
            f"en coordination renforcée avec un confrère{near}{and_promise}."
        )
        reasons.append(ruling.reason("seul_par_exception", True, text, MINIMUM, MINUTES, COORDINATED, DELAY))
    return reasons


def _full_time(ruling: Ruling, today: date) -> list[Reason]:
    """Where a full-timer was open, and what avenant 8 added from a day that no source gives."""
    zones = ruling.texts(ZONES)
    if zones is None or set(zones) == set(Zone):
        return []
    until = _last_day(ruling, ZONES, today)
    where = named_zones(zones)
    text = f"{_UNDER}{until}, le temps plein était réservé aux zones sous-denses : à l’exercice en {where}."
    reasons = [ruling.reason("temps_plein", True, text, ZONES)]
    if any(value.value is None for value in ruling.parameters[ZAC].values):
        reasons.append(ruling.reason("zac", None, f"{OPENED_IN_ZAC}{UNDATED}", ZAC))
    if set(ruling.texts(ZONES, today) or ()) == set(Zone):
        since = french_day(ruling.read(ZONES, today).since)
        text = f"Depuis le {since}, le temps plein est ouvert dans toutes les zones."
        reasons.append(ruling.reason("plein_ouvert", True, text, ZONES, day=today))
    return reasons


def _since(ruling: Ruling, profile: Profile, today: date) -> list[Reason]:
    """What became of the departments: they no longer count, and some specialties are excluded everywhere."""
    now, specialty, limit = ruling.texts(ADMITTED, today), profile.specialty, ruling.number(LIMIT, today)
    if now is None or ALL_BUT_EXCLUDED not in now:
        return []
    if specialty and ruling.lists(EXCLUDED, specialty, today):
        text = f"Aujourd’hui, les {plural_of(specialty)} sont exclus de l’aide, quel que soit le département."
        return [ruling.reason("desormais", False, text, ADMITTED, EXCLUDED, day=today)]
    text = f"Depuis le {french_day(ruling.read(ADMITTED, today).since)}, le département ne compte plus"
    if specialty and limit is not None and ruling.lists(CLINICAL, specialty, today):
        text += f" : la part d’actes CCAM doit rester sous {number(limit)} % des honoraires"
        return [ruling.reason("desormais", True, f"{text}.", ADMITTED, CLINICAL, LIMIT, day=today)]
    return [ruling.reason("desormais", True, f"{text}.", ADMITTED, EXCLUDED, day=today)]


def _promise(ruling: Ruling) -> str | None:
    delay: Decimal | None = ruling.number(DELAY)
    if not ruling.holds(COORDINATED):
        return None
    return "s’engager dans un exercice coordonné" + (f" dans un délai de {amount(delay, Unit.YEARS)}" if delay else "")


TOPICS = (Topic(RULE, former_conditions, Asks.YES_NO),)
