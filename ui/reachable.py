"""Whether what somebody typed leads to someone: a telephone, an e-mail address, a site."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s().-]")
# Of France and its overseas departments: national, short, or with the code of the country.
_PHONE = re.compile(r"0\d{9}|[13]\d{3}|11\d{4}|(?:\+|00)\d{11,12}")
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
_SITE = re.compile(r"https://\S+")


def is_phone(told: str) -> bool:
    """Whether it can be dialled."""
    return _PHONE.fullmatch(_BETWEEN.sub("", told)) is not None


def is_address(told: str) -> bool:
    """Whether it is an e-mail address, the https address of a site or a telephone."""
    return is_phone(told) or any(pattern.fullmatch(told) for pattern in (_MAIL, _SITE))
