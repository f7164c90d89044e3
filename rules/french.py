"""Moved to the package ``french``."""

from french import MONTHS, day, listed, number, ordinal

__all__ = ["MONTHS", "day", "listed", "number", "ordinal"]
