"""Where a doctor stands: the band of her patientèle, her own numbers against each threshold, and how many she lacks."""

from __future__ import annotations

from decimal import Decimal

from french import counted, number
from rules.activity import exempted_by_children, patients_counted
from rules.bands import BANDS, P30, P50, band_of
from rules.profile import Profile
from rules.ruling import Ruling
from rules.units import Unit
from rules.verdict import Figure, Reason

FA_P50 = "seuils.generaliste.file_active.p50"
ENOUGH = "seuils.seuil_atteint_suffit"
_NAMES = {"p30": "le P30", "p50": "la médiane (P50)", "fa_p50": "la médiane (P50) de la file active"}
_LOWEST, _TOP = next(iter(BANDS.values()))[0], BANDS["p95_plus"][0]


def placed(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    """Return the band of the starting patientèle, then each number this doctor gave against each threshold known."""
    compared = (_compared(ruling, *known) for known in _comparable(ruling, profile))
    return (*_band(ruling, profile), *compared, *_top(ruling, profile))


def distances(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    """Return how many patients a generalist lacks to reach each threshold known, or has above it."""
    found = []
    for name, parameter, mine in _comparable(ruling, profile):
        limit, missing = ruling.figure(name, parameter, name.upper()), _missing(ruling, name, parameter, mine)
        key, label = "manquants", f"patients qui manquent pour atteindre {_NAMES[name]}"
        if missing <= 0:
            key, label = "marge", f"patients au-dessus de {_NAMES[name]}".replace("de le ", "du ")
        found.append(ruling.computed(f"{name}_{key}", abs(missing), Unit.PATIENTS, label, limit))
    return tuple(found)


def _comparable(ruling: Ruling, profile: Profile) -> list[tuple[str, str, int]]:
    """Return the thresholds to compare her numbers with: those of generalists are the only ones published."""
    if profile.specialty not in (None, "generaliste") or profile.mep:
        return []
    named, seen = patients_counted(ruling, profile), profile.file_active
    mine = {"p30": (P30, named), "p50": (P50, named), "fa_p50": (FA_P50, seen)}
    if exempted_by_children(ruling, profile):
        del mine["p30"]  # nothing was to be reached
    return [
        (name, parameter, patients)
        for name, (parameter, patients) in mine.items()
        if patients is not None and ruling.number(parameter) is not None
    ]


def _missing(ruling: Ruling, name: str, parameter: str, mine: int) -> Decimal:
    """Return how many patients are missing, 0 or less once the threshold is reached; P30 may have to be exceeded."""
    limit = ruling.number(parameter) or Decimal(0)
    exceeded = name == "p30" and mine == limit and ruling.holds(ENOUGH) is False
    return Decimal(1) if exceeded else limit - mine


def _compared(ruling: Ruling, name: str, parameter: str, mine: int) -> Reason:
    reached = _missing(ruling, name, parameter, mine) <= 0
    side = "vous atteignez" if reached else "vous êtes sous"
    limit = ruling.number(parameter) or Decimal(0)
    text = f"Avec {counted(mine, 'patient', 'patients')}, {side} {_NAMES[name]}, {number(limit)}."
    exact = (ENOUGH,) if name == "p30" and mine == limit else ()
    return ruling.reason(f"{name}_atteint", reached, text, parameter, *exact)


def _band(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    band = band_of(ruling, profile)
    if band is not None:
        where = BANDS[band][2] if band != "p95_plus" else "à P95 ou au-delà"
    elif profile.percentile is not None and profile.percentile[1] < _LOWEST:
        where = f"sous le P{_LOWEST}"
    else:
        return ()
    read = () if profile.percentile is not None else (P30, P50)
    return (ruling.reason("tranche", True, f"Votre patientèle de départ se situe {where}.", *read),)


def _top(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    """Return whether a percentile said is that of the largest patientèles, which are only kept."""
    if profile.percentile is None:
        return ()
    low, high = profile.percentile
    reached = low >= _TOP if low >= _TOP or high < _TOP else None
    text = f"Votre patientèle de départ est {'à' if reached else 'sous'} P{_TOP}{' ou au-delà' if reached else ''}."
    return () if reached is None else (ruling.reason("p95_atteint", reached, text),)
