"""Bands of starting patientèle: from the percentile, or from a generalist's number of patients."""

from __future__ import annotations

from rules.profile import Profile
from rules.ruling import Ruling

BANDS = {
    "p30_p50": (30, 50, "entre P30 et P50"),
    "p50_p70": (50, 70, "entre P50 et P70"),
    "p70_p90": (70, 90, "entre P70 et P90"),
    "p90_p95": (90, 95, "entre P90 et P95"),
    "p95_plus": (95, 101, "P95 et plus"),
}
P30 = "seuils.generaliste.patientele_mt.p30"
P50 = "seuils.generaliste.patientele_mt.p50"


def band_of(ruling: Ruling, profile: Profile) -> str | None:
    """Return the band of the starting patientèle; ``None`` when unknown, across a boundary, or under P30.

    A generalist's patients are enough between P30 and P50, the only two thresholds published.
    """
    if profile.percentile is not None:
        low, high = profile.percentile
        return next((band for band, (start, end, _) in BANDS.items() if start <= low and high < end), None)
    if profile.specialty != "generaliste" or profile.mep or profile.patientele_mt is None:
        return None
    p30, p50 = ruling.number(P30), ruling.number(P50)
    if p30 is not None and p50 is not None and p30 <= profile.patientele_mt < p50:
        return "p30_p50"
    return None
