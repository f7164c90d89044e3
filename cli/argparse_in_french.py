"""What argparse says, in French. It looks each of its texts up in ``gettext``: this catalogue takes that place."""

from __future__ import annotations

import argparse
from typing import Final

# By text of argparse, of every Python promised; a test holds this list against the one that runs.
CATALOGUE: Final = {
    "usage: ": "usage\u00a0: ",
    "positional arguments": "arguments\u00a0",
    "options": "options\u00a0",
    "show this help message and exit": "afficher cette aide, et s’arrêter",
    "%(prog)s: error: %(message)s\n": "%(prog)s\u00a0: %(message)s.\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s\u00a0: %(message)s",
    "unrecognized arguments: %s": "de trop, ou mal écrit\u00a0: %s",
    "the following arguments are required: %s": "il manque\u00a0: %s",
    "one of the arguments %s is required": "il manque l’un de ceux-ci\u00a0: %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "expected one argument": "une valeur est attendue après cette option",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected at least one argument": "une valeur au moins est attendue",
    "expected %s argument": "%s valeur est attendue",
    "expected %s arguments": "%s valeurs sont attendues",
    "invalid choice: %(value)r (choose from %(choices)s)":
        "«\u00a0%(value)s\u00a0» n’existe pas. Choix possibles\u00a0: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)":
        "«\u00a0%(value)s\u00a0» n’existe pas\u00a0; vouliez-vous écrire «\u00a0%(suggestion)s\u00a0»\u202f? "
        "Choix possibles\u00a0: %(choices)s",
    "invalid %(type)s value: %(value)r": "«\u00a0%(value)s\u00a0» ne convient pas",
    "ambiguous option: %(option)s could match %(matches)s":
        "«\u00a0%(option)s\u00a0» est le début de plusieurs options\u00a0: %(matches)s",
    "ignored explicit argument %r": "cette option ne prend pas de valeur\u00a0: %r",
    "unexpected option string: %s": "option inattendue\u00a0: %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)":
        "«\u00a0%(parser_name)s\u00a0» n’existe pas. Choix possibles\u00a0: %(choices)s",
}  # fmt: skip


def install() -> None:
    """Make argparse speak French in this process."""
    vars(argparse).update(_=_translated, ngettext=_counted)


def _translated(text: str) -> str:
    return CATALOGUE.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _translated(one if count == 1 else many)
