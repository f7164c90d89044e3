"""The texts that govern contracts, as records: every list of regimes derives from them.

Their dates are data: ``parameters/regimes.yaml``. A new text is a record here, a source, and a dated value there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Regime:
    """A text, as French names it and as doctors do."""

    id: str
    article: str  # « l’ », « le », « la », as it stands before the name
    name: str  # « règlement arbitral de 2023 »
    cue: str  # regular expression: how it is named in a question or a document, folded to plain lower case
    amends: str | None = None  # the regime whose contracts it amends; ``None`` for one that governs contracts itself

    @property
    def the(self) -> str:
        """« le règlement arbitral de 2023 »."""
        return self.article + self.name

    @property
    def of(self) -> str:
        """« du règlement arbitral de 2023 »."""
        return {"l’": "de l’", "le ": "du ", "la ": "de la "}[self.article] + self.name


AVENANT_7 = "avenant-7"
AVENANT_8 = "avenant-8"
REGLEMENT_ARBITRAL = "reglement-arbitral-2023"
CONVENTION_2024 = "convention-2024"
AIDE_COLLECTIVE = "aide-collective-2026"

REGIMES: Mapping[str, Regime] = MappingProxyType(
    {
        regime.id: regime
        for regime in (
            Regime(AVENANT_7, "l’", "avenant 7", r"\bavenant (?:n ?[°o]? ?)?7\b|\bconvention (?:de )?2016"),
            Regime(AVENANT_8, "l’", "avenant 8", r"\bavenant (?:n ?[°o]? ?)?8\b", amends=AVENANT_7),
            Regime(REGLEMENT_ARBITRAL, "le ", "règlement arbitral de 2023", r"\b(?:reglement arbitral|le ra 2023)\b"),
            Regime(
                CONVENTION_2024,
                "la ",
                "convention médicale 2024",
                r"\b(?:convention (?:medicale )?(?:de |du \d+ juin )?2024|nouvelle convention|convention actuelle)",
            ),
            Regime(
                AIDE_COLLECTIVE,
                "l’",
                "aide collective",
                r"\b(?:aides? (?:conventionnelles? )?collectives?|contrats? collectifs?)\b",
            ),
        )
    }
)
