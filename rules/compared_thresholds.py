"""What was asked before and is asked since: « c’était combien avant mai 2023 ? », « avait-elle le même délai ? »."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from french import upper_first
from rules.amounts import amount
from rules.bands import P30
from rules.dated import Parameters
from rules.objective_terms import AGED
from rules.profile import Profile
from rules.ruling import Ruling
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure

RULE, NEXT_RULE = "objectives.compared", "objectives.next_compared"
NEXT = "objectifs.nouvel_installe.delai_objectif_suivant"
_NEXT_LABEL = "Délai de l’objectif suivant comparé"


def compared(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say what the least patientèle was, what it became and on which day, and whose patients counted then and now.

    Texts: avenant 7 (patients of 16 and over), règlement arbitral 2023 and convention 2024 (all ages).
    """
    ruling = Ruling(RULE, parameters, profile, today, today)
    known = [value for value in parameters[P30].values if value.known_from <= today and value.since <= today]
    changed = next((rank for rank in range(len(known) - 1, 0, -1) if known[rank].value != known[rank - 1].value), None)
    if changed is None:
        unsaid = "Le minimum de patients n’a pas changé dans mes sources."
        return ruling.decide("Seuil minimal comparé", not_established=(unsaid,), assumed=ruling.assumed)
    old, new = known[changed - 1].since, known[changed].since
    before = ruling.figure("avant", P30, "patientèle minimale d’un généraliste, avant", old)
    since = ruling.figure("depuis", P30, "patientèle minimale d’un généraliste, depuis", new)
    day = ruling.computed("bascule", new, Unit.DATE, "premier jour du seuil actuel", since)
    counted = [ruling.number(AGED, on) for on in (old, new)]
    ages = f"{upper_first(_whose(counted[0], 'avant'))} ; {_whose(counted[1], 'depuis')}."
    gap: tuple[Figure, ...] = ()
    if isinstance(before.value, Decimal) and isinstance(since.value, Decimal):
        gap = (ruling.computed("ecart", abs(since.value - before.value), Unit.PATIENTS, "écart", since, before),)
    met = None if None in counted else True
    return ruling.decide(
        "Seuil minimal comparé",
        figures=(before, since, day, *gap),
        reasons=(ruling.reason("population", met, ages, AGED, day=new),),
        assumed=ruling.assumed,
    )


def _whose(age: Decimal | None, when: str) -> str:
    if age is None:
        return f"{when}, l’âge des patients comptés n’est pas établi"
    if not age:
        return f"{when}, les adultes et les enfants comptent"
    tense = "comptaient" if when == "avant" else "comptent"
    return f"{when}, seuls {tense} les patients de {amount(age, Unit.YEARS)} et plus"


def next_objective(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Say how long a new installer had for the objective that follows the median, and how long she has now.

    Texts: avenant 7 (one year), convention 2024 (two years).
    """
    ruling = Ruling(NEXT_RULE, parameters, profile, today, today)
    known = [value for value in parameters[NEXT].values if value.known_from <= today and value.since <= today]
    if not known:
        return ruling.decide(_NEXT_LABEL, not_established=(ruling.unsaid(NEXT),), assumed=ruling.assumed)
    old, new = known[max(len(known) - 2, 0)], known[-1]
    now = ruling.figure("depuis", NEXT, "délai de l’objectif suivant, depuis", new.since)
    met = None if None in (old.value, new.value) else old.value == new.value
    text = "Le délai de l’objectif suivant n’a pas changé." if met else "Le délai de l’objectif suivant a changé."
    unchanged = ruling.reason("inchange", met, text, NEXT, day=new.since)
    if met is not False:
        return ruling.decide(_NEXT_LABEL, figures=(now,), reasons=(unchanged,), assumed=ruling.assumed)
    before = ruling.figure("avant", NEXT, "délai de l’objectif suivant, avant", old.since)
    day = ruling.computed("bascule", new.since, Unit.DATE, "premier jour du délai actuel", now)
    return ruling.decide(_NEXT_LABEL, figures=(before, now, day), reasons=(unchanged,), assumed=ruling.assumed)


TOPICS = (Topic(RULE, compared, hindsight=True), Topic(NEXT_RULE, next_objective, hindsight=True))
