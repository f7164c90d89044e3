"""What cannot be used, and why: a model or a server that a setting names, or anything an index needs."""

from __future__ import annotations

from typing import NamedTuple

from french import HARD

REST = 60.0  # seconds that what failed is left alone before it is tried again


class Fault(NamedTuple):
    """Why, in French as it follows a colon, and how to mend it."""

    reason: str
    mend: str


class SettingUnusableError(RuntimeError):
    """The message, in French, names the setting, says what is wrong and what it expects."""

    def __init__(self, setting: str, wrong: str, expected: str) -> None:
        super().__init__(f"Réglage {setting} inutilisable{HARD}: {wrong}. Il attend {expected}.")
        self.setting = setting
