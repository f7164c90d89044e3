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
