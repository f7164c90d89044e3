"""What a text changes, and from when: read from the dated values, so that no amendment needs a sheet to be answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from french import HARD, THIN, listed
from french import day as french_day
from rules.dated import Parameters, Value
from rules.differences import Difference, days_of_change, differences
from rules.kinds import ALL_BUT_EXCLUDED, Kind
from rules.options import OPTIONS
from rules.profile import ZONE_NAMES, Profile, Zone
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.specialties import SPECIALTIES
from rules.topics import Topic
from rules.verdict import Decision, Figure, Reason, Row, Table

RULE = "regimes.changes"
MOST_ROWS = 15  # a longer table is not read
_COUNTED = "chiffres."  # what was counted on a day is no rule
_AMOUNTS = "aide."
_ANNIVERSARY = "regimes.montants_a_l_anniversaire"
_LONGEST = 60  # letters of an item that a list of changes may hold
_TO_COME = "Ce que changera un texte qui n’est pas encore publié."
_TEXTS = ("regimes.individuel", "regimes.collectif")


def changes(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return what changes by the day asked about, before and after; without a day, the next change, or the last one."""
    ruling = Ruling(RULE, parameters, profile, today, today)
    day, later = _compared(parameters, profile.signed_on, today)
    found = _between(parameters, day, later, today)
    if later <= today:
        found = [*filter(_replaces, found)]
    rows = [_row(ruling, difference) for difference in found if difference.parameter.unit]
    others = [_reason(ruling, difference) for difference in found if not difference.parameter.unit]
    shown = rows[:MOST_ROWS]
    said = _said(found, profile.signed_on, later, today)
    return ruling.decide(
        "Valeurs comparées d’un jour à l’autre",
        figures=tuple(cell for row in shown for cell in row.cells if cell),
        table=Table("Ce qui change", ("Règle", "Avant", "Après"), tuple(shown)) if shown else None,
        reasons=(ruling.reason("changement", bool(found), said, _TEXTS[0]), *others),
        not_established=() if found and (profile.signed_on or later > today) else (_TO_COME,),
        notes=tuple(_notes(ruling, found, later, len(rows) - len(shown))),
    )


def _compared(parameters: Parameters, asked: date | None, today: date) -> tuple[date, date]:
    """Return today and a day to come, asked about or else the next change; or the eve and the day of the last one."""
    days = days_of_change(parameters, today)
    coming = asked if asked and asked > today else next((day for day in days if day > today), None)
    if coming and (asked is None or asked > today):
        return today, coming
    past = [day for day in reversed(days) if day <= (asked or today)]
    day = next(
        (day for day in past if any(map(_replaces, _between(parameters, _eve(day), day, today)))), asked or today
    )
    return _eve(day), day


def _eve(day: date) -> date:
    return day - timedelta(days=1)


def _between(parameters: Parameters, day: date, later: date, today: date) -> list[Difference]:
    found = differences(parameters, day, later, today)
    return [
        difference
        for difference in found
        if not difference.parameter.id.startswith(_COUNTED) and difference.after.value is not None
    ]


def _replaces(difference: Difference) -> bool:
    """Whether a text opens, or changes a value that was established: one that was merely learnt is no change."""
    known = difference.before is not None and difference.before.value is not None
    return known or difference.parameter.id in _TEXTS


def _said(found: Sequence[Difference], asked: date | None, later: date, today: date) -> str:
    if later > today:
        first = listed([f"du {french_day(day)}" for day in sorted({difference.after.since for difference in found})])
        until = f"Aucun texte que je connaisse ne change les règles d’ici au {french_day(later)}."
        return f"Voici ce qui change à partir {first}." if found else until
    if later == asked:
        return f"Voici ce qui a changé le {french_day(later)}."
    on = f"au {french_day(asked)}" if asked else "d’aujourd’hui"
    last = f"{THIN}; le dernier changement date du {french_day(later)}." if found else "."
    return f"Aucun texte que je connaisse ne change les règles {on}{last}"


def _notes(ruling: Ruling, found: Sequence[Difference], later: date, left: int) -> Iterator[str]:
    """Yield how many values are not shown, and what amounts the contracts already signed are paid at."""
    if left:
        yield f"Ce tableau laisse de côté {left} autres valeurs{HARD}: demandez-moi le point qui vous intéresse."
    if later > ruling.today and any(difference.parameter.id.startswith(_AMOUNTS) for difference in found):
        ruling.rests_on(_ANNIVERSARY)
        raised = any(difference.parameter.id == _ANNIVERSARY for difference in found)
        amounts = "prennent les nouveaux montants à leur prochain anniversaire" if raised else "gardent leurs montants"
        yield f"Les contrats déjà signés {amounts}."


def _row(ruling: Ruling, difference: Difference) -> Row:
    parameter, before, after = difference
    cells: list[Figure | None] = [
        ruling.figure(f"{parameter.id}.{when}", parameter.id, f"{parameter.description}, {word}", value.since)
        if value
        else None
        for when, word, value in (("avant", "avant", before), ("apres", "après", after))
    ]
    return Row(parameter.description, tuple(cells))


def _reason(ruling: Ruling, difference: Difference) -> Reason:
    parameter, before, after = difference
    old = before.value if before else None
    if isinstance(after.value, tuple) and any(len(item) > _LONGEST for item in after.value):
        text = "la liste change"
    elif isinstance(old, tuple) and isinstance(after.value, tuple):
        text = f"{THIN}; ".join(_moved(old, after.value, parameter.kind))
    else:
        text = (
            f"«{HARD}{_words(old, parameter.kind)}{HARD}» devient «{HARD}{_words(after.value, parameter.kind)}{HARD}»"
        )
    return ruling.reason(parameter.id, True, f"{parameter.description}{HARD}: {text}.", parameter.id, day=after.since)


def _moved(old: tuple[str, ...], new: tuple[str, ...], kind: Kind | None) -> Iterator[str]:
    if added := [item for item in new if item not in old]:
        yield f"en plus, {listed([*(_name(item, kind) for item in added)])}"
    if removed := [item for item in old if item not in new]:
        yield f"en moins, {listed([*(_name(item, kind) for item in removed)])}"


def _words(value: Value, kind: Kind | None) -> str:
    if value is None:
        return "non établi"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return listed([_name(item, kind) for item in value]) or "aucun"
    return _name(str(value), kind)


def _name(item: str, kind: Kind | None) -> str:
    """Return an item of a list, or a text, as a reader says it."""
    if kind is Kind.REGIME:
        return REGIMES[item].name
    if kind is Kind.ZONES:
        return ZONE_NAMES[Zone(item)]
    if kind is Kind.WORKING_TIMES:
        return OPTIONS[Fraction(item)].label
    if kind is Kind.SECTEURS:
        return f"secteur {item}"
    return "toutes sauf celles qui sont exclues" if item == ALL_BUT_EXCLUDED else SPECIALTIES.get(item, item)


TOPICS = (Topic(RULE, changes, dated=True),)
