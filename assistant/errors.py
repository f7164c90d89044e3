"""The one error that a caller's input can cause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class InvalidInput(Exception):  # noqa: N818 — it names what happened, and callers show it to people
    """A field of a request that cannot be used. Texts are French and never repeat the input."""

    field: str
    message: str
    expected: str

    def __str__(self) -> str:
        return f"{self.field}\u00a0: {self.message} {self.expected}"

    def as_json(self) -> dict[str, dict[str, str]]:
        """Return the error of the API's contract."""
        return {"error": {"field": self.field, "message": self.message, "expected": self.expected}}


class Unavailable(InvalidInput):
    """What this server cannot answer for the moment, through no fault of the caller's."""

    wait = 60  # seconds before it is worth trying again

    @classmethod
    def of_explanations(cls) -> Unavailable:
        """Neither the index nor words alone can be searched."""
        going_on = "Réessayez dans une minute\u202f; les montants et les conditions, eux, sont toujours donnés."
        return cls("serveur", "Les explications ne peuvent pas être cherchées pour l’instant.", going_on)

    @classmethod
    def of_dates(cls) -> Unavailable:
        """The clock says a day before the aid began."""
        told = "L’horloge de ce serveur est fausse\u00a0: aucune règle ne peut être datée."
        return cls("serveur", told, "Prévenez la CPTS qui vous propose cette page, puis réessayez.")
