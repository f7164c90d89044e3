"""The smallest changes of a doctor's situation that turn a « no » into a « yes », found by asking the rule again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations

from french import listed, number, ordinal
from rules.activity import ENOUGH, PERCENTILE, minimum_in_patients
from rules.dated import Parameters
from rules.options import named, on_offer, under_conditions, working_time
from rules.practice import MINIMUM
from rules.profile import Profile
from rules.ruling import Ruling
from rules.second_assistant import EMPLOYED, SECOND, YEAR
from rules.topics import Rule
from rules.verdict import Change, Decision, Verdict

Candidate = tuple[tuple[str, ...], Change]  # ids of the reasons a change may lift, and the change

SECTEUR, STATUS, GROUP = ("secteur",), ("statut",), ("cabinet_de_groupe",)
ACTIVITY, CLINICAL = ("activite_minimale",), ("activite_clinique",)
SECOND_POST = (
    "second_etp_employe",
    "second_objectifs",
    "second_annee",
    "second_ouvert",
    "second_generaliste",
    "second_zip",
)
WORKING_TIME = ("option_ouverte", "zone_temps_plein", *SECOND_POST)


def changes(
    rule: Rule, parameters: Parameters, profile: Profile, today: date, decision: Decision
) -> tuple[Change, ...]:
    """Return the smallest sets of changes after which ``rule`` no longer says no; none when nothing can be done.

    Only what a doctor can act on is tried: never her specialty, age, department or zone.
    """
    unmet = {reason.id for reason in decision.reasons if reason.met is False}
    useful: list[tuple[Change, set[str]]] = []
    for about, change in _candidates(parameters, profile, today):
        if unmet.isdisjoint(about) or all(getattr(profile, field) == value for field, value in change.fields.items()):
            continue
        after = rule(parameters, profile.updated(**change.fields), today)
        lifted = unmet - {reason.id for reason in after.reasons if reason.met is False}
        if lifted:
            useful.append((change, lifted))
    for size in range(1, len(useful) + 1):
        found = []
        for chosen in combinations(useful, size):
            fields = {field: value for change, _ in chosen for field, value in change.fields.items()}
            if len(fields) < size or set().union(*(lifted for _, lifted in chosen)) != unmet:
                continue
            if rule(parameters, profile.updated(**fields), today).verdict is not Verdict.NO:
                found.append(Change(fields, listed([change.text for change, _ in chosen])))
        if found:
            return tuple(found)
    return ()


def _candidates(parameters: Parameters, profile: Profile, today: date) -> Iterator[Candidate]:
    """Yield every single change a doctor can make to what is known of her, with its wording (« adhérer à l’OPTAM »)."""
    ruling = Ruling("changes", parameters, profile, today)
    if profile.secteur == 2 and profile.optam is False:
        yield SECTEUR, Change({"optam": True}, "adhérer à l’OPTAM")
    if profile.secteur not in (None, 1):
        yield SECTEUR, Change({"secteur": 1}, "passer en secteur 1")
    if profile.status == "remplaçant":
        yield STATUS, Change({"status": "libéral"}, "vous installer")
    yield from _activity(ruling, profile)
    yield from _options(ruling, profile)
    yield from _practice(ruling, profile)
    yield from _first_contract(profile, Ruling("changes", parameters, profile, today, on=today))


def _activity(ruling: Ruling, profile: Profile) -> Iterator[Candidate]:
    threshold, limit = minimum_in_patients(ruling, profile), ruling.number("specialites.part_ccam_maximale")
    patients = ruling.number(threshold) if threshold else None
    if profile.patientele_mt is not None and patients is not None:
        least = int(patients) + (0 if ruling.holds(ENOUGH) else 1)
        yield ACTIVITY, Change({"patientele_mt": least}, f"atteindre {number(least)} patients médecin traitant")
    least_percentile = ruling.number(PERCENTILE)
    if profile.percentile is not None and least_percentile is not None:
        yield (
            ACTIVITY,
            Change({"percentile": int(least_percentile)}, f"atteindre le P{least_percentile} de votre spécialité"),
        )
    if profile.ccam_share is not None and limit is not None and limit >= 1:
        yield (
            CLINICAL,
            Change({"ccam_share": int(limit) - 1}, f"ramener vos actes CCAM sous {number(limit)} % de vos honoraires"),
        )


def _options(ruling: Ruling, profile: Profile) -> Iterator[Candidate]:
    if profile.etp is None:
        return
    for option in on_offer(ruling):
        if option not in under_conditions(ruling):
            yield WORKING_TIME, Change({"etp": option.etp}, f"choisir {named(option)}")


def _practice(ruling: Ruling, profile: Profile) -> Iterator[Candidate]:
    minimum = ruling.number(MINIMUM)
    if profile.group_size is not None and minimum is not None and profile.group_size < minimum:
        yield GROUP, Change({"group_size": int(minimum)}, f"exercer dans un cabinet d’au moins {minimum} médecins")


def _first_contract(profile: Profile, ruling: Ruling) -> Iterator[Candidate]:
    if not ruling.holds(f"{SECOND}.ouvert"):
        return
    employed, year = ruling.number(EMPLOYED), ruling.number(YEAR)
    if profile.current_etp is not None and employed is not None:
        post = working_time(Fraction(employed))
        yield SECOND_POST, Change({"current_etp": Fraction(employed)}, f"employer d’abord un assistant à {post}")
    if profile.objectives_reached is False:
        yield SECOND_POST, Change({"objectives_reached": True}, "atteindre vos objectifs")
    if year:
        yield (
            SECOND_POST,
            Change({"contract_year": int(year)}, f"attendre la {ordinal(int(year))} année de votre contrat"),
        )
