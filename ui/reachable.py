"""Whether what somebody typed leads to someone: a telephone, an e-mail address, a site."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s().-]")
_TRUNK = re.compile(r"^((?:\+|00)\s?\d{1,3}[\s.-]*)\(0\)")  # « +33 (0)2 »: dialled within the country alone
# National or short, of France and its overseas departments; with the code of the country, from anywhere.
_PHONE = re.compile(r"0[1-9]\d{8}|[13]\d{3}|11\d{4}|(?:\+|00)(?:33[1-9]\d{8}|(?!33)[1-9]\d{7,14})")
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_SITE = re.compile(r"https://\S+")


def dialled(told: str) -> str:
    """Return the number to dial, ``+33243003344`` for « +33 (0)2 43 00 33 44 »; empty where it is no telephone."""
    number = _BETWEEN.sub("", _TRUNK.sub(r"\1", told))
    return number if _PHONE.fullmatch(number) else ""


def is_mail(told: str) -> bool:
    """Whether it is an e-mail address."""
    return _MAIL.fullmatch(told) is not None


def is_address(told: str) -> bool:
    """Whether it is an e-mail address, the https address of a site or a telephone."""
    return bool(is_mail(told) or _SITE.fullmatch(told) or dialled(told))
