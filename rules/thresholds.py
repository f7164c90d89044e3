"""The national percentiles that are known: P30 and P50 of generalists, none of other specialties."""

from __future__ import annotations

from datetime import date

from french import day as french_day
from french import listed, upper_first
from rules.amounts import amount
from rules.dated import Parameters
from rules.objective_terms import AGED
from rules.placed import distances, placed
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Verdict


def thresholds(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the national percentiles known: P30 and P50 for generalists, none for other specialties.

    Texts: avenant 7 (annex, patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages, 2021).
    """
    ruling = Ruling("objectives.thresholds", parameters, profile, today)
    if (profile.specialty not in (None, "generaliste")) or profile.mep:
        return _of_a_specialty(ruling, profile)
    counted = {"": ("patientele_mt", "patientèle médecin traitant"), "fa_": ("file_active", "file active")}
    figures = tuple(
        ruling.figure(f"{prefix}{name}", f"seuils.generaliste.{field}.{name}", f"{label}, {name.upper()}")
        for prefix, (field, label) in counted.items()
        for name in ("p30", "p50", "p70", "p90", "p95")
    )
    distribution, age = ruling.read("seuils.distribution").value, ruling.number(AGED)
    counts = []
    if age is not None:
        counts.append(f"patients de {amount(age, Unit.YEARS)} et plus" if age else "patients de tous âges")
    if isinstance(distribution, date):
        counts.append(f"distribution nationale au {french_day(distribution)}")
    unknown = _unknown_thresholds(figures, [label for _, label in counted.values()])
    return ruling.decide(
        "Seuils des généralistes",
        figures=(*figures, *distances(ruling, profile)),
        reasons=placed(ruling, profile),
        notes=(f"{upper_first(', '.join(counts))}.",) if counts else (),
        not_established=(f"Pour les généralistes : {unknown}.",) if unknown else (),
        assumed=ruling.assumed,
    )


def _of_a_specialty(ruling: Ruling, profile: Profile) -> Decision:
    p30 = ruling.figure("fa_p30", "seuils.autres_specialites.file_active.p30", "file active, P30 de la spécialité")
    unsaid = "Les seuils de votre spécialité, en file active, ne sont pas établis : votre CPAM vous les donnera."
    return ruling.decide(
        "Seuils de la spécialité",
        verdict=Verdict.UNKNOWN if p30.value is None else None,
        figures=(p30,),
        reasons=placed(ruling, profile),
        not_established=(unsaid,) if p30.value is None else (),
        assumed=ruling.assumed,
    )


def _unknown_thresholds(figures: tuple[Figure, ...], labels: list[str]) -> str:
    """Return « file active, P30 et P70 ; … »: the thresholds that no source establishes."""
    unknown = {
        label: [f.label.removeprefix(f"{label}, ") for f in figures if f.value is None and f.label.startswith(label)]
        for label in labels
    }
    return " ; ".join(f"{label}, {listed(names)}" for label, names in unknown.items() if names)


TOPICS = (Topic("objectives.thresholds", thresholds),)
