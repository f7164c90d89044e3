"""``assistant-medical password``: the hash of the password that opens the staff's room."""

from __future__ import annotations

import argparse
import getpass
import sys

from assistant.errors import InvalidInput
from cli.output import write
from ui.password import LONGEST, SHORTEST, hashed


def run(_: argparse.Namespace) -> int:
    """Ask for a password twice, or read it from a pipe, and print the line of the settings that holds its hash."""
    if sys.stdin.isatty():
        password = getpass.getpass(f"Mot de passe ({SHORTEST} caractères au moins)\u00a0: ")
        if getpass.getpass("Le même, à nouveau\u00a0: ") != password:
            raise InvalidInput("mot de passe", "Les deux saisies diffèrent.", "Recommencez.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST <= len(password) <= LONGEST:
        expected = f"Attendu\u00a0: de {SHORTEST} à {LONGEST} caractères, par exemple quatre mots tirés au hasard."
        raise InvalidInput("mot de passe", "Il est trop court ou trop long.", expected)
    write(f"AM_ADMIN_PASSWORD={hashed(password)}")
    return 0
